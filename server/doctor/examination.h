#pragma once
// The whole road to a peer, part by part: address, name, TCP, TLS, route, token, clock, version, size of a body. Blocks
// for some seconds a part; made for a process of its own, because a look-up of a name cannot be stopped.

#include "base/clock.h"
#include "doctor/job.h"

namespace causeway::doctor {

// Ends with the first part that is wrong. No finding has the token in it.
Report examine(const Job& job, const base::Clock& clock);

// The child: reads a Job from stdin, writes the Report to stdout. The process's exit code.
int examine_stdin(const base::Clock& clock);

}  // namespace causeway::doctor
