#include "gorpc/gob/codec.h"

namespace causeway::gorpc::gob {

bool decode_bytes(Reader& reader, const Type& wire, Kind kind, std::string& value) {
  if (wire.kind != kind) return reader.mismatch(wire, kind_name(kind));
  const std::string_view bytes = reader.bytes();
  if (!reader.charge(bytes.size())) return false;
  value.assign(bytes);
  return reader.ok();
}

}  // namespace causeway::gorpc::gob
