// SPDX-License-Identifier: MIT
// `sealing: batch`: the publishers of one group and shard whose messages are due wait here for each
// other, until enough are there or the first has waited long enough; then all are sealed together.
// The waiting is part of the method, so response times hold it and lateness does not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "ciphers/envelope/batch.h"
#include "sim/fleet/tally.h"
#include "sim/net/loop.h"
#include "sim/scenario/scenario.h"

namespace mqseal::fleet {

class BatchQueue {
 public:
  /// One message from its payload to its envelope.
  struct Slot {
    std::vector<std::uint8_t> plaintext, sealed;  ///< room for the longest
    std::size_t length = 0;                       ///< of the plaintext
    envelope::Sequence sequence = 0;
    bool measured = false;
  };

  /// A publisher with a message that is due.
  class Guest {
   public:
    /// Writes the payload; false where the message cannot be sent now.
    [[nodiscard]] virtual bool write(Slot& slot) = 0;
    virtual void add(Slot& slot, envelope::Batch& batch) = 0;
    /// The envelope is sealed. `late`: by how much the batch began after it was due.
    virtual void send(const Slot& slot, Nanos now, Nanos late) = 0;

   protected:
    ~Guest() = default;
  };

  /// `publishers`: of this group in this shard. Throws base::Error (environment) where this CPU has
  /// no batch implementation.
  BatchQueue(net::Loop& loop,
             const scenario::Group& group,
             envelope::KeyRing& keys,
             std::size_t publishers,
             Tally& tally);
  BatchQueue(const BatchQueue&) = delete;
  BatchQueue& operator=(const BatchQueue&) = delete;

  /// `due`: the time of the guest's message. A guest stands in the queue once at most and stays
  /// valid as long as the queue.
  void enter(Guest& guest, Nanos due);

 private:
  void flush(Nanos due);
  [[nodiscard]] std::size_t write_all();
  void seal(std::size_t messages);

  Nanos wait_;
  Tally& tally_;
  envelope::Batch batch_;
  net::Timer timer_;
  std::vector<Slot> slots_;
  std::vector<Guest*> waiting_, leaving_;
  Nanos first_due_ = 0, last_due_ = 0;  ///< of those that wait
  bool flushing_ = false;
};

}  // namespace mqseal::fleet
