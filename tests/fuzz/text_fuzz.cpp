// A peer's message: its words, names and links, and the props beside it. Whatever the text, spans cover it, renaming
// nothing changes nothing, and what may cross once may cross again.
#include <cstdlib>
#include <string>

#include "json/value.h"
#include "peer/cards.h"
#include "peer/content_policy.h"
#include "peer/mentions.h"
#include "peer/permalinks.h"
#include "peer/text_spans.h"

namespace {

void demand(bool held) {
  if (!held) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace causeway;
  const std::string text(reinterpret_cast<const char*>(data), size);
  std::size_t at = 0;
  for (const peer::Span& span : peer::text_spans(text)) {
    demand(span.begin == at && span.end > at);
    at = span.end;
  }
  demand(at == text.size());
  for (const peer::Mention& mention : peer::find_mentions(text)) {
    demand(text.compare(mention.at, mention.name.size() + 1, "@" + mention.name) == 0);
  }
  const auto same = [](const std::vector<std::string>& spellings) -> std::optional<peer::NewName> {
    if (spellings.back().find(':') != std::string::npos) return std::nullopt;  // a label would change its sign
    return peer::NewName{spellings.size() - 1, spellings.back()};
  };
  demand(peer::rename_mentions(text, same) == text);
  static_cast<void>(peer::words_of(text));
  const std::string site = "http://a.example:8065/chat";
  const auto marked = peer::mark_permalinks(text, site, [](const model::PostId&) { return true; });
  demand(peer::linked_posts(text, site).empty() == (marked == text));
  const auto local = peer::localise_permalinks(text, site, "team");
  demand(peer::localise_permalinks(local, site, "team") == local);
  if (const auto props = json::parse(text, {.bytes = 1U << 16U, .depth = 64, .values = 10'000}); props.ok()) {
    const model::Props once = peer::crossing_props(*props);
    demand(peer::crossing_props(once) == once);
    demand(peer::cards_left_out(once) == 0);
  }
  return 0;
}
