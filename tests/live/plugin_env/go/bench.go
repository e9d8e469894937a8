package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/mattermost/mattermost/server/public/plugin"
)

const (
	benchRounds      = 3
	benchDepth       = 64
	benchCalls       = 150_000
	benchVisitors    = 16
	benchRequests    = 16_000
	benchBody        = 1024
	clockTicksSecond = 100 // what /proc counts in, on every Linux
)

// figures by scenario, one value a round.
type figures map[string][]float64

// bench measures both plugins in turn, some rounds each: {"go_sdk": {scenario: [...]}, "causeway_gorpc": {...}}.
func bench(ours, baseline, output string) error {
	result := map[string]figures{"go_sdk": {}, "causeway_gorpc": {}}
	for range benchRounds {
		for _, one := range []struct{ name, binary string }{{"go_sdk", baseline}, {"causeway_gorpc", ours}} {
			if err := measure(one.binary, result[one.name]); err != nil {
				return fmt.Errorf("%s: %w", one.name, err)
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

func measure(binary string, into figures) error {
	w, err := newWorld(binary)
	if err != nil {
		return err
	}
	defer w.close()
	note := func(name string, value float64) { into[name] = append(into[name], value) }
	start := time.Now()
	hooks, err := w.activate()
	if err != nil {
		return err
	}
	note("bridge_start", float64(time.Since(start).Microseconds())/1000)
	time.Sleep(300 * time.Millisecond)
	pids := w.processes()
	if len(pids) != 1 {
		return fmt.Errorf("%d processes", len(pids))
	}
	rate, err := callsPerSecond(hooks, 1, 20_000)
	if err != nil {
		return err
	}
	note("bridge_calls_depth_1", rate)
	before := cpuSeconds(pids[0])
	if rate, err = callsPerSecond(hooks, benchDepth, benchCalls); err != nil {
		return err
	}
	note("bridge_calls_depth_64", rate)
	note("bridge_cpu_per_call", (cpuSeconds(pids[0])-before)*1e6/benchCalls)
	if rate, err = requestsPerSecond(hooks); err != nil {
		return err
	}
	note("bridge_http_requests", rate)
	note("bridge_memory", rss(pids[0]))
	return nil
}

func callsPerSecond(hooks plugin.Hooks, depth, calls int) (float64, error) {
	text, err := run(hooks, fmt.Sprintf("bench %d %d", depth, calls))
	if err != nil {
		return 0, err
	}
	return strconv.ParseFloat(text, 64)
}

// requestsPerSecond has the plugin answer each request with its body.
func requestsPerSecond(hooks plugin.Hooks) (float64, error) {
	body := strings.Repeat("x", benchBody)
	var wrong atomic.Int64
	var visitors sync.WaitGroup
	start := time.Now()
	for range benchVisitors {
		visitors.Add(1)
		go func() {
			defer visitors.Done()
			for range benchRequests / benchVisitors {
				answer := httptest.NewRecorder()
				hooks.ServeHTTP(&plugin.Context{}, answer, httptest.NewRequest(http.MethodPost, "/bench", strings.NewReader(body)))
				if answer.Code != http.StatusOK || answer.Body.String() != body {
					wrong.Add(1)
				}
			}
		}()
	}
	visitors.Wait()
	if wrong.Load() > 0 {
		return 0, fmt.Errorf("%d wrong answers", wrong.Load())
	}
	return benchRequests / time.Since(start).Seconds(), nil
}

// cpuSeconds of one process, user and system.
func cpuSeconds(pid int) float64 {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
	var ticks float64
	for _, field := range fields[11:13] {
		value, _ := strconv.ParseFloat(field, 64)
		ticks += value
	}
	return ticks / clockTicksSecond
}

// rss in units of 1,000,000 bytes; 0 when the process is gone.
func rss(pid int) float64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for _, line := range strings.Split(string(status), "\n") {
		var kilobytes float64
		if n, _ := fmt.Sscanf(line, "VmRSS: %f kB", &kilobytes); n == 1 {
			return kilobytes * 1024 / 1e6
		}
	}
	return 0
}
