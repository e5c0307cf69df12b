# po/nb.po -> nb/LC_MESSAGES/chq.mo in the build folder, where the program finds it without being installed.
#
# CHQ_LOCALEDIR            the catalogues of this build folder; looked at first
# CHQ_LOCALEDIR_INSTALLED  where `cmake --install` puts them
# Target `pot`             po/chq.pot from the sources, and nb.po brought up to date with it

set(CHQ_LANGUAGES nb)
set(CHQ_LOCALEDIR ${CMAKE_BINARY_DIR}/locale)
target_compile_definitions(chq_engine PUBLIC
  CHQ_LOCALEDIR="${CHQ_LOCALEDIR}"
  CHQ_LOCALEDIR_INSTALLED="${CMAKE_INSTALL_FULL_LOCALEDIR}")

set(catalogues)
foreach(language ${CHQ_LANGUAGES})
  set(po ${CMAKE_SOURCE_DIR}/po/${language}.po)
  if(EXISTS ${po})
    set(mo ${CHQ_LOCALEDIR}/${language}/LC_MESSAGES/chq.mo)
    file(MAKE_DIRECTORY ${CHQ_LOCALEDIR}/${language}/LC_MESSAGES)
    add_custom_command(
      OUTPUT ${mo}
      COMMAND ${GETTEXT_MSGFMT_EXECUTABLE} --check -o ${mo} ${po}
      DEPENDS ${po}
      COMMENT "Translating into ${language}"
      VERBATIM)
    install(FILES ${mo} DESTINATION ${CMAKE_INSTALL_LOCALEDIR}/${language}/LC_MESSAGES)
    list(APPEND catalogues ${mo})
  endif()
endforeach()
add_custom_target(translations ALL DEPENDS ${catalogues})
add_dependencies(chq_engine translations)

add_custom_target(pot
  COMMAND sh ${CMAKE_SOURCE_DIR}/po/extract.sh ${CMAKE_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/po/chq.pot
  COMMAND sh ${CMAKE_SOURCE_DIR}/po/merge.sh ${CMAKE_SOURCE_DIR} ${CHQ_LANGUAGES}
  COMMENT "Collecting the words of the program"
  VERBATIM)
