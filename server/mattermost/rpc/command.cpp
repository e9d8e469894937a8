#include "mattermost/rpc/command.h"

#include <utility>

#include "gorpc/gob/pack.h"

namespace causeway::mattermost::rpc {
namespace {

using gorpc::gob::pack;

// The names are those under which Mattermost registers the argument types with gob; Type repeats the kind in words.
base::Result<AutocompleteArgument> to_go_argument(const CommandArgument& argument) {
  AutocompleteArgument go{
      .name = argument.name, .help = argument.help, .type = {}, .required = argument.required, .data = {}};
  if (argument.kind == CommandArgument::Kind::text) {
    go.type = "TextInput";
    CAUSEWAY_TRY(data, pack("*model.AutocompleteTextArg", TextArgument{argument.hint}));
    go.data = std::move(data);
  } else if (argument.kind == CommandArgument::Kind::static_list) {
    go.type = "StaticList";
    StaticListArgument list;
    for (const std::string& choice : argument.choices) list.choices.push_back({choice});
    CAUSEWAY_TRY(data, pack("*model.AutocompleteStaticListArg", list));
    go.data = std::move(data);
  } else {
    go.type = "DynamicList";
    CAUSEWAY_TRY(data, pack("*model.AutocompleteDynamicListArg", DynamicListArgument{argument.fetch_url}));
    go.data = std::move(data);
  }
  return go;
}

base::Result<AutocompleteSubcommand> to_go_subcommand(const Subcommand& subcommand) {
  AutocompleteSubcommand go{subcommand.name, subcommand.hint, subcommand.help, {}};
  for (const CommandArgument& argument : subcommand.arguments) {
    CAUSEWAY_TRY(go_argument, to_go_argument(argument));
    go.arguments.push_back(std::move(go_argument));
  }
  return go;
}

}  // namespace

base::Result<GoCommand> to_go_command(const Command& command) {
  Autocomplete autocomplete{command.trigger, command.hint, command.description, {}};
  for (const Subcommand& subcommand : command.subcommands) {
    CAUSEWAY_TRY(go_subcommand, to_go_subcommand(subcommand));
    autocomplete.subcommands.push_back(std::move(go_subcommand));
  }
  return GoCommand{.trigger = command.trigger,
                   .auto_complete = true,
                   .description = command.description,
                   .hint = command.hint,
                   .display_name = command.display_name,
                   .autocomplete = std::move(autocomplete)};
}

GoDialog to_go_dialog(const Dialog& dialog) {
  constexpr std::int64_t text_chars = 150, long_text_chars = 3000;  // Mattermost's own bounds
  GoDialog go{dialog.id, dialog.title, {}, dialog.submit};
  for (const DialogField& field : dialog.fields) {
    const bool is_long = field.kind == DialogField::Kind::long_text;
    DialogElement element;
    element.label = field.label;
    element.name = field.name;
    element.type = is_long ? "textarea" : "text";
    if (field.kind == DialogField::Kind::password) element.subtype = "password";
    element.value = field.value;
    element.help = field.help;
    element.optional = field.optional;
    element.max_length = is_long ? long_text_chars : text_chars;
    go.elements.push_back(std::move(element));
  }
  return go;
}

}  // namespace causeway::mattermost::rpc
