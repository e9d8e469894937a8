#pragma once
// Bytes that are overwritten before their memory is given back: keys and what was decrypted. A value that moves, never
// copies; no thread affinity.

#include <cstddef>
#include <string>
#include <string_view>

namespace causeway::crypto {

class Secret {
 public:
  Secret() = default;
  // Takes over the bytes; the source is wiped.
  explicit Secret(std::string&& bytes);
  // `size` zero bytes, to be filled through data().
  explicit Secret(std::size_t size) : bytes_(size, '\0') {}
  ~Secret();
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;

  std::string_view view() const { return bytes_; }
  std::size_t size() const { return bytes_.size(); }
  char* data() { return bytes_.data(); }

 private:
  std::string bytes_;
};

// Overwrites the text with zeros and empties it.
void wipe(std::string& text);

}  // namespace causeway::crypto
