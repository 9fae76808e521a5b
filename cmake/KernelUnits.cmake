# SPDX-License-Identifier: MIT
# The units of ciphers/simd: one an instruction set, the only files of mqseal with -m flags. In one
# place because the constant-time test (tests/ct) compiles them once more.
include_guard()

set(MQSEAL_UNITS aesni avx2 avx2_batch avx512 avx512_batch bmi2 gfni gfni_batch ssse3
  table vaes)
set(avx512_flags -mavx512f -mavx512bw -mavx512dq -mavx512vl)
set(MQSEAL_UNIT_FLAGS_aesni -maes -mavx)
set(MQSEAL_UNIT_FLAGS_avx2 -mavx2)
set(MQSEAL_UNIT_FLAGS_avx2_batch -mavx2)
set(MQSEAL_UNIT_FLAGS_avx512 ${avx512_flags})
set(MQSEAL_UNIT_FLAGS_avx512_batch ${avx512_flags})
set(MQSEAL_UNIT_FLAGS_bmi2 -mbmi -mbmi2)
set(MQSEAL_UNIT_FLAGS_gfni ${avx512_flags} -mavx512vbmi -mgfni)
set(MQSEAL_UNIT_FLAGS_gfni_batch ${MQSEAL_UNIT_FLAGS_gfni})
set(MQSEAL_UNIT_FLAGS_ssse3 -mssse3)
set(MQSEAL_UNIT_FLAGS_table "")
set(MQSEAL_UNIT_FLAGS_vaes ${avx512_flags} -maes -mvaes)

# The single blocks of a kernel are scalar on purpose, so no vectors that we did not ask for; rounds
# are unrolled, because a wrongly predicted end of their loop costs a fifth of a block; and computed
# as they are written, because g++'s reassociation lengthens SIMON's chain of operations by a third.
# g++ 12 takes the undefined operand of its own AVX-512 intrinsics for a mistake.
set(MQSEAL_KERNEL_OPTIONS -fno-tree-vectorize -fno-tree-slp-vectorize -funroll-loops
  $<$<CXX_COMPILER_ID:GNU>:-fno-tree-reassoc>
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>
  $<$<CXX_COMPILER_ID:GNU>:-Wno-uninitialized>)

# mqseal_kernel_sources(VARIABLE UNIT...): the files, with their options set for the calling folder.
function(mqseal_kernel_sources variable)
  set(files "")
  foreach(unit IN LISTS ARGN)
    set(file ${CMAKE_SOURCE_DIR}/ciphers/simd/${unit}.cpp)
    set_source_files_properties(${file} PROPERTIES
      COMPILE_OPTIONS "${MQSEAL_KERNEL_OPTIONS};${MQSEAL_UNIT_FLAGS_${unit}}")
    list(APPEND files ${file})
  endforeach()
  set(${variable} ${files} PARENT_SCOPE)
endfunction()
