// SPDX-License-Identifier: MIT
#include "bench/mcu/runner/firmware.h"

#include <stdexcept>

namespace mqseal::mcu {

Firmware::Firmware(const ImageInfo& info, Costed costed)
    : info_(info), image_(info.elf), machine_(make_machine(info.target, image_, costed)) {}

Cost Firmware::call(const std::string& function) {
  return machine_->call(image_.symbol(function).address);
}

void Firmware::put(const std::string& symbol, const Octets& bytes) {
  const Symbol place = image_.symbol(symbol);
  if (bytes.size() > place.bytes) {
    throw std::runtime_error(symbol + " is too small for the message");
  }
  machine_->write(place.address, bytes);
}

void Firmware::put_byte(const std::string& symbol, std::size_t value) {
  put(symbol, {static_cast<std::uint8_t>(value)});
}

Octets Firmware::get(const std::string& symbol, std::size_t bytes) {
  Octets out(bytes);
  machine_->read(image_.symbol(symbol).address, out);
  return out;
}

Cost Firmware::set_key(const Octets& key) {
  put("fw_key", key);
  return call("fw_set_key");
}

Cost Firmware::in_place(const std::string& function, Octets& block) {
  put("fw_text", block);
  const Cost cost = call(function);
  block = get("fw_text", block.size());
  return cost;
}

Cost Firmware::cbc_128(const Octets& iv, Octets& text) {
  put("fw_nonce", iv);
  return in_place("fw_cbc_128", text);
}

Cost Firmware::ctr_16(const Octets& counter, Octets& text) {
  put("fw_nonce", counter);
  return in_place("fw_ctr_16", text);
}

void Firmware::put_message(const Message& message) {
  put("fw_nonce", message.nonce);
  put_byte("fw_nonce_bytes", message.nonce.size());
  put("fw_ad", message.ad);
  put_byte("fw_ad_bytes", message.ad.size());
  put("fw_text", message.text);
  put_byte("fw_text_bytes", message.text.size());
  put("fw_tag", message.tag);
  put_byte("fw_tag_bytes", message.tag.size());
  put_byte("fw_opened", 2);
}

Cost Firmware::seal(Message& message) {
  put_message(message);
  const Cost cost = call("fw_seal");
  message.text = get("fw_text", message.text.size());
  message.tag = get("fw_tag", message.tag.size());
  return cost;
}

Cost Firmware::open(Message& message) {
  put_message(message);
  const Cost cost = call("fw_open");
  message.text = get("fw_text", message.text.size());
  message.opened = get("fw_opened", 1).front() == 1;
  return cost;
}

}  // namespace mqseal::mcu
