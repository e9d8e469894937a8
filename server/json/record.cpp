#include "json/record.h"

namespace causeway::json {

void Mismatch::under_key(std::string_view key) {
  path.insert(0, "." + std::string(base::is_valid_id(key) ? key : std::string_view("*")));
}

base::Error Mismatch::error(std::string_view what) const {
  const char* code = out_of_range ? "json_out_of_range" : "json_wrong_kind";
  return base::refused(code, std::string(what) + path + ": expected " + wanted);
}

namespace detail {

bool wrong_kind(Mismatch& mismatch, const char* wanted) {
  mismatch.wanted = wanted;
  return false;
}

bool read_integer(const Value& value, std::int64_t least, std::int64_t most, std::int64_t& out, Mismatch& mismatch) {
  const std::int64_t* number = value.integer();
  if (number == nullptr && value.number() == nullptr) return wrong_kind(mismatch, "a whole number");
  if (number == nullptr || *number < least || *number > most) {
    mismatch.out_of_range = true;
    return wrong_kind(mismatch, "a whole number in range");
  }
  out = *number;
  return true;
}

bool read_double(const Value& value, double& out, Mismatch& mismatch) {
  if (const double* number = value.number()) {
    out = *number;
  } else if (const std::int64_t* integer = value.integer()) {
    out = static_cast<double>(*integer);
  } else {
    return wrong_kind(mismatch, "a number");
  }
  return true;
}

}  // namespace detail

bool Codec<bool>::read(const Value& value, bool& out, Mismatch& mismatch) {
  if (value.is_null()) return true;
  if (value.boolean() == nullptr) return detail::wrong_kind(mismatch, "true or false");
  out = *value.boolean();
  return true;
}

bool Codec<std::string>::read(const Value& value, std::string& out, Mismatch& mismatch) {
  if (value.is_null()) return true;
  if (value.string() == nullptr) return detail::wrong_kind(mismatch, "text");
  out = *value.string();
  return true;
}

}  // namespace causeway::json
