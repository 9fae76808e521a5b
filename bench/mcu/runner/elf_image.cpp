// SPDX-License-Identifier: MIT
#include "bench/mcu/runner/elf_image.h"

#include <cstring>
#include <elf.h>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace mqseal::mcu {

namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    throw std::runtime_error(file.string() + ": cannot be read");
  }
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// The i-th record of a table of T at `offset`; throws where the file ends before it.
template <class T>
T record_at(const Bytes& file, std::size_t offset, std::size_t i) {
  T record;
  if (offset + (i + 1) * sizeof(T) > file.size()) {
    throw std::runtime_error("truncated ELF file");
  }
  std::memcpy(&record, file.data() + offset + i * sizeof(T), sizeof(T));
  return record;
}

std::string text_at(const Bytes& file, std::size_t offset) {
  std::string text;
  while (offset < file.size() && file[offset] != 0) {
    text.push_back(static_cast<char>(file[offset++]));
  }
  return text;
}

Segment load_segment(const Bytes& file, const Elf32_Phdr& header) {
  Segment segment{header.p_vaddr, Bytes(header.p_memsz, 0)};
  if (header.p_offset + header.p_filesz > file.size() || header.p_filesz > header.p_memsz) {
    throw std::runtime_error("segment outside the ELF file");
  }
  std::memcpy(segment.bytes.data(), file.data() + header.p_offset, header.p_filesz);
  return segment;
}

}  // namespace

ElfImage::ElfImage(const std::filesystem::path& path) {
  const Bytes file = read_file(path);
  const auto header = record_at<Elf32_Ehdr>(file, 0, 0);
  if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 || header.e_ident[EI_CLASS] != ELFCLASS32 ||
      header.e_ident[EI_DATA] != ELFDATA2LSB) {
    throw std::runtime_error(path.string() + ": not a 32-bit little-endian ELF file");
  }
  for (unsigned i = 0; i < header.e_phnum; ++i) {
    const auto program = record_at<Elf32_Phdr>(file, header.e_phoff, i);
    if (program.p_type == PT_LOAD && program.p_memsz > 0) {
      segments_.push_back(load_segment(file, program));
    }
  }
  const auto names = record_at<Elf32_Shdr>(file, header.e_shoff, header.e_shstrndx);
  for (unsigned i = 0; i < header.e_shnum; ++i) {
    const auto section = record_at<Elf32_Shdr>(file, header.e_shoff, i);
    if ((section.sh_flags & SHF_ALLOC) != 0U) {
      const bool in_file = section.sh_type != SHT_NOBITS;
      const bool writable = (section.sh_flags & SHF_WRITE) != 0U;
      const bool io = text_at(file, names.sh_offset + section.sh_name).rfind(".noinit", 0) == 0;
      flash_bytes_ += in_file && !io ? section.sh_size : 0;
      ram_bytes_ += writable && !io ? section.sh_size : 0;
    }
    if (section.sh_type == SHT_SYMTAB) {
      const auto strings = record_at<Elf32_Shdr>(file, header.e_shoff, section.sh_link);
      for (std::size_t s = 0; s < section.sh_size / sizeof(Elf32_Sym); ++s) {
        const auto symbol = record_at<Elf32_Sym>(file, section.sh_offset, s);
        symbols_[text_at(file, strings.sh_offset + symbol.st_name)] = {symbol.st_value,
                                                                       symbol.st_size};
      }
    }
  }
}

Symbol ElfImage::symbol(const std::string& name) const {
  const auto found = symbols_.find(name);
  if (found == symbols_.end()) {
    throw std::runtime_error("the image has no symbol " + name);
  }
  return found->second;
}

}  // namespace mqseal::mcu
