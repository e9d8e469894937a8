#pragma once
// A logged-in person at a door: what the request names, asks and brings. One event's thread owns it.

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "json/record.h"
#include "json/value.h"
#include "mattermost/http.h"
#include "model/ids.h"

namespace causeway::routes {

// What the path named; empty ids where the door has none.
struct Target {
  model::RemoteId remote;
  model::ChannelId channel;
  model::TeamId team;
};

struct Page {
  std::size_t first = 0;
  std::size_t count = 0;
};

struct Reply {
  int status = 200;
  json::Value body;
  std::string text_type{};  // the content type of `text`, which then counts instead of the body
  std::string text{};
};

inline Reply reply_ok() {
  return {200, json::Object{{"status", "OK"}}, {}, {}};
}

struct Visit {
  const mattermost::HttpRequest& request;
  const Target& target;
  json::Value form;  // null when there was no body

  const model::UserId& actor() const { return request.user_id; }
  bool flag(std::string_view name) const;          // "true", else false
  std::string query(std::string_view name) const;  // empty when absent
  base::Result<Page> page() const;                 // page and per_page, as native has them. Refused: page_invalid
  // The body as a record. Refused: json_wrong_kind, json_out_of_range. Members that it does not know are overlooked, as
  // native does.
  template <class Form>
  base::Result<Form> read() const {
    return json::from_json<Form>(form, "body");
  }
  // The same, and refused (form_unknown_field) with members that it does not know: a slip of the pen must not pass for
  // consent.
  template <class Form>
  base::Result<Form> read_strictly() const {
    std::set<std::string_view> known;
    Form::describe([&](const auto& field) { known.insert(field.json_name); });
    CAUSEWAY_CHECK(only(known));
    return read<Form>();
  }

 private:
  base::Result<> only(const std::set<std::string_view>& known) const;
};

// The rows of the page.
template <class Row>
std::vector<Row> cut(const std::vector<Row>& rows, const Page& page) {
  if (page.first >= rows.size()) return {};
  const auto begin = rows.begin() + static_cast<std::ptrdiff_t>(page.first);
  const std::size_t count = std::min(page.count, rows.size() - page.first);
  return {begin, begin + static_cast<std::ptrdiff_t>(count)};
}

template <class Row>
json::Array list_of(const std::vector<Row>& rows) {
  json::Array list;
  list.reserve(rows.size());
  for (const Row& row : rows) list.push_back(json::to_json(row));
  return list;
}

// Asks for a session, checks the ids in the path, reads the form and answers what `serve` says.
void let_in(const mattermost::HttpRequest& request, const Target& target, mattermost::Body& body,
            mattermost::HttpAnswer& answer, const std::function<base::Result<Reply>(const Visit&)>& serve);

}  // namespace causeway::routes
