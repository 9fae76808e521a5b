# SPDX-License-Identifier: MIT
# Libraries of Debian 12 that mqseal stands on, each under one imported name.
include_guard()

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(fmt 9 REQUIRED)
find_package(spdlog 1.10 REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(yaml-cpp 0.7 REQUIRED)
find_package(GTest REQUIRED)
find_package(benchmark REQUIRED)

pkg_check_modules(BOTAN REQUIRED IMPORTED_TARGET botan-2)
pkg_check_modules(MOSQUITTO REQUIRED IMPORTED_TARGET libmosquitto)
pkg_check_modules(PCAP REQUIRED IMPORTED_TARGET libpcap)
pkg_check_modules(NFTABLES REQUIRED IMPORTED_TARGET libnftables)
pkg_check_modules(CRYPTOPP REQUIRED IMPORTED_TARGET libcrypto++)
find_path(MQSEAL_CLI11_INCLUDE CLI/CLI.hpp REQUIRED)
find_path(MQSEAL_MUSTACHE_INCLUDE mustache.hpp PATH_SUFFIXES kainjow REQUIRED)

# Anything that pulls Debian's libboost-dev (1.74) removes 1.81, so the version is asserted here.
find_path(MQSEAL_BOOST_INCLUDE boost/version.hpp REQUIRED)
file(STRINGS ${MQSEAL_BOOST_INCLUDE}/boost/version.hpp boost_version REGEX "#define BOOST_VERSION ")
string(REGEX MATCH "[0-9]+" boost_version "${boost_version}")
if(boost_version LESS 108100)
  message(FATAL_ERROR "Boost 1.81 or later is needed, found ${boost_version}. "
    "On Debian 12: apt-get install libboost1.81-dev (or run ./dev build)")
endif()
add_library(mqseal_boost INTERFACE)
target_include_directories(mqseal_boost SYSTEM INTERFACE ${MQSEAL_BOOST_INCLUDE})
add_library(mqseal::boost ALIAS mqseal_boost)
