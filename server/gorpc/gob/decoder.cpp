#include "gorpc/gob/decoder.h"

#include <utility>

namespace causeway::gorpc::gob {

Decoder::Decoder(const Limits& limits) : limits_(limits), types_(limits), scanner_(limits, types_) {}

base::Result<> Decoder::feed(std::string_view bytes) {
  if (broken_) return *broken_;
  if (ready_) {
    ready_ = false;
    type_ = nullptr;
  }
  if (used_ == buffer_.size()) {
    buffer_.clear();
    used_ = 0;
  } else if (used_ > buffer_.size() / 2) {
    buffer_.erase(0, used_);
    used_ = 0;
  }
  if (bytes.size() > limits_.buffered_bytes || buffered() > limits_.buffered_bytes - bytes.size()) {
    return broken("gob_limit", "more bytes than the limit wait to be decoded");
  }
  buffer_.append(bytes);
  return base::ok();
}

base::Result<bool> Decoder::next() {
  if (broken_) return *broken_;
  if (ready_) {
    ready_ = false;
    type_ = nullptr;
  }
  std::string_view message;
  for (;;) {
    switch (next_message(message)) {
      case Found::failed:
        return *broken_;
      case Found::nothing:
        return false;
      case Found::message:
        break;
    }
    CAUSEWAY_TRY(ready, walk(message));
    if (ready) return true;
  }
}

Decoder::Found Decoder::next_message(std::string_view& message) {
  const std::string_view waiting = std::string_view(buffer_).substr(used_);
  const int header = uint_length(waiting);
  if (header == 0) return Found::nothing;
  if (header < 0) {
    broken("gob_malformed", "a message begins with an impossible length");
    return Found::failed;
  }
  Cursor cursor(waiting);
  const std::uint64_t length = cursor.uint();
  if (length > limits_.message_bytes) {
    broken("gob_limit", "a message is larger than the limit");
    return Found::failed;
  }
  if (length > cursor.left()) return Found::nothing;
  message = cursor.take(length);
  used_ += static_cast<std::size_t>(header) + message.size();
  return Found::message;
}

// One message: a type definition, the beginning of a value, or the continuation of one that was cut.
base::Result<bool> Decoder::walk(std::string_view message) {
  Cursor cursor(message);
  if (type_ == nullptr) {
    if (message.empty()) return false;  // Go reads on, too
    const std::int64_t id = cursor.integer();
    if (cursor.failed()) return broken("gob_malformed", "a message ends within its type id");
    if (id < 0) {
      if (id < -(std::int64_t{1} << 31)) return broken("gob_malformed", "a type definition with an impossible id");
      if (const std::string_view wrong = types_.define(-id, cursor); !wrong.empty())
        return broken("gob_malformed", wrong);
      if (!cursor.empty()) return broken("gob_malformed", "bytes follow a type definition");
      return false;
    }
    type_ = types_.find(id);
    if (type_ == nullptr) return broken("gob_malformed", "a value of an undefined type");
    if (!type_->is_structure() && cursor.uint() != 0) {
      return broken("gob_malformed", "a value that is no struct does not begin with 0");
    }
    scanner_.begin(*type_);
  }
  switch (scanner_.run(cursor)) {
    case Scanner::Outcome::failed:
      return broken(scanner_.over_limit() ? "gob_limit" : "gob_malformed", scanner_.error());
    case Scanner::Outcome::wants_message:
      return false;
    case Scanner::Outcome::complete:
      break;
  }
  if (!cursor.empty()) return broken("gob_malformed", "bytes follow a value");
  ready_ = true;
  return true;
}

base::Result<> Decoder::close(const Reader& reader) const {
  if (reader.ok()) return base::ok();
  return base::refused("gob_mismatch", reader.error());
}

base::Error Decoder::broken(const char* code, std::string_view text) {
  broken_ = base::refused(code, std::string(text));
  type_ = nullptr;
  ready_ = false;
  return *broken_;
}

}  // namespace causeway::gorpc::gob
