#include "gorpc/plugin/hooks.h"

#include <stdexcept>

#include "gorpc/plugin/client_connection.h"

namespace causeway::gorpc::plugin {

Stream Call::stream(std::size_t field) {
  return field < dialled_.size() ? std::move(dialled_[field].stream) : Stream();
}

BodyReader Call::body(std::size_t field) {
  return BodyReader(stream(field));
}

ResponseWriter Call::response(std::size_t field) {
  auto connection = field < dialled_.size() ? std::exchange(dialled_[field].connection, nullptr) : nullptr;
  return ResponseWriter(std::move(connection), stop_);
}

Call::~Call() {
  finish_streams();
}

void Call::finish_streams() {
  for (const auto& dialled : dialled_) {
    if (dialled.connection != nullptr) dialled.connection->finish();
  }
  dialled_.clear();
}

const HookTable::Entry* HookTable::find(std::string_view name) const {
  const auto found = entries_.find(std::string(name));
  return found == entries_.end() ? nullptr : &found->second;
}

void HookTable::add(std::string name, Entry entry) {
  if (!entries_.emplace(name, std::move(entry)).second) throw std::logic_error("hook registered twice: " + name);
  names_.push_back(std::move(name));
}

}  // namespace causeway::gorpc::plugin
