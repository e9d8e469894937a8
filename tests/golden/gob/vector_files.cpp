#include "golden/gob/vector_files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace causeway::golden {

namespace gob = gorpc::gob;

std::string vectors_folder() {
  return CAUSEWAY_SOURCE_DIR "/tests/golden/gob/vectors";
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> vector_names() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(vectors_folder())) {
    if (entry.path().extension() == ".gob") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

base::Result<std::vector<gob::Value>> decode_all(std::string_view bytes, std::size_t piece, const gob::Limits& limits) {
  std::vector<gob::Value> values;
  gob::Decoder decoder(limits);
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    CAUSEWAY_CHECK(decoder.feed(bytes.substr(at, piece)));
    for (;;) {
      CAUSEWAY_TRY(ready, decoder.next());
      if (!ready) break;
      gob::Value value{"top", decoder.shared_type(), {}};
      gob::Reader reader = decoder.open();
      gob::decode_data(reader, decoder.type(), value.data);
      CAUSEWAY_CHECK(decoder.close(reader));
      values.push_back(std::move(value));
    }
  }
  if (decoder.buffered() != 0) return base::refused("gob_malformed", "bytes are left over");
  return values;
}

base::Result<std::string> encode_all(const std::vector<gob::Value>& values) {
  gob::Encoder encoder;
  std::string out;
  for (const gob::Value& value : values) {
    gob::Writer writer = encoder.open(value.type);
    gob::encode_data(writer, *value.type, value.data);
    CAUSEWAY_CHECK(encoder.close(writer, out));
  }
  return out;
}

}  // namespace causeway::golden
