# The list of the engine, which every program may link: a JSON array is an initializer but for its
# brackets.
set(RESOURCE_CONTROL ${PROJECT_SOURCE_DIR}/iam/data/resource_control.json)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${RESOURCE_CONTROL})
file(READ ${RESOURCE_CONTROL} SERVICES)
string(REGEX REPLACE "[][]" "" SERVICES "${SERVICES}")
string(STRIP "${SERVICES}" SERVICES)
configure_file(${CMAKE_CURRENT_LIST_DIR}/resource_control_services.c.in
               ${PROJECT_BINARY_DIR}/resource_control_services.c @ONLY)

# The tables of the lint, a megabyte that only configrule needs: add_iam_lint() is called where
# nothing is cross-compiled, since their generator runs here.
function(add_iam_lint)
  add_executable(iam_tables ${PROJECT_SOURCE_DIR}/cmake/iam_tables.c)
  target_link_libraries(iam_tables PRIVATE core)
  set(facts ${PROJECT_SOURCE_DIR}/iam/data/services.json
            ${PROJECT_SOURCE_DIR}/iam/data/operations.json)
  set(tables ${PROJECT_BINARY_DIR}/iam_tables.c)
  add_custom_command(OUTPUT ${tables} COMMAND iam_tables ${facts} > ${tables}
                     DEPENDS ${facts} VERBATIM)
  set_source_files_properties(${tables} PROPERTIES COMPILE_OPTIONS -Wno-overlength-strings)
  add_library(iam_lint STATIC iam/actions.c iam/keys.c iam/lint.c
                              iam/lint_condition.c iam/lint_patterns.c iam/lint_request.c
                              iam/linter.c iam/tables.c ${tables})
  target_link_libraries(iam_lint PUBLIC iam)
endfunction()
