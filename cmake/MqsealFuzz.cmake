# SPDX-License-Identifier: MIT
# Fuzz targets. With MQSEAL_FUZZ (clang) each is a libFuzzer program and everything of ours is built
# with coverage, AddressSanitizer and UndefinedBehaviorSanitizer; without it, each is an ordinary
# program that replays its committed corpus and seeded mutations of it.
include_guard()

if(MQSEAL_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID MATCHES Clang)
    message(FATAL_ERROR "MQSEAL_FUZZ needs clang; use the preset `fuzz`")
  endif()
  set(MQSEAL_FUZZ_FLAGS -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all)
  target_compile_options(mqseal_options INTERFACE ${MQSEAL_FUZZ_FLAGS} -fno-omit-frame-pointer -O1)
  target_link_options(mqseal_options INTERFACE -fsanitize=address,undefined)
endif()
add_custom_target(fuzzers)

# mqseal_fuzz(NAME SOURCES ... LIBS ...)
# The sources define LLVMFuzzerTestOneInput. Makes the program fuzz_<NAME> (part of the target
# `fuzzers`) and a ctest entry fuzz.<NAME> with the label fuzz, over tests/fuzz/corpus/fuzz_<NAME>,
# where every file is a seed; a crash that was found and fixed is added there.
function(mqseal_fuzz name)
  cmake_parse_arguments(A "" "" "SOURCES;LIBS" ${ARGN})
  set(target fuzz_${name})
  set(corpus ${CMAKE_SOURCE_DIR}/tests/fuzz/corpus/${target})
  add_executable(${target} ${A_SOURCES})
  target_link_libraries(${target} PRIVATE mqseal::options ${A_LIBS})
  add_dependencies(fuzzers ${target})
  if(MQSEAL_FUZZ)
    target_link_options(${target} PRIVATE -fsanitize=fuzzer)
    add_test(NAME fuzz.${name} COMMAND ${target} -runs=0 ${corpus})
  else()
    target_sources(${target} PRIVATE ${CMAKE_SOURCE_DIR}/tests/fuzz/replay_main.cpp)
    add_test(NAME fuzz.${name} COMMAND ${target} ${corpus})
  endif()
  set_tests_properties(fuzz.${name} PROPERTIES LABELS fuzz TIMEOUT 120)
endfunction()
