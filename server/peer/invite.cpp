// Layout of the decoded text: salt (16) | nonce (12) | AES-256-GCM ciphertext | tag (16). The key is
// PBKDF2-HMAC-SHA256(password, salt, 600,000 rounds) since version 3, before that scrypt(N=32768, r=8, p=1); nothing
// outside tells which, so both are tried, the newer first. Nothing is bound as additional data. The plain text is the
// JSON of RemoteClusterInvite.

#include "peer/invite.h"

#include <algorithm>

#include "base/id.h"
#include "crypto/cipher.h"
#include "json/record.h"
#include "model/limits.h"
#include "peer/site_url.h"

namespace causeway::peer {
namespace {

constexpr std::size_t salt_size = 16;
constexpr int pbkdf2_rounds = 600'000;
constexpr std::size_t token_chars = 128;  // native's are 26; a header has to hold it
constexpr std::size_t language_tag_chars = 20;

bool is_padding(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '`';
}

std::string without_padding(std::string_view text) {
  std::string out;
  std::copy_if(text.begin(), text.end(), std::back_inserter(out), [](char c) { return !is_padding(c); });
  return out;
}

// What was pasted, without the decoration that chats and mails put around it.
std::string bare(std::string_view text) {
  const std::size_t fence = text.find("```");
  if (fence != std::string_view::npos) {
    const std::string_view inside = text.substr(fence + 3);
    const std::size_t line = inside.find('\n');
    const bool tagged =
        line != std::string_view::npos && line <= language_tag_chars && !without_padding(inside.substr(line)).empty();
    if (tagged && without_padding(text.substr(0, fence)).empty()) return without_padding(inside.substr(line));
  }
  return without_padding(text);
}

crypto::Secret new_key(std::string_view password, std::string_view salt) {
  return crypto::pbkdf2_sha256(password, salt, pbkdf2_rounds, crypto::aes_key_size);
}

crypto::Secret old_key(std::string_view password, std::string_view salt) {
  return crypto::scrypt(password, salt, 32768, 8, 1, crypto::aes_key_size);
}

base::Error invalid(const char* why) {
  return base::refused("invite_invalid", std::string("the invite ") + why);
}

bool is_header_text(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

// An invitation that begins with a dash would look like an option in the peer's command.
std::string salt_without_dash() {
  while (true) {
    std::string salt = crypto::random_bytes(salt_size);
    if (crypto::base64_encode(salt, crypto::Alphabet::url).front() != '-') return salt;
  }
}

}  // namespace

std::string seal_invite(const model::RemoteClusterInvite& invite, std::string_view password) {
  const crypto::Secret plain(json::encode(invite));
  const std::string salt = salt_without_dash();
  const std::string nonce = crypto::random_bytes(crypto::gcm_nonce_size);
  const std::string sealed = crypto::aes_gcm_seal(new_key(password, salt).view(), nonce, plain.view());
  return crypto::base64_encode(salt + nonce + sealed, crypto::Alphabet::url);
}

base::Result<model::RemoteClusterInvite> open_invite(std::string_view text, std::string_view password) {
  using namespace model::limits;
  if (text.size() > invite_text_bytes) return base::refused("invite_malformed", "the invite is too long");
  const auto bytes = crypto::base64_decode(bare(text), crypto::Alphabet::url);
  constexpr std::size_t overhead = salt_size + crypto::gcm_nonce_size + crypto::gcm_tag_size;
  if (!bytes || bytes->size() <= overhead) {
    return base::refused("invite_malformed", "the text is no invite: it is damaged or incomplete");
  }
  const std::string_view blob = *bytes;
  const std::string_view salt = blob.substr(0, salt_size);
  const std::string_view nonce = blob.substr(salt_size, crypto::gcm_nonce_size);
  const std::string_view sealed = blob.substr(salt_size + crypto::gcm_nonce_size);

  auto plain = crypto::aes_gcm_open(new_key(password, salt).view(), nonce, sealed);
  if (!plain) plain = crypto::aes_gcm_open(old_key(password, salt).view(), nonce, sealed);
  if (!plain) return base::refused("invite_locked", "the password is wrong or the invite was changed");

  const json::Limits limits{invite_text_bytes, json_depth, json_values};
  auto invite = json::decode<model::RemoteClusterInvite>(plain->view(), limits, "invite");
  if (!invite) return invalid("holds something else than an invitation");
  return check_invite(std::move(*invite));
}

base::Result<model::RemoteClusterInvite> check_invite(model::RemoteClusterInvite invite) {
  if (!base::is_valid_id(invite.remote_id.str())) return invalid("has no valid connection id");
  for (const std::string* token : {&invite.token, &invite.refreshed_token}) {
    if (token->size() > token_chars || !is_header_text(*token)) return invalid("has an unusable token");
  }
  if (invite.token.empty()) return invalid("has no token");
  auto site_url = check_site_url(invite.site_url);
  if (!site_url) return invalid("has an unusable site URL");
  invite.site_url = std::move(*site_url);
  return invite;
}

}  // namespace causeway::peer
