# cmake -DSOURCE=DIR -DOUT=FILE -P commit.cmake: writes a C file that says which commit DIR is at, and
# touches it only when that has changed. A folder that is not the top of a clone is at none. SOURCE
# empty: none.
cmake_minimum_required(VERSION 3.22)
set(commit "")
if(SOURCE AND EXISTS ${SOURCE}/.git)
  execute_process(COMMAND git describe --always --dirty --abbrev=40 --exclude=*
                  WORKING_DIRECTORY ${SOURCE} OUTPUT_VARIABLE commit
                  OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
file(CONFIGURE OUTPUT ${OUT} @ONLY CONTENT [[
#include "core/version.h"

const char version_commit[] = "@commit@";
]])
