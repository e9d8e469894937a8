// golden_gob_rewrite <vectors> <folder>: reads each vector and writes it again, NAME.gob from values that describe
// themselves and NAME.typed.gob from records. Go then verifies what it finds.
#include <cstdio>
#include <fstream>

#include "golden/gob/records.h"
#include "golden/gob/vector_files.h"

namespace causeway::golden {
namespace {

template <class Record>
base::Result<std::string> rewrite_typed(const std::string& bytes) {
  gob::Decoder decoder;
  gob::Encoder encoder;
  std::string out;
  CAUSEWAY_CHECK(decoder.feed(bytes));
  for (;;) {
    CAUSEWAY_TRY(ready, decoder.next());
    if (!ready) return out;
    Record record{};
    CAUSEWAY_CHECK(decoder.read(record));
    CAUSEWAY_CHECK(encoder.encode(record, out));
  }
}

bool save(const std::string& path, const base::Result<std::string>& bytes) {
  if (!bytes.ok()) {
    std::fprintf(stderr, "%s: %s\n", path.c_str(), bytes.error().text.c_str());
    return false;
  }
  std::ofstream(path, std::ios::binary) << *bytes;
  return true;
}

base::Result<std::string> rewrite(const std::string& bytes) {
  CAUSEWAY_TRY(values, decode_all(bytes));
  return encode_all(values);
}

int run(const std::string& vectors, const std::string& folder) {
  bool good = true;
  for (const std::string& name : vector_names())
    good = save(folder + "/" + name + ".gob", rewrite(read_file(vectors + "/" + name + ".gob"))) && good;
  const auto typed = [&]<class Record>(const std::string& name, const Record&) {
    good = save(folder + "/" + name + ".typed.gob", rewrite_typed<Record>(read_file(vectors + "/" + name + ".gob"))) &&
           good;
  };
  typed("numbers", Numbers{});
  typed("tree", Tree{});
  typed("lists", Lists{});
  typed("cut", Cut{});
  typed("packed", Packed{});
  typed("pointers", Pointers{});
  typed("reaction", Reaction{});
  typed("reactions", std::vector<Reaction>{});
  return good ? 0 : 1;
}

}  // namespace
}  // namespace causeway::golden

int main(int argc, char** argv) {
  return argc == 3 ? causeway::golden::run(argv[1], argv[2]) : 2;
}
