#pragma once
// A named point of a plugin's work, seen from its database: a statement of the plugin (or of its server on its behalf)
// stands still there, so that the process can be killed exactly then. Triggers of the lab's own; the product knows
// nothing of them. One owner, one thread.

#include <string>
#include <vector>

#include "lab/world.h"

namespace causeway::lab {

class CrashPoint {
 public:
  // In the order of a change's way: hook_heard, task_claimed, task_settled (of the sender); applying, post_written,
  // applied (of the receiver).
  static const std::vector<std::string>& names();

  CrashPoint(World& world, Side& side, const std::string& name);  // from now on statements stand still there
  ~CrashPoint();                                                  // they go on, and the triggers are gone

  bool somebody_stands(std::chrono::milliseconds limit);  // waits for it
  void abort_statements();                                // as if the database had lost them with the process

 private:
  World& world_;
  Side& side_;
  std::string table_;
};

}  // namespace causeway::lab
