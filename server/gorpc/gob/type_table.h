#pragma once
// The types that a peer has defined on one connection, in one direction. Owned by a Decoder and used by its thread
// only; the Types themselves live in an arena that values share, so they may be read from any thread and outlive the
// connection.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "gorpc/gob/limits.h"
#include "gorpc/gob/type.h"
#include "gorpc/gob/wire.h"

namespace causeway::gorpc::gob {

class TypeTable {
 public:
  explicit TypeTable(const Limits& limits);
  ~TypeTable();
  TypeTable(const TypeTable&) = delete;
  TypeTable& operator=(const TypeTable&) = delete;

  // Reads the definition (a wireType value) of `id`, the cursor standing behind the negative id. Returns what is wrong
  // with it, in static text; empty = defined. After an error the connection is of no more use.
  std::string_view define(std::int64_t id, Cursor& body);

  // The type of that id once it and everything it is made of are defined; nullptr before, and for unknown ids.
  const Type* find(std::int64_t id);

  // The type with its owner, for values that are kept. `type` must be one that find() gave or that one of those
  // reaches.
  TypeRef share(const Type* type) const;

 private:
  struct Node;
  struct Arena;
  struct Definition;
  Node* node(std::int64_t id);
  const Type* reference(std::int64_t id);
  std::string_view fill(Node& node, Definition&& definition);
  bool complete(Node& root);

  Limits limits_;
  std::size_t fields_ = 0;
  std::size_t name_bytes_ = 0;
  // Shared with every value that carries a received type: such a value is valid for as long as somebody keeps it.
  std::shared_ptr<Arena> arena_;
  std::unordered_map<std::int64_t, Node*> by_id_;
  std::unordered_map<const Type*, Node*> by_type_;
};

}  // namespace causeway::gorpc::gob
