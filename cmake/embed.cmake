# Turns files of data/ into a C table, so that the program carries its content.
#
#   chq_embed(NAME FOLDER PATTERN…)  ->  #include "embedded/NAME.h":  extern const struct embedded_file embedded_NAME[];
#
# The list ends with a NULL name, is sorted by name, and every text ends with a NUL.

add_library(chq_embedded STATIC)
target_link_libraries(chq_embedded PRIVATE chq_options)
target_include_directories(chq_embedded PUBLIC ${CMAKE_BINARY_DIR}/generated)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/generated/embedded)

function(chq_embed name folder)
  set(globs)
  foreach(pattern ${ARGN})
    list(APPEND globs ${CMAKE_SOURCE_DIR}/${folder}/${pattern})
  endforeach()
  file(GLOB files CONFIGURE_DEPENDS ${globs})
  list(SORT files)
  set(out ${CMAKE_BINARY_DIR}/generated/embedded/${name}.c)
  file(WRITE ${CMAKE_BINARY_DIR}/generated/embedded/${name}.h.in
"/* Made by cmake/embed.cmake from ${folder}. */
#ifndef EMBEDDED_${name}_H
#define EMBEDDED_${name}_H
#include \"model/embedded.h\"
extern const struct embedded_file embedded_${name}[];
#endif
")
  configure_file(${CMAKE_BINARY_DIR}/generated/embedded/${name}.h.in
                 ${CMAKE_BINARY_DIR}/generated/embedded/${name}.h COPYONLY)
  add_custom_command(
    OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DNAME=${name} -DOUT=${out} "-DFILES=${files}" -P ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake
    DEPENDS ${files} ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake
    COMMENT "Embedding ${folder}"
    VERBATIM)
  target_sources(chq_embedded PRIVATE ${out})
endfunction()
