#pragma once
// What a person asks a lab word for by the environment.

#include <cstdlib>
#include <string>

#include "lab/error.h"

namespace causeway::lab {

// Not set or empty: `otherwise`. Throws LabError for what is no number above 0.
inline double number_from_environment(const char* name, double otherwise) {
  const char* given = std::getenv(name);
  if (given == nullptr || *given == '\0') return otherwise;
  char* end = nullptr;
  const double value = std::strtod(given, &end);
  if (*end != '\0' || value <= 0) throw LabError(std::string(name) + " must be a number above 0");
  return value;
}

inline long whole_number_from_environment(const char* name, long otherwise) {
  return static_cast<long>(number_from_environment(name, static_cast<double>(otherwise)));
}

}  // namespace causeway::lab
