#pragma once
// What a peer may make us hold. Every decoder takes these as an argument. Values.

#include <cstddef>

namespace causeway::gorpc::gob {

struct Limits {
  std::size_t message_bytes = std::size_t{64} << 20;  // one message, and one value glued together from several messages
  std::size_t buffered_bytes = std::size_t{72} << 20;  // fed but not yet decoded; must exceed message_bytes
  std::size_t allocated_bytes = std::size_t{256}
                                << 20;          // what one value may occupy once decoded (slices of big records)
  std::size_t elements = std::size_t{4} << 20;  // elements of slices, arrays and maps in one value, all levels together
  std::size_t depth = 200;                  // nesting of one value: every struct, slice, map and interface is one level
  std::size_t types = 8192;                 // type definitions for the life of a connection
  std::size_t type_fields = 65536;          // fields of all definitions together
  std::size_t type_name_bytes = 1 << 20;    // names in all definitions together
  std::size_t interface_name_bytes = 1024;  // as Go's
};

}  // namespace causeway::gorpc::gob
