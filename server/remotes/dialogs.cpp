#include "remotes/dialogs.h"

#include "base/log.h"
#include "remotes/command_line.h"
#include "remotes/permissions.h"

namespace causeway::remotes {
namespace {

constexpr const char* door = "/plugins/causeway/api/v1/dialog";

mattermost::DialogField field(const char* name, const char* label, const char* help, std::string value = {}) {
  mattermost::DialogField one;
  one.name = name;
  one.label = label;
  one.help = help;
  one.value = std::move(value);
  return one;
}

std::string value_of(const Dialogs::Filled& filled, const char* name) {
  const auto found = filled.values.find(name);
  return found == filled.values.end() ? std::string() : found->second;
}

}  // namespace

std::string invitation_text(const Invitation& invitation, const std::string& public_url) {
  std::string text =
      "##### Invitation created.\nSend the following AES 256-bit encrypted invitation to the external Mattermost "
      "System Admin along with the password. They will use the `/secure-connection accept` slash command to accept the "
      "invitation.\n\n```\n" +
      invitation.invite + "\n```\n\n";
  if (!invitation.password.empty()) {
    text += "The password, which is shown only now: `" + invitation.password + "`\n\n";
  }
  return text + "**Ensure the secure connection can access your Mattermost instance via** " + public_url;
}

std::string accepted_text(const model::Remote& remote) {
  return "##### Invitation accepted and confirmed.\nSiteURL: " + plain(remote.site_url);
}

base::Result<> Dialogs::open(const mattermost::CommandCall& call, const std::string& which, const std::string& name,
                             const std::string& display_name) {
  CAUSEWAY_CHECK(Permissions(server_).may_manage_connections(call.user_id));
  using Kind = mattermost::DialogField::Kind;
  mattermost::Dialog dialog;
  dialog.id = which;
  dialog.door = door;
  dialog.fields = {field("name", "Name", "Short and unique: a-z, 0-9, '.', '-' and '_'", name),
                   field("displayname", "Display name", "How the connection is shown", display_name)};
  dialog.fields.back().optional = true;
  mattermost::DialogField password = field("password", "Password", "");
  password.kind = Kind::password;
  if (which == create) {
    dialog.title = "Invite a server";
    dialog.submit = "Create invitation";
    password.help = "Locks the invitation; at least 14 characters. Empty: one is made and shown";
    password.optional = true;
  } else {
    dialog.title = "Accept an invitation";
    dialog.submit = "Accept";
    mattermost::DialogField invite = field("invite", "Invitation", "The whole text that the other server made");
    invite.kind = Kind::long_text;
    dialog.fields.push_back(std::move(invite));
    password.help = "The one that the invitation was locked with";
  }
  dialog.fields.push_back(std::move(password));
  return server_.open_dialog(call.trigger_id, dialog);
}

base::Result<> Dialogs::submit(const Filled& filled, std::stop_token stop) {
  NewConnection terms{
      value_of(filled, "name"), value_of(filled, "displayname"), filled.team_id, value_of(filled, "password"), {}};
  std::string text;
  if (filled.which == create) {
    CAUSEWAY_TRY(made, pairing_.create(filled.user_id, terms));
    text = invitation_text(made, current_.get()->public_url);
  } else if (filled.which == accept) {
    CAUSEWAY_TRY(remote, pairing_.accept(filled.user_id, terms, value_of(filled, "invite"), std::move(stop)));
    text = accepted_text(remote);
  } else {
    return base::refused("dialog_unknown", "there is no such dialog");
  }
  model::Post post;
  post.user_id = current_.get()->bot_id;
  post.channel_id = filled.channel_id;
  post.message = text;
  const auto told = server_.send_ephemeral_post(filled.user_id, post);
  if (!told.ok()) base::log::warn("not_told", told.error().text, {{"channel_id", filled.channel_id.str()}});
  return base::ok();
}

}  // namespace causeway::remotes
