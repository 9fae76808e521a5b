# SPDX-License-Identifier: MIT
# Firmware images for simulated microcontrollers. A compiler that is missing skips its target with a
# message; ./dev mcu installs them all.
include_guard()

find_program(MQSEAL_AVR_GXX avr-g++)
find_program(MQSEAL_ARM_GXX arm-none-eabi-g++)
find_program(MQSEAL_RISCV_GXX riscv64-unknown-elf-g++)
find_library(MQSEAL_SIMAVR simavr)
find_library(MQSEAL_UNICORN unicorn)

set(mcu_common -Wall -Wextra -Werror -std=c++14 -ffreestanding -ffunction-sections -fdata-sections -fno-exceptions -fno-rtti
  -fno-threadsafe-statics -I${CMAKE_SOURCE_DIR})
set(mcu_link -Wl,--gc-sections -Wl,--entry=fw_set_key)
set(mcu_flat -nostdlib -Wl,-T,${CMAKE_CURRENT_SOURCE_DIR}/firmware/flat.ld)
# What GCC must not do in our own memcpy: replace its loop by a call of memcpy.
set(mcu_own_memcpy -fno-tree-loop-distribute-patterns)

set(mcu_compiler_atmega328p ${MQSEAL_AVR_GXX})
set(mcu_flags_atmega328p -mmcu=atmega328p -mstrict-X)
set(mcu_libraries_atmega328p -nostartfiles)
# Without TER, avr-g++ 5.4 holds AES and SIMON better in its registers, and others worse.
set(mcu_levels_atmega328p Os O2 O3 "O3 -fno-tree-ter")
foreach(core IN ITEMS m0plus m3 m4)
  set(mcu_compiler_cortex-${core} ${MQSEAL_ARM_GXX})
  set(mcu_flags_cortex-${core} -mcpu=cortex-${core} -mthumb ${mcu_own_memcpy})
  set(mcu_libraries_cortex-${core} ${mcu_flat} -lgcc)
  set(mcu_levels_cortex-${core} Os O2 O3)
endforeach()
set(mcu_compiler_rv32imc ${MQSEAL_RISCV_GXX})
set(mcu_flags_rv32imc -march=rv32imc -mabi=ilp32 ${mcu_own_memcpy})
set(mcu_libraries_rv32imc ${mcu_flat} -lgcc)
set(mcu_levels_rv32imc Os O2 O3)

set(mcu_manifest_lines "")
set(mcu_images "")

# mcu_version(VARIABLE COMPILER): the first line of --version.
function(mcu_version variable compiler)
  execute_process(COMMAND ${compiler} --version OUTPUT_VARIABLE text)
  string(REGEX MATCH "^[^\n]*" line "${text}")
  set(${variable} "${line}" PARENT_SCOPE)
endfunction()

# mcu_image(TARGET CIPHER ALG IMPLEMENTATION KIND TYPE HEADER): one image an optimisation level.
# KIND: block, inverse (a block image that decrypts too); then TYPE is an Ops; or aead: a mode.
function(mcu_image target cipher alg implementation kind type header)
  set(compiler ${mcu_compiler_${target}})
  set(defines -DFW_HEADER="ciphers/core/${header}.h")
  if(kind STREQUAL aead)
    set(entries fw_set_key fw_seal fw_open)
    list(APPEND defines -DFW_AEAD=${type})
  else()
    set(entries fw_set_key fw_encrypt_block fw_cbc_128 fw_ctr_16)
    list(APPEND defines -DFW_BLOCK=${type})
  endif()
  if(kind STREQUAL inverse)
    list(APPEND entries fw_decrypt_block)
  endif()
  list(TRANSFORM entries PREPEND -Wl,-u,)
  mcu_version(version ${compiler})
  foreach(level IN LISTS mcu_levels_${target})
    if(kind STREQUAL inverse AND NOT level STREQUAL O2)
      continue()
    endif()
    string(REPLACE " " "" name "${target}-${cipher}-${implementation}-${kind}-${level}")
    set(elf ${CMAKE_CURRENT_BINARY_DIR}/images/${name}.elf)
    mcu_command(${target} ${cipher} "${level}" ${elf} "${defines}" "${entries}")
    string(JOIN " " flags ${mcu_flags_${target}} -${level})
    list(APPEND mcu_images ${elf})
    string(APPEND mcu_manifest_lines
      "{\"target\":\"${target}\",\"cipher\":\"${cipher}\",\"implementation\":\"${implementation}\",\"kind\":\"${kind}\",\"optimisation\":\"${level}\",\"elf\":\"${elf}\",\"compiler\":\"${version}\",\"flags\":\"${flags}\",\"alg\":\"${alg}\"}\n")
  endforeach()
  set(mcu_images ${mcu_images} PARENT_SCOPE)
  set(mcu_manifest_lines "${mcu_manifest_lines}" PARENT_SCOPE)
endfunction()

# The build rule of one image.
function(mcu_command target cipher level elf defines entries)
  set(source ${CMAKE_CURRENT_SOURCE_DIR}/firmware/firmware.cpp)
  separate_arguments(level UNIX_COMMAND "-${level}")
  set(flags ${mcu_flags_${target}} ${level} ${mcu_common} ${defines})
  set(link ${mcu_link} ${entries} ${mcu_libraries_${target}})
  add_custom_command(OUTPUT ${elf}
    COMMAND ${mcu_compiler_${target}} ${flags} -MD -MF ${elf}.d -MT ${elf} -o ${elf} ${source} ${link}
    DEPENDS ${source} ${CMAKE_CURRENT_SOURCE_DIR}/firmware/flat.ld DEPFILE ${elf}.d
    COMMENT "Firmware ${target} ${cipher} ${level}" VERBATIM)
endfunction()
