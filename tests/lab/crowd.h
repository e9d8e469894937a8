#pragma once
// Many people at once, and who works for them. No state.

#include <map>
#include <string>

#include "lab/pair.h"

namespace causeway::lab {

// People who have never logged in, in the tables at once: by REST the server would hash their passwords for a minute.
// Their names are member-1 to member-<count>; they are in the side's team.
void add_crowd(World& world, Side& side, int count);
// Members of a channel of the side, by the tables too. How many of them are members of a channel, theirs or a copy.
void enter_crowd(World& world, Side& side, const std::string& channel, int count);
int crowd_in(World& world, Side& side, const std::string& channel);
// How the ids of such people look in SQL, of generate_series(1, count) i, and which ids those are.
inline constexpr const char* crowd_id = "lpad('m' || i, 26, 'x')";
inline constexpr const char* of_the_crowd = "LIKE 'xxx%'";

// Seconds of the processor until now, by process: "server a", "plugin a", ..., "postgresql" for all.
std::map<std::string, double> cpu_now(Pair& pair);

}  // namespace causeway::lab
