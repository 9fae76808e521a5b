// SPDX-License-Identifier: MIT
#include "ciphers/envelope/nonce.h"

#include <new>
#include <sys/mman.h>

#include "ciphers/envelope/bytes.h"
#include "ciphers/host/secret.h"

namespace mqseal::envelope {

RandomPool::RandomPool() {
  void* memory =
      mmap(nullptr, sizeof(Page), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) {  // NOLINT(performance-no-int-to-ptr): the constant is the system's
    return;
  }
  if (madvise(memory, sizeof(Page), MADV_WIPEONFORK) != 0) {
    munmap(memory, sizeof(Page));
    return;
  }
  page_ = ::new (memory) Page{};
}

RandomPool::~RandomPool() {
  if (page_ != nullptr) {
    host::wipe(page_, sizeof(Page));
    munmap(page_, sizeof(Page));
  }
}

void RandomPool::fill(MutableBytes out) noexcept {
  if (page_ == nullptr || out.size() > batch_bytes) {
    host::system_random(out);
    return;
  }
  if (page_->available < out.size()) {
    host::system_random(page_->bytes);
    page_->available = batch_bytes;
  }
  const auto source =
      MutableBytes(page_->bytes).subspan(batch_bytes - page_->available, out.size());
  page_->available -= out.size();
  copy_bytes(source, out);
  host::wipe(source.data(), source.size());
}

Bytes implicit_nonce(const Layout& layout,
                     Bytes header,
                     std::array<std::uint8_t, max_nonce_bytes>& storage) noexcept {
  storage.fill(0);
  if (layout.policy == NoncePolicy::counter) {
    copy_bytes(header.subspan<1, 12>(), storage);
  }
  return Bytes(storage).first(layout.nonce_bytes);
}

}  // namespace mqseal::envelope
