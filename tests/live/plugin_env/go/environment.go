package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/mattermost/mattermost/server/public/model"
	"github.com/mattermost/mattermost/server/public/plugin"
	"github.com/mattermost/mattermost/server/public/shared/mlog"
)

const pluginID = "bridge.test"

// fakeAPI is the server as far as the echo plugin needs it; every other method panics on the nil interface.
type fakeAPI struct {
	plugin.API
	mutex  sync.Mutex
	values map[string][]byte
}

func (f *fakeAPI) KVSet(key string, value []byte) *model.AppError {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if key == "" {
		return model.NewAppError("KVSet", "no.key", nil, "", http.StatusBadRequest)
	}
	f.values[key] = value
	return nil
}

func (f *fakeAPI) KVGet(key string) ([]byte, *model.AppError) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return f.values[key], nil
}

func (f *fakeAPI) get(key string) string {
	value, _ := f.KVGet(key)
	return string(value)
}

func (f *fakeAPI) LoadPluginConfiguration(any) error { return nil }

func (f *fakeAPI) UploadData(session *model.UploadSession, body io.Reader) (*model.FileInfo, error) {
	if session.Id == "" {
		return nil, fmt.Errorf("no upload session")
	}
	digest := sha256.New()
	size, err := io.Copy(digest, body)
	if err != nil {
		return nil, err
	}
	return &model.FileInfo{Name: hex.EncodeToString(digest.Sum(nil)), Size: size}, nil
}

type noMetrics struct{}

func (noMetrics) ObservePluginHookDuration(string, string, bool, float64) {}
func (noMetrics) ObservePluginMultiHookIterationDuration(string, float64) {}
func (noMetrics) ObservePluginMultiHookDuration(float64)                  {}
func (noMetrics) ObservePluginAPIDuration(string, string, bool, float64)  {}

type world struct {
	folder string
	api    *fakeAPI // absent in a world that was given another one
	env    *plugin.Environment
}

// newWorld is a world for the echo plugin, with nothing in its log.
func newWorld(binary string) (*world, error) {
	logger, err := mlog.NewLogger()
	if err != nil {
		return nil, err
	}
	api := &fakeAPI{values: map[string][]byte{"bench": []byte("value")}}
	w, err := newWorldOf(binary, api, logger)
	if err == nil {
		w.api = api
	}
	return w, err
}

// newWorldOf puts the binary into a bundle folder of a fresh plugin directory; nothing is started yet.
func newWorldOf(binary string, api plugin.API, logger *mlog.Logger) (*world, error) {
	folder, err := os.MkdirTemp("/tmp", "plugin_env") // TMPDIR is what an earlier world set
	if err != nil {
		return nil, err
	}
	bundle := filepath.Join(folder, "plugins", pluginID)
	if err := os.MkdirAll(bundle, 0o755); err != nil {
		return nil, err
	}
	content, err := os.ReadFile(binary)
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(bundle, "plugin"), content, 0o755); err != nil {
		return nil, err
	}
	manifest := fmt.Sprintf(`{"id":%q,"name":"Bridge test","version":"1.0.0","server":{"executables":{"linux-amd64":"plugin"}}}`, pluginID)
	if err := os.WriteFile(filepath.Join(bundle, "plugin.json"), []byte(manifest), 0o644); err != nil {
		return nil, err
	}
	sockets := filepath.Join(folder, "tmp")
	if err := os.MkdirAll(sockets, 0o755); err != nil {
		return nil, err
	}
	if err := os.Setenv("TMPDIR", sockets); err != nil {
		return nil, err
	}
	env, err := plugin.NewEnvironment(func(*model.Manifest) plugin.API { return api }, nil,
		filepath.Join(folder, "plugins"), filepath.Join(folder, "webapp"), logger, noMetrics{})
	return &world{folder: folder, env: env}, err
}

func (w *world) close() {
	w.env.Shutdown()
	os.RemoveAll(w.folder)
}

func (w *world) activate() (plugin.Hooks, error) {
	if _, active, err := w.env.Activate(pluginID); err != nil || !active {
		return nil, fmt.Errorf("activate: %v (active %v)", err, active)
	}
	return w.env.HooksForPlugin(pluginID)
}

// leftovers are socket files in the plugin's own TMPDIR.
func (w *world) leftovers() []string {
	found, _ := filepath.Glob(filepath.Join(w.folder, "tmp", "*"))
	return found
}

// processes started from the bundle's executable.
func (w *world) processes() []int {
	var pids []int
	entries, _ := filepath.Glob("/proc/[0-9]*/exe")
	for _, entry := range entries {
		target, err := os.Readlink(entry)
		if err != nil || !strings.HasPrefix(target, w.folder+"/") {
			continue
		}
		var pid int
		if _, err := fmt.Sscanf(entry, "/proc/%d/exe", &pid); err == nil && running(pid) {
			pids = append(pids, pid)
		}
	}
	return pids
}

// running is false for zombies, which belong to the host and not to the plugin.
func running(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return false
	}
	after := string(stat[strings.LastIndexByte(string(stat), ')')+1:])
	return !strings.HasPrefix(strings.TrimSpace(after), "Z")
}
