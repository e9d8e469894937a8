#pragma once
// Pictures to send.

#include <string>

namespace causeway::lab {

// A PNG of one pixel.
inline std::string one_pixel() {
  using namespace std::string_literals;
  return "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\xda"
         "c\x64\xf8\xcfP\x0f\0\x03\x86\x01\x80Z\x34}k\0\0\0\0IEND\xae\x42\x60\x82"s;
}

// A GIF of one pixel.
inline std::string one_red_pixel() {
  using namespace std::string_literals;
  return "GIF89a\x01\0\x01\0\x80\0\0\xff\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0;"s;
}

// The form in which a picture is set, as browsers and native send it.
inline constexpr const char* picture_form_type = "multipart/form-data; boundary=edge";
inline std::string picture_form(const std::string& picture) {
  return "--edge\r\nContent-Disposition: form-data; name=\"image\"; filename=\"profile.png\"\r\n"
         "Content-Type: application/octet-stream\r\n\r\n" +
         picture + "\r\n--edge--\r\n";
}

}  // namespace causeway::lab
