#include "peer/emoji.h"

#include <gtest/gtest.h>

#include "crypto/cipher.h"
#include "model/limits.h"
#include "peer/image.h"

namespace causeway::peer {
namespace {

using namespace std::string_literals;

std::string png(std::uint32_t width, std::uint32_t height) {
  const auto number = [](std::uint32_t value) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> static_cast<unsigned>(shift));
    return bytes;
  };
  return "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"s + number(width) + number(height) + "rest";
}

// A start, a segment of 4 bytes, a filling byte and a frame header of 16 x 258.
const std::string jpeg = "\xFF\xD8\xFF\xE0\0\x04zz\xFF\xFF\xC2\0\x11\x08\x01\x02\0\x10"s;
const std::string gif = "GIF89a\x02\x01\x03\0"s;

using Names = std::set<std::string>;
Names names_in(const std::string& text) {
  Names names;
  add_emoji_names(text, names);
  return names;
}

model::EmojiPicture picture(const std::string& bytes) {
  return emoji_picture({std::string(26, 'e'), "party", model::UserId("u"), base::Time(), {}}, model::ChannelId("c"),
                       bytes);
}

TEST(ImageSizeOf, ThreeKindsOfPictures) {
  EXPECT_EQ(image_size(png(70'000, 3)), (ImageSize{70'000, 3}));
  EXPECT_EQ(image_size(gif), (ImageSize{258, 3}));
  EXPECT_EQ(image_size(jpeg), (ImageSize{16, 258}));
  for (const std::string& other : {""s, "RIFF....WEBP"s, "<svg/>"s, "\x89PNG"s, "GIF90a\1\0\1\0"s}) {
    EXPECT_EQ(image_size(other), std::nullopt) << other;
  }
}

TEST(ImageSizeOf, NothingWhenItEndsBeforeItSays) {
  for (const auto& [whole, needed] : {std::pair(png(1, 1), 24UL), std::pair(gif, 10UL), std::pair(jpeg, jpeg.size())}) {
    for (std::size_t some = 0; some < needed; ++some) {
      EXPECT_EQ(image_size(whole.substr(0, some)), std::nullopt) << some;
    }
    EXPECT_NE(image_size(whole.substr(0, needed)), std::nullopt);
  }
}

TEST(ImageSizeOf, AJpegWhoseSegmentsLeadNowhereIsNone) {
  EXPECT_EQ(image_size("\xFF\xD8\xFF\xE0\0\0\xFF\xC0\0\x11\x08\0\x10\0\x10"s), std::nullopt);    // a length of 0
  EXPECT_EQ(image_size("\xFF\xD8\xFF\xE0\xFF\xFFzz\xFF\xC0\0\x11\x08\0\1\0\1"s), std::nullopt);  // behind the end
  EXPECT_EQ(image_size("\xFF\xD8\xFF\xDA\0\x04zz\xFF\xC0\0\x11\x08\0\1\0\1"s), std::nullopt);    // the pixels begin
  EXPECT_EQ(image_size("\xFF\xD8\xFF\xC4\0\x04zz\xFF\xD9\0\0\0\0\0\0\0\0"s), std::nullopt);      // it ends
  EXPECT_EQ(image_size("\xFF\xD8\xFF" + std::string(10'000, '\xFF')), std::nullopt);
}

TEST(EmojiNames, AreWhatStandsBetweenTwoColons) {
  EXPECT_EQ(names_in(":party: :a-b_c+1::other:"), (Names{"party", "a-b_c+1", "other"}));
  EXPECT_EQ(names_in("at 10:30:00 sharp"), (Names{"30"}));
  EXPECT_EQ(names_in(":Party: : : :: :two words: :half"), Names());
  EXPECT_EQ(names_in(""), Names());
  EXPECT_EQ(names_in(":" + std::string(64, 'a') + ":" + std::string(65, 'b') + ":"), Names{std::string(64, 'a')});
}

TEST(EmojiImage, IsTakenAsItWasSent) {
  const auto taken = emoji_image(picture(png(1'028, 1)));
  ASSERT_TRUE(taken.ok());
  EXPECT_EQ(*taken, png(1'028, 1));
}

TEST(EmojiImage, IsRefusedWhenTheServerWouldNotTakeIt) {
  std::vector<model::EmojiPicture> bad;
  for (const std::string& bytes : {""s, "no picture"s, png(0, 1), png(1, 0), png(1'029, 1), png(1, 1'029),
                                   png(1, 0xFFFFFFFFU), png(1, 1) + std::string(model::limits::emoji_bytes, 'x')}) {
    bad.push_back(picture(bytes));
  }
  for (const std::string& name : {""s, "../image"s, "Party"s, "a b"s, "a\0b"s, std::string(65, 'a')}) {
    bad.push_back(picture(png(1, 1)));
    bad.back().name = name;
  }
  for (const std::string& id : {""s, "short"s, "../../../../etc/passwd/..."s, std::string(26, '/')}) {
    bad.push_back(picture(png(1, 1)));
    bad.back().id = id;
  }
  bad.push_back(picture(png(1, 1)));
  bad.back().image = "not base64!";
  for (const auto& one : bad) {
    const auto taken = emoji_image(one);
    ASSERT_FALSE(taken.ok()) << one.name << " " << one.id;
    EXPECT_EQ(taken.error().code, "emoji_invalid");
  }
}

}  // namespace
}  // namespace causeway::peer
