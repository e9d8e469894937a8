#pragma once
// Slash commands: what we register and what a user's call looks like. Values.

#include <string>
#include <vector>

#include "model/ids.h"

namespace causeway::mattermost {

// A named argument such as --connectionID in the autocomplete list.
struct CommandArgument {
  enum class Kind { text, static_list, dynamic_list };
  Kind kind = Kind::text;
  std::string name;  // without the dashes
  std::string help;
  std::string hint;  // text only
  bool required = false;
  std::vector<std::string> choices;  // static_list only
  std::string fetch_url;             // dynamic_list only: relative to the plugin's route
};

struct Subcommand {
  std::string name;
  std::string hint;
  std::string help;
  std::vector<CommandArgument> arguments;
};

struct Command {
  std::string trigger;  // without the slash
  std::string display_name;
  std::string description;
  std::string hint;
  std::vector<Subcommand> subcommands;
};

// What a person is asked for in a window of its own.
struct DialogField {
  enum class Kind { text, long_text, password };
  Kind kind = Kind::text;
  std::string name;
  std::string label;  // at most 24 characters
  std::string help;   // at most 150
  std::string value;  // stands there already
  bool optional = false;
};
struct Dialog {
  std::string id;     // comes back with what was filled in
  std::string door;   // of this server, to which that goes: a path
  std::string title;  // at most 24 characters
  std::string submit;
  std::vector<DialogField> fields;
};

// A user typed it.
struct CommandCall {
  model::UserId user_id;
  model::ChannelId channel_id;
  model::TeamId team_id;
  model::PostId root_id;
  std::string text;  // whole line, with the slash
  std::string site_url;
  std::string trigger_id;  // for open_dialog, some seconds long
};

// The answer is always ephemeral.
struct CommandAnswer {
  std::string text;  // Markdown
};

}  // namespace causeway::mattermost
