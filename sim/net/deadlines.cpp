// SPDX-License-Identifier: MIT
#include "sim/net/deadlines.h"

namespace mqseal::net {

void Deadlines::place(std::size_t index, Entry entry) noexcept {
  heap_[index] = entry;
  entry.deadline->place_ = index;
}

void Deadlines::sift_up(std::size_t index, Entry entry) noexcept {
  while (index > 0) {
    const std::size_t parent = (index - 1) / 2;
    if (heap_[parent].at <= entry.at) {
      break;
    }
    place(index, heap_[parent]);
    index = parent;
  }
  place(index, entry);
}

void Deadlines::sift_down(std::size_t index, Entry entry) noexcept {
  const std::size_t count = heap_.size();
  for (std::size_t child = 2 * index + 1; child < count; child = 2 * index + 1) {
    if (child + 1 < count && heap_[child + 1].at < heap_[child].at) {
      ++child;
    }
    if (entry.at <= heap_[child].at) {
      break;
    }
    place(index, heap_[child]);
    index = child;
  }
  place(index, entry);
}

void Deadlines::put(Deadline& deadline, Nanos at) {
  const Entry entry{at, &deadline};
  if (!deadline.waiting()) {
    heap_.push_back(entry);
    sift_up(heap_.size() - 1, entry);
  } else if (at < heap_[deadline.place_].at) {
    sift_up(deadline.place_, entry);
  } else {
    sift_down(deadline.place_, entry);
  }
}

void Deadlines::remove(Deadline& deadline) noexcept {
  if (!deadline.waiting()) {
    return;
  }
  const std::size_t index = deadline.place_;
  const Entry last = heap_.back();
  heap_.pop_back();
  deadline.place_ = Deadline::none;
  if (last.deadline == &deadline) {
    return;
  }
  if (index > 0 && last.at < heap_[(index - 1) / 2].at) {
    sift_up(index, last);
  } else {
    sift_down(index, last);
  }
}

bool Deadlines::fire_one(Nanos now) {
  if (heap_.empty() || heap_.front().at > now) {
    return false;
  }
  const Entry first = heap_.front();
  remove(*first.deadline);
  first.deadline->due(first.at);
  return true;
}

}  // namespace mqseal::net
