// The form in which a peer sends a picture. The first byte says whether the rest is a whole body or what stands in a
// well-made form, so that the fuzzer need not find the edges.
#include <cstdlib>
#include <string>

#include "peer/form/form.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using causeway::peer::form::file_in;
  if (size == 0) return 0;
  const std::string rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::string type = "multipart/form-data; boundary=e";
  if (data[0] % 4 == 0) {
    static_cast<void>(file_in(rest.substr(0, rest.find('\n')), rest, "image"));
  } else if (data[0] % 4 == 1) {
    static_cast<void>(file_in(type, rest, "image"));
  } else if (data[0] % 4 == 2) {
    static_cast<void>(file_in(type, "--e\r\n" + rest + "\r\n--e--", "image"));
  } else if (rest.find("--e") == std::string::npos && rest.find('\r') == std::string::npos) {
    const std::string head = "--e\r\nContent-Disposition: form-data; name=\"image\"; filename=\"p\"\r\n\r\n";
    const auto file = file_in(type, head + rest + "\r\n--e--\r\n", "image");
    if (!file.ok() || *file != rest) std::abort();
  }
  return 0;
}
