# Writes roots.c: the text of PACKAGE_ROOTS, or none.
set(ROOTS_BYTES "")
if(PACKAGE_ROOTS)
  file(READ ${PACKAGE_ROOTS} hex HEX)
  string(REGEX REPLACE "(..)" "0x\\1," ROOTS_BYTES "${hex}")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PACKAGE_ROOTS})
endif()
configure_file(${CMAKE_CURRENT_LIST_DIR}/roots.c.in ${PROJECT_BINARY_DIR}/roots.c @ONLY)
