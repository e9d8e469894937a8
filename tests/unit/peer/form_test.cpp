#include "peer/form/form.h"

#include <gtest/gtest.h>

#include "model/limits.h"

namespace causeway::peer::form {
namespace {

using namespace std::string_literals;

const std::string type = "multipart/form-data; boundary=edge";

std::string part(const std::string& disposition, const std::string& bytes) {
  return "--edge\r\nContent-Disposition: " + disposition + "\r\nContent-Type: application/octet-stream\r\n\r\n" +
         bytes + "\r\n";
}

std::string code_of(const std::string& content_type, const std::string& body) {
  const auto file = file_in(content_type, body, "image");
  return file.ok() ? "" : file.error().code;
}

const std::string image = part(R"(form-data; name="image"; filename="profile.png")", "bytes\r\n-\0-edge"s);

TEST(FormFile, IsReadByteForByteBehindOtherParts) {
  const std::string field = part(R"(form-data; name="image")", "a field is no file");
  const std::string other = part(R"(form-data; name="other"; filename="a")", "no");
  for (const std::string& body :
       {image + "--edge--", "preamble\r\n" + field + other + image + "--edge--\r\nepilogue"}) {
    const auto file = file_in(type, body, "image");
    ASSERT_TRUE(file.ok()) << file.error().text;
    EXPECT_EQ(*file, "bytes\r\n-\0-edge"s);
  }
  EXPECT_EQ(file_in("multipart/form-data; boundary=\"edge\"", image + "--edge--", "image").value().size(), 14U);
  const std::string empty = part(R"(form-data; name="image"; filename="")", "");
  EXPECT_EQ(file_in(type, empty + "--edge--", "image").value(), "");
}

// Found by the fuzzer: what looks like the beginning of a boundary right before the true one.
TEST(FormFile, WhateverItsLastBytesAreTheyAreAllThatThereIs) {
  for (const char* bytes :
       {"x\n--", "x\n-", "x\n", "x\r\n--", "x\r\n", "x\r", "x--\r", "\n--", "--", "-\r", "x\n--e", "x\n--\r"}) {
    const auto file = file_in(type, part(R"(form-data; name="image"; filename="a")", bytes) + "--edge--", "image");
    ASSERT_TRUE(file.ok()) << file.error().text;
    EXPECT_EQ(*file, bytes) << testing::PrintToString(std::string(bytes));
  }
}

TEST(FormFile, WhatIsNoFormIsRefused) {
  EXPECT_EQ(code_of("", image + "--edge--"), "form_invalid");
  EXPECT_EQ(code_of("application/json", image + "--edge--"), "form_invalid");
  EXPECT_EQ(code_of("multipart/form-data", image + "--edge--"), "form_invalid");
  EXPECT_EQ(code_of("multipart/form-data; boundary=" + std::string(71, 'x'), image + "--edge--"), "form_invalid");
  EXPECT_EQ(code_of(type, ""), "form_invalid");
  EXPECT_EQ(code_of(type, image), "form_invalid") << "cut before its end";
  EXPECT_EQ(code_of(type, "--edge--"), "form_invalid");
  EXPECT_EQ(code_of(type, part("form-data; name=\"other\"; filename=\"a\"", "x") + "--edge--"), "form_no_file");
  std::string many;
  for (int i = 0; i < model::limits::form_parts; ++i) many += part("form-data; name=\"a\"", "x");
  EXPECT_EQ(code_of(type, many + image + "--edge--"), "form_no_file") << "not read for ever";
  EXPECT_EQ(code_of(type, "--edge\r\n" + std::string(100'000, 'h') + "\r\n\r\nx\r\n--edge--"), "form_invalid");
}

}  // namespace
}  // namespace causeway::peer::form
