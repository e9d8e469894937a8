#include "contract/peer/test_authority.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <fstream>
#include <stdexcept>
#include <utility>

#include "base/id.h"

namespace causeway::contract {
namespace {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<&EVP_PKEY_free>>;
using X509Certificate = std::unique_ptr<X509, Freed<&X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freed<&X509_EXTENSION_free>>;
using Bytes = std::unique_ptr<BIO, Freed<&BIO_free>>;

void must(bool good, const char* what) {
  if (!good) throw std::runtime_error(std::string("OpenSSL: ") + what);
}

Key new_key() {
  Key key(EVP_EC_gen("P-256"));
  must(key != nullptr, "no key");
  return key;
}

void extend(X509& certificate, int kind, const std::string& value) {
  const Extension extension(X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str()));
  must(extension && X509_add_ext(&certificate, extension.get(), -1) == 1, value.c_str());
}

// Not signed yet.
X509Certificate draft(EVP_PKEY& key, const std::string& name, const X509_NAME* issuer, long from_s, long until_s) {
  X509Certificate made(X509_new());
  must(made != nullptr, "no certificate");
  static long serial = 0;
  X509_set_version(made.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(made.get()), from_s);
  X509_gmtime_adj(X509_getm_notAfter(made.get()), until_s);
  X509_NAME* subject = X509_get_subject_name(made.get());
  const auto* text = reinterpret_cast<const unsigned char*>(name.c_str());
  must(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, text, -1, -1, 0) == 1, "no subject");
  X509_set_issuer_name(made.get(), issuer == nullptr ? subject : issuer);
  X509_set_pubkey(made.get(), &key);
  return made;
}

template <class Write>
std::string pem(Write write) {
  const Bytes bytes(BIO_new(BIO_s_mem()));
  must(write(bytes.get()) == 1, "no PEM");
  char* start = nullptr;
  const long size = BIO_get_mem_data(bytes.get(), &start);
  return {start, static_cast<std::size_t>(size)};
}

constexpr long hour_s = 3600;

}  // namespace

struct TestAuthority::Keys {
  Key key = new_key();
  X509Certificate certificate;
};

TestAuthority::TestAuthority()
    : keys_(std::make_unique<Keys>()),
      file_(std::filesystem::temp_directory_path() / ("authority-" + base::new_id() + ".pem")) {
  keys_->certificate = draft(*keys_->key, "authority " + base::new_id(), nullptr, -hour_s, hour_s);
  extend(*keys_->certificate, NID_basic_constraints, "critical,CA:TRUE");
  extend(*keys_->certificate, NID_key_usage, "critical,keyCertSign");
  must(X509_sign(keys_->certificate.get(), keys_->key.get(), EVP_sha256()) > 0, "not signed");
  std::ofstream(file_) << pem([&](BIO* out) { return PEM_write_bio_X509(out, keys_->certificate.get()); });
}

TestAuthority::~TestAuthority() {
  std::error_code ignored;
  std::filesystem::remove(file_, ignored);
}

Certificate TestAuthority::certify(const std::string& subject, Validity validity) const {
  const Key key = new_key();
  const long until_s = validity == Validity::now ? hour_s : -hour_s / 2;
  const auto made = draft(*key, "server", X509_get_subject_name(keys_->certificate.get()), -hour_s, until_s);
  extend(*made, NID_subject_alt_name, subject);
  must(X509_sign(made.get(), keys_->key.get(), EVP_sha256()) > 0, "not signed");
  return {pem([&](BIO* out) { return PEM_write_bio_X509(out, made.get()); }), pem([&](BIO* out) {
            return PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
          })};
}

std::string pin_of(const Certificate& certificate) {
  const Bytes text(BIO_new_mem_buf(certificate.chain.data(), static_cast<int>(certificate.chain.size())));
  const X509Certificate read(PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr));
  must(read != nullptr, "no certificate");
  unsigned char* key = nullptr;
  const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(read.get()), &key);
  must(size > 0, "no public key");
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int digest_size = 0;
  const bool digested =
      EVP_Digest(key, static_cast<std::size_t>(size), digest, &digest_size, EVP_sha256(), nullptr) == 1;
  OPENSSL_free(key);
  must(digested, "no digest");
  unsigned char base64[64];
  const int length = EVP_EncodeBlock(base64, digest, static_cast<int>(digest_size));
  return "sha256//" + std::string(reinterpret_cast<char*>(base64), static_cast<std::size_t>(length));
}

}  // namespace causeway::contract
