# Writes rule_table.c, one line for every rules/*_*.c: adding a rule is adding its file, and a file
# that forgets its constant does not link.
file(GLOB RULE_SOURCES CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/rules/*_*.c)
list(SORT RULE_SOURCES)
set(RULE_EXTERNS "")
set(RULE_ENTRIES "")
foreach(source ${RULE_SOURCES})
  get_filename_component(stem ${source} NAME_WE)
  string(APPEND RULE_EXTERNS "extern const struct rule rule_${stem};\n")
  string(APPEND RULE_ENTRIES "    &rule_${stem},\n")
endforeach()
configure_file(${CMAKE_CURRENT_LIST_DIR}/rule_table.c.in ${PROJECT_BINARY_DIR}/rule_table.c @ONLY)
