// plugin_env lets the server's own plugin environment (the code that Mattermost starts plugins with) run a plugin binary and calls its hooks.
//
//	plugin_env suite  <echo binary>                 every kind of hook, concurrency, crash, cycles; exit code 0 = all held
//	plugin_env check  <any plugin binary>           activates, asks for its hooks, deactivates
//	plugin_env causeway <causeway binary>           every hook of the real plugin, refused activations, cycles
//	plugin_env bench  <echo binary> <Go binary> <output.json>
package main

import (
	"fmt"
	"os"
)

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: plugin_env suite|check|causeway|bench <binary> ...")
		os.Exit(2)
	}
	var err error
	switch os.Args[1] {
	case "suite":
		err = suite(os.Args[2])
	case "check":
		err = check(os.Args[2])
	case "causeway":
		err = causeway(os.Args[2])
	case "bench":
		if len(os.Args) < 5 {
			err = fmt.Errorf("bench needs two binaries and an output file")
		} else {
			err = bench(os.Args[2], os.Args[3], os.Args[4])
		}
	default:
		err = fmt.Errorf("unknown word %q", os.Args[1])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "FAILED:", err)
		os.Exit(1)
	}
}
