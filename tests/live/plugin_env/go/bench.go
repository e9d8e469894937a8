package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

type figures struct {
	StartToActiveMillis float64 `json:"start_to_active_ms"`
	RSSIdleMB           float64 `json:"rss_idle_mb"`
	RSSAfterMB          float64 `json:"rss_after_mb"`
	CallsDepth1         float64 `json:"calls_per_s_depth_1"`
	CallsDepth64        float64 `json:"calls_per_s_depth_64"`
}

// bench measures both plugins in turn, twice, and keeps the better run of each.
func bench(ours, baseline, output string) error {
	result := map[string]figures{}
	for range 2 {
		for name, binary := range map[string]string{"causeway_gorpc": ours, "go_sdk": baseline} {
			f, err := measure(binary)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			if best, seen := result[name]; !seen || f.CallsDepth64 > best.CallsDepth64 {
				result[name] = f
			}
		}
	}
	text, err := json.MarshalIndent(result, "", "  ")
	if err != nil {
		return err
	}
	fmt.Println(string(text))
	return os.WriteFile(output, append(text, '\n'), 0o644)
}

func measure(binary string) (figures, error) {
	w, err := newWorld(binary)
	if err != nil {
		return figures{}, err
	}
	defer w.close()
	start := time.Now()
	hooks, err := w.activate()
	if err != nil {
		return figures{}, err
	}
	f := figures{StartToActiveMillis: float64(time.Since(start).Microseconds()) / 1000}
	time.Sleep(300 * time.Millisecond)
	pids := w.processes()
	if len(pids) != 1 {
		return f, fmt.Errorf("%d processes", len(pids))
	}
	f.RSSIdleMB = rss(pids[0])
	for _, run1 := range []struct {
		depth, calls int
		into         *float64
	}{{1, 20000, &f.CallsDepth1}, {64, 150000, &f.CallsDepth64}} {
		text, err := run(hooks, fmt.Sprintf("bench %d %d", run1.depth, run1.calls))
		if err != nil {
			return f, err
		}
		if *run1.into, err = strconv.ParseFloat(text, 64); err != nil {
			return f, err
		}
	}
	f.RSSAfterMB = rss(pids[0])
	return f, nil
}

func rss(pid int) float64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for _, line := range strings.Split(string(status), "\n") {
		var kilobytes float64
		if n, _ := fmt.Sscanf(line, "VmRSS: %f kB", &kilobytes); n == 1 {
			return kilobytes / 1024
		}
	}
	return 0
}
