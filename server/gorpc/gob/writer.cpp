#include "gorpc/gob/writer.h"

#include <cstddef>

#include "gorpc/gob/encoder.h"

namespace causeway::gorpc::gob {

std::size_t Writer::open_interface(std::string_view name, const TypeRef& type) {
  bytes(name);
  integer(encoder_.id_of(type));
  const std::size_t mark = out_.size();
  if (!type->is_structure()) uint(0);
  return mark;
}

// The byte count goes in front of the value once its size is known. A Go receiver that has no use for the interface
// skips by this count, so it has to be right.
void Writer::close_interface(std::size_t mark) {
  std::string count;
  put_uint(count, out_.size() - mark);
  out_.insert(mark, count);
}

void Writer::structure(const RecordOps& ops, const void* record) {
  std::int64_t last = -1;
  for (std::size_t i = 0; i < ops.fields.size(); ++i) {
    const FieldOps& ours = ops.fields[i];
    const void* value = static_cast<const std::byte*>(record) + ours.offset;
    if (ours.omitted(value)) continue;
    field(static_cast<std::int64_t>(i), last);
    ours.encode(*this, value);
  }
  end_structure();
}

}  // namespace causeway::gorpc::gob
