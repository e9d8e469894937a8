// Any bytes as a gob connection: refused, or values that can be written again and read back the same.
#include <cstdlib>

#include "golden/gob/records.h"
#include "golden/gob/vector_files.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace causeway::golden;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const gob::Limits limits{
      .message_bytes = 1 << 16, .buffered_bytes = 1 << 17, .allocated_bytes = 1 << 22, .elements = 1 << 14};
  if (auto values = decode_all(bytes, 1 + size / 3, limits); values.ok()) {
    auto again = encode_all(*values);
    if (!again.ok()) std::abort();
    auto reread = decode_all(*again);
    if (!reread.ok() || reread->size() != values->size()) std::abort();
  }
  static_cast<void>(gob::decode_alone<Tree>(bytes, limits));
  static_cast<void>(gob::decode_alone<Lists>(bytes, limits));
  static_cast<void>(gob::decode_alone<Numbers>(bytes, limits));
  return 0;
}
