#include "remotes/audit.h"

#include "base/log.h"

namespace causeway::remotes {

void Audit::note(const char* what, const model::UserId& actor, const model::RemoteId& remote,
                 const model::ChannelId& channel, const std::string& outcome) {
  const auto written = store_.audit({what, actor, remote, channel, outcome, clock_.now()}, model::limits::audit_rows);
  if (!written.ok()) base::log::error("audit_not_written", written.error().text, {{"deed", what}});
}

base::Result<std::vector<model::AuditRecord>> Audit::trail(std::size_t most) const {
  return store_.audit_trail(most);
}

}  // namespace causeway::remotes
