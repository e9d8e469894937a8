#include "gorpc/gob/type_table.h"

#include <deque>
#include <utility>
#include <vector>

namespace causeway::gorpc::gob {
namespace {

constexpr std::int64_t first_user_id = 64;

// The fields of a struct on the wire: a delta to the next field's number, 0 at the end.
class Fields {
 public:
  explicit Fields(Cursor& body) : body_(body) {}
  bool next() {
    const std::uint64_t delta = body_.uint();
    if (delta == 0) return false;
    if (delta > 16) {  // no struct of a definition has so many
      body_.fail();
      return false;
    }
    number += static_cast<int>(delta);
    return true;
  }
  int number = -1;

 private:
  Cursor& body_;
};

struct NamedId {
  std::string_view name;
  std::int64_t id = 0;
};

// CommonType and fieldType have the same shape: {Name string, Id int}.
NamedId read_named_id(Cursor& body) {
  NamedId read;
  Fields fields(body);
  while (fields.next()) {
    if (fields.number == 0) {
      read.name = body.bytes();
    } else if (fields.number == 1) {
      read.id = body.integer();
    } else {
      body.fail();
    }
  }
  return read;
}

}  // namespace

struct TypeTable::Node {
  Type type;
  std::string name;
  std::vector<std::string> field_names;
  std::vector<Field> fields;
  bool complete = false;
  bool visited = false;
};

struct TypeTable::Arena {
  std::deque<Node> nodes;  // a deque: nodes never move
};

struct TypeTable::Definition {
  Kind kind = Kind::undefined;
  std::string_view name;
  std::int64_t elem = 0;
  std::int64_t key = 0;
  std::int64_t length = 0;
  std::vector<NamedId> fields;

  void read(Cursor& body, std::size_t max_fields);
  void read_body(Cursor& body, std::size_t max_fields);
};

void TypeTable::Definition::read(Cursor& body, std::size_t max_fields) {
  constexpr Kind kinds[] = {Kind::array,         Kind::slice,       Kind::structure,
                            Kind::map,           Kind::gob_encoder, Kind::binary_marshaler,
                            Kind::text_marshaler};
  Fields alternatives(body);
  while (alternatives.next()) {
    if (alternatives.number > 6 || kind != Kind::undefined) {
      body.fail();
      return;
    }
    kind = kinds[alternatives.number];
    read_body(body, max_fields);
  }
}

void TypeTable::Definition::read_body(Cursor& body, std::size_t max_fields) {
  Fields members(body);
  while (members.next()) {
    if (members.number == 0) {
      name = read_named_id(body).name;
    } else if (members.number == 1 && kind == Kind::structure) {
      const std::uint64_t count = body.uint();
      if (count > body.left() || count > max_fields) body.fail();
      for (std::uint64_t i = 0; i < count && !body.failed(); ++i) fields.push_back(read_named_id(body));
    } else if (members.number == 1 && kind == Kind::map) {
      key = body.integer();
    } else if ((members.number == 1 && (kind == Kind::array || kind == Kind::slice)) ||
               (members.number == 2 && kind == Kind::map)) {
      elem = body.integer();
    } else if (members.number == 2 && kind == Kind::array) {
      length = body.integer();
    } else {
      body.fail();
    }
  }
}

TypeTable::TypeTable(const Limits& limits) : limits_(limits), arena_(std::make_shared<Arena>()) {}
TypeTable::~TypeTable() = default;

TypeTable::Node* TypeTable::node(std::int64_t id) {
  const auto [at, fresh] = by_id_.try_emplace(id, nullptr);
  if (fresh) {
    at->second = &arena_->nodes.emplace_back();
    by_type_.emplace(&at->second->type, at->second);
  }
  return at->second;
}

const Type* TypeTable::reference(std::int64_t id) {
  if (const Type* builtin = builtin_type(id)) return builtin;
  if (id < first_user_id) return nullptr;
  return &node(id)->type;
}

std::string_view TypeTable::define(std::int64_t id, Cursor& body) {
  if (id < first_user_id) return "a type definition with a reserved id";
  Node* defined = node(id);
  if (defined->type.kind != Kind::undefined) return "a type is defined twice";
  Definition definition;
  definition.read(body, limits_.type_fields);
  if (body.failed() || definition.kind == Kind::undefined) return "a type definition that cannot be read";
  return fill(*defined, std::move(definition));
}

std::string_view TypeTable::fill(Node& defined, Definition&& definition) {
  std::size_t name_bytes = definition.name.size();
  for (const NamedId& field : definition.fields) name_bytes += field.name.size();
  name_bytes_ += name_bytes;
  fields_ += definition.fields.size();
  defined.name = definition.name;
  defined.type.length = definition.length;
  const bool has_elem =
      definition.kind == Kind::slice || definition.kind == Kind::array || definition.kind == Kind::map;
  if (definition.length < 0) return "an array of negative length";
  if (has_elem) defined.type.elem = reference(definition.elem);
  if (has_elem && defined.type.elem == nullptr) return "an element of a reserved type";
  if (definition.kind == Kind::map) defined.type.key = reference(definition.key);
  if (definition.kind == Kind::map && defined.type.key == nullptr) return "a key of a reserved type";
  for (const NamedId& field : definition.fields) {
    const Type* type = reference(field.id);
    if (type == nullptr) return "a field of a reserved type";
    defined.field_names.emplace_back(field.name);
    defined.fields.push_back({{}, type});
  }
  for (std::size_t i = 0; i < defined.fields.size(); ++i) defined.fields[i].name = defined.field_names[i];
  defined.type.fields = defined.fields;
  defined.type.name = defined.name;
  defined.type.kind = definition.kind;
  if (by_id_.size() > limits_.types || fields_ > limits_.type_fields || name_bytes_ > limits_.type_name_bytes) {
    return "more type definitions than the limit";
  }
  return {};
}

const Type* TypeTable::find(std::int64_t id) {
  const auto at = by_id_.find(id);
  if (at == by_id_.end()) return builtin_type(id);
  return complete(*at->second) ? &at->second->type : nullptr;
}

// Everything reached must be defined: then a walk over a value never meets an undefined type, and the types of a value
// that is kept never change.
bool TypeTable::complete(Node& root) {
  if (root.complete) return true;
  std::vector<Node*> reached;
  bool all_defined = true;
  const auto visit = [&](const Type* type) {
    if (type == nullptr || builtin_id(type->kind) != 0) return;
    Node* next = by_type_.at(type);
    if (next->complete || next->visited) return;
    next->visited = true;
    reached.push_back(next);
  };
  visit(&root.type);
  for (std::size_t i = 0; i < reached.size(); ++i) {
    const Type& type = reached[i]->type;
    all_defined = all_defined && type.kind != Kind::undefined;
    visit(type.elem);
    visit(type.key);
    for (const Field& field : type.fields) visit(field.type);
  }
  for (Node* node : reached) {
    node->visited = false;
    node->complete = node->complete || all_defined;
  }
  return all_defined;
}

TypeRef TypeTable::share(const Type* type) const {
  if (builtin_id(type->kind) != 0) return static_ref(type);
  return TypeRef(arena_, type);
}

}  // namespace causeway::gorpc::gob
