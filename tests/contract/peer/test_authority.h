#pragma once
// Certificates for servers on this machine, signed by an authority that nobody else knows. Everything is made anew for
// each object; keys stay in memory.

#include <filesystem>
#include <memory>
#include <string>

namespace causeway::contract {

struct Certificate {
  std::string chain;  // PEM
  std::string key;    // PEM
};

// The digest of its public key, as peers are pinned by: "sha256//" and base64.
std::string pin_of(const Certificate& certificate);

class TestAuthority {
 public:
  enum class Validity { now, over };

  TestAuthority();
  ~TestAuthority();  // the file goes too
  TestAuthority(const TestAuthority&) = delete;
  TestAuthority& operator=(const TestAuthority&) = delete;

  // `subject` as in subjectAltName: "IP:127.0.0.1", "DNS:chat.example.com".
  Certificate certify(const std::string& subject, Validity validity = Validity::now) const;
  // What a client has to trust, in PEM.
  std::string file() const { return file_.string(); }

 private:
  struct Keys;
  std::unique_ptr<Keys> keys_;
  std::filesystem::path file_;
};

}  // namespace causeway::contract
