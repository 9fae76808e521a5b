# SPDX-License-Identifier: MIT
# core_sources_hash(SOURCE_DIR VARIABLE): SHA-256 over "name sha256" lines of ciphers/core/*.h, sorted.
# A device table carries it, so that a table measured from other sources is found out.
function(core_sources_hash source_dir variable)
  file(GLOB headers ${source_dir}/ciphers/core/*.h)
  list(SORT headers)
  set(lines "")
  foreach(header IN LISTS headers)
    cmake_path(GET header FILENAME name)
    file(SHA256 ${header} hash)
    string(APPEND lines "${name} ${hash}\n")
  endforeach()
  string(SHA256 total "${lines}")
  set(${variable} ${total} PARENT_SCOPE)
endfunction()
