// SPDX-License-Identifier: MIT
// Build-time program: ciphers/facts/ciphers.yaml to a C++ source with the same facts as JSON text,
// so that the installed program needs no data file. Usage: embed_facts ciphers.yaml facts_data.cpp
#include <cstdio>
#include <string>

#include <nlohmann/json.hpp>

#include "sim/app/yaml_json.h"
#include "sim/base/error.h"
#include "sim/base/file.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: embed_facts ciphers.yaml facts_data.cpp\n", stderr);
    return 2;
  }
  try {
    const std::string text = mqseal::app::read_yaml(argv[1]).dump(0);
    mqseal::base::write_file_atomically(argv[2],
                                        "// Made by sim/app/embed_facts.cpp from ciphers.yaml.\n"
                                        "namespace mqseal::report {\n"
                                        "extern const char* const facts_json;\n"
                                        "const char* const facts_json = R\"facts(" +
                                            text + ")facts\";\n}\n");
  } catch (const mqseal::base::Error& error) {
    std::fprintf(stderr, "embed_facts: %s\n", error.what());
    return static_cast<int>(error.code());
  }
  return 0;
}
