# SPDX-License-Identifier: MIT
# device_sources_hash(SOURCE_DIR VARIABLE): SHA-256 over "path sha256" lines of what a device figure
# comes from: ciphers/core, the firmware, the cost model. A table carries it, so that one measured
# from other sources is found out. bench/mcu/write_tables.mjs makes the same sum.
function(device_sources_hash source_dir variable)
  file(GLOB files RELATIVE ${source_dir} ${source_dir}/ciphers/core/*.h
    ${source_dir}/bench/mcu/firmware/firmware.cpp ${source_dir}/bench/mcu/runner/thumb_*.cpp)
  list(SORT files)
  set(lines "")
  foreach(file IN LISTS files)
    file(SHA256 ${source_dir}/${file} hash)
    string(APPEND lines "${file} ${hash}\n")
  endforeach()
  string(SHA256 total "${lines}")
  set(${variable} ${total} PARENT_SCOPE)
endfunction()
