#pragma once
// What the lab throws when the world it builds does not come up or an answer is not the expected one. Nobody repairs
// such a thing at run time: a test fails with the text, the demo prints it and ends.

#include <stdexcept>
#include <string>

namespace causeway::lab {

class LabError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace causeway::lab
