#include "mattermost/rpc/facts.h"

namespace causeway::mattermost::rpc {
namespace {

// From postgres://...?search_path=x or "... search_path=x ..."; empty if it is not there.
std::string search_path(const std::string& data_source) {
  constexpr std::string_view key = "search_path=";
  const std::size_t at = data_source.find(key);
  if (at == std::string::npos) return {};
  const std::size_t begin = at + key.size();
  return data_source.substr(begin, data_source.find_first_of("& ", begin) - begin);
}

}  // namespace

ServerFacts to_facts(const Config& config, const std::string& version) {
  return {.version = version,
          .site_url = config.service.site_url,
          .driver_name = config.sql.driver_name,
          .data_source = config.sql.data_source,
          .restrict_creation_to_domains = config.team.restrict_creation_to_domains,
          .max_file_size = config.file.max_file_size,
          .file_attachments = config.file.attachments,
          .max_post_runes = 0,
          .sql_schema_search_path = search_path(config.sql.data_source),
          .custom_emoji = config.service.custom_emoji,
          .direct_messages_flag = config.flags.direct_messages};
}

}  // namespace causeway::mattermost::rpc
