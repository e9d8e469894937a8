// Any bytes as JSON, bare and as the messages that peers send.
#include <cstdlib>

#include "json/record.h"
#include "json/value.h"
#include "model/wire.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace causeway;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const json::Limits limits{.bytes = 1U << 16U, .depth = 32, .values = 2000};
  const auto value = json::parse(text, limits);
  if (!value.ok()) return 0;
  // What we write we read again, as the same text. Replaced characters may have made it longer.
  const std::string written = json::dump(*value);
  const auto again = json::parse(written, {.bytes = 1U << 20U, .depth = limits.depth, .values = limits.values});
  if (!again.ok() || json::dump(*again) != written) std::abort();
  static_cast<void>(json::from_json<model::RemoteClusterFrame>(*value));
  static_cast<void>(json::from_json<model::RemoteClusterResponse>(*value));
  const auto sync = json::from_json<model::SyncMsg>(*value);
  if (sync.ok() && !json::decode<model::SyncMsg>(json::encode(*sync), {.bytes = 1U << 22U}).ok()) std::abort();
  return 0;
}
