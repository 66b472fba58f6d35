# Where `cmake --install` puts things, and the Debian package that cpack makes of them.
include(GNUInstallDirs)
set(PROGRAMS ${CMAKE_INSTALL_LIBEXECDIR}/${PROJECT_NAME})

# bootstrap is looked for beside the program that runs, so what is in the path is a link.
install(TARGETS bootstrap configrule DESTINATION ${PROGRAMS})
set(LINK ${PROJECT_BINARY_DIR}/install/configrule)
file(RELATIVE_PATH target /${CMAKE_INSTALL_BINDIR} /${PROGRAMS}/configrule)
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/install)
file(CREATE_LINK ${target} ${LINK} SYMBOLIC)
install(FILES ${LINK} TYPE BIN)

find_program(GZIP gzip REQUIRED)
set(MANUAL ${PROJECT_SOURCE_DIR}/cli/configrule.1.in)
add_custom_command(OUTPUT ${LINK}.1.gz
                   COMMAND configrule manual ${MANUAL} --output ${LINK}.1
                   COMMAND ${GZIP} -9nfk ${LINK}.1
                   MAIN_DEPENDENCY ${MANUAL} DEPENDS configrule VERBATIM)
add_custom_target(manual ALL DEPENDS ${LINK}.1.gz)
install(FILES ${LINK}.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES cmake/copyright DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/configrule)

install(FILES cli/completions/configrule.bash RENAME configrule
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES cli/completions/configrule.fish
        DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
# Debian's zsh has another directory below /usr; only when installing is the prefix known.
install(CODE [[
  set(zsh site-functions)
  if(CMAKE_INSTALL_PREFIX STREQUAL /usr AND EXISTS /etc/debian_version)
    set(zsh vendor-completions)
  endif()]])
install(FILES cli/completions/_configrule DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/\${zsh})

set(CPACK_GENERATOR DEB)
set(CPACK_SOURCE_GENERATOR "")
set(CPACK_PACKAGE_NAME configrule)
set(CPACK_PACKAGE_CONTACT
    "bedrock-config-rules maintainers <maintainers@users.noreply.b-seed-1bded8f1.example>")
set(CPACK_PACKAGE_DESCRIPTION
    "configrule runs the AWS Config rules of bedrock-config-rules against events
in files, without an AWS account. It tests rules with fixtures, and runs the
program of the Lambda function between stand-ins for Lambda and AWS.")
set(CPACK_STRIP_FILES ON)
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/cmake/permissions.cmake)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
include(CPack)
