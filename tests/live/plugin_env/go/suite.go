package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/mattermost/mattermost/server/public/model"
	"github.com/mattermost/mattermost/server/public/plugin"
)

type story struct {
	name string
	tell func(w *world, hooks plugin.Hooks) error
}

func suite(binary string) error {
	w, err := newWorld(binary)
	if err != nil {
		return err
	}
	defer w.close()
	stories := []story{
		{"activation uses the API", func(w *world, _ plugin.Hooks) error { return equal(w.api.get("activated"), "yes") }},
		{"no socket file stays behind", func(w *world, _ plugin.Hooks) error { return equal(len(w.leftovers()), 0) }},
		{"implemented hooks are exactly those registered", implemented},
		{"commands and their errors", commands},
		{"posts", posts},
		{"files are seen, replaced and rejected", files},
		{"HTTP bodies both ways", bodies},
		{"64 hooks at once", crowd},
		{"a slow reader does not stop the others", slowReader},
		{"UploadData serves a body", uploadData},
		{"health check", func(w *world, _ plugin.Hooks) error { return w.env.PerformHealthCheck(pluginID) }},
	}
	hooks, err := w.activate()
	if err != nil {
		return err
	}
	for _, s := range stories {
		start := time.Now()
		if err := s.tell(w, hooks); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		fmt.Printf("ok  %-50s %v\n", s.name, time.Since(start).Round(time.Millisecond))
	}
	if err := crash(w, hooks); err != nil {
		return fmt.Errorf("crash: %w", err)
	}
	fmt.Println("ok  crash and restart")
	if err := cycles(w); err != nil {
		return fmt.Errorf("cycles: %w", err)
	}
	fmt.Println("ok  20 disable and enable cycles, nothing left behind")
	return nil
}

func equal[T comparable](got, want T) error {
	if got != want {
		return fmt.Errorf("got %v, want %v", got, want)
	}
	return nil
}

func run(hooks plugin.Hooks, line string) (string, error) {
	reply, appErr := hooks.ExecuteCommand(&plugin.Context{RequestId: "request"}, &model.CommandArgs{Command: line, UserId: "alice"})
	if appErr != nil {
		return "", appErr
	}
	if reply == nil {
		return "", errors.New("no reply")
	}
	return reply.Text, nil
}

func implemented(_ *world, hooks plugin.Hooks) error {
	names, err := hooks.Implemented()
	if err != nil {
		return err
	}
	return equal(strings.Join(names, " "), "OnActivate OnDeactivate OnConfigurationChange ExecuteCommand ServeHTTP FileWillBeUploaded MessageWillBePosted MessageHasBeenPosted")
}

func commands(w *world, hooks plugin.Hooks) error {
	for line, want := range map[string]string{"hello": "echo hello alice request", "set k v": "stored"} {
		text, err := run(hooks, line)
		if err != nil || text != want {
			return fmt.Errorf("%s: %q, %v", line, text, err)
		}
	}
	if text, err := run(hooks, "get k"); err != nil || text != "v" {
		return fmt.Errorf("get: %q, %v", text, err)
	}
	_, err := run(hooks, "refuse")
	var appErr *model.AppError
	if !errors.As(err, &appErr) || appErr.StatusCode != 418 || appErr.Id != "echo.refused" {
		return fmt.Errorf("refuse: %v", err)
	}
	return hooks.OnConfigurationChange()
}

func posts(w *world, hooks plugin.Hooks) error {
	post, reason := hooks.MessageWillBePosted(&plugin.Context{}, &model.Post{Id: "p1", UserId: "alice", Message: "hi"})
	if post == nil || post.Message != "hi seen" || post.UserId != "alice" || reason != "" {
		return fmt.Errorf("%v %q", post, reason)
	}
	if _, reason := hooks.MessageWillBePosted(&plugin.Context{}, &model.Post{Message: "reject"}); reason != "rejected" {
		return fmt.Errorf("not rejected: %q", reason)
	}
	hooks.MessageHasBeenPosted(&plugin.Context{}, &model.Post{Id: "p2", Message: "stored by the hook"})
	return equal(w.api.get("posted p2"), "stored by the hook")
}

func files(_ *world, hooks plugin.Hooks) error {
	for content, want := range map[string]string{"keep me": "", "replace me": "em ecalper", "reject me": ""} {
		var out bytes.Buffer
		info, reason := hooks.FileWillBeUploaded(&plugin.Context{}, &model.FileInfo{Name: "f"}, strings.NewReader(content), &out)
		if strings.HasPrefix(content, "reject") {
			if reason != "rejected" {
				return fmt.Errorf("%s: %q", content, reason)
			}
			continue
		}
		if info == nil || info.Name != "f.seen" || info.Size != int64(len(content)) || out.String() != want {
			return fmt.Errorf("%s: %v %q %q", content, info, reason, out.String())
		}
	}
	big := bytes.Repeat([]byte("replace 1234567"), 300000)
	var out bytes.Buffer
	hooks.FileWillBeUploaded(&plugin.Context{}, &model.FileInfo{Name: "f"}, bytes.NewReader(big), &out)
	return equal(out.Len(), len(big))
}

func request(hooks plugin.Hooks, method, path string, body io.Reader) *httptest.ResponseRecorder {
	recorder := httptest.NewRecorder()
	hooks.ServeHTTP(&plugin.Context{}, recorder, httptest.NewRequest(method, path, body))
	return recorder
}

func bodies(_ *world, hooks plugin.Hooks) error {
	if r := request(hooks, http.MethodGet, "/teapot", nil); r.Code != 418 || r.Body.String() != "short and stout" {
		return fmt.Errorf("teapot: %d %q", r.Code, r.Body.String())
	}
	for _, size := range []int{0, 1, 1000, 300000, 5000000} {
		content := bytes.Repeat([]byte{byte(size), 7, 13}, size/3+1)[:size]
		r := request(hooks, http.MethodPost, fmt.Sprintf("/echo?size=%d", size), bytes.NewReader(content))
		if r.Code != 200 || !bytes.Equal(r.Body.Bytes(), content) {
			return fmt.Errorf("body of %d: %d, %d bytes came back", size, r.Code, r.Body.Len())
		}
		if r.Header().Get("X-Method") != "POST" || r.Header().Get("X-Url") != fmt.Sprintf("/echo?size=%d", size) {
			return fmt.Errorf("headers: %v", r.Header())
		}
	}
	content := bytes.Repeat([]byte("x"), 3000000)
	return equal(request(hooks, http.MethodPost, "/unread", bytes.NewReader(content)).Body.String(), "not read")
}

func crowd(_ *world, hooks plugin.Hooks) error {
	var group sync.WaitGroup
	problems := make(chan error, 1000)
	for i := range 64 {
		group.Add(1)
		go func() {
			defer group.Done()
			for j := range 15 {
				line := fmt.Sprintf("hello-%d-%d", i, j)
				if text, err := run(hooks, line); err != nil || text != "echo "+line+" alice request" {
					problems <- fmt.Errorf("%q %v", text, err)
				}
				r := request(hooks, http.MethodPost, "/echo", strings.NewReader(line))
				if r.Body.String() != line {
					problems <- fmt.Errorf("%s: %q", line, r.Body.String())
				}
			}
		}()
	}
	group.Wait()
	close(problems)
	return <-problems
}

// slowReader keeps one request's body open while others are served.
func slowReader(_ *world, hooks plugin.Hooks) error {
	reader, writer := io.Pipe()
	done := make(chan *httptest.ResponseRecorder, 1)
	go func() { done <- request(hooks, http.MethodPost, "/echo", reader) }()
	if _, err := writer.Write([]byte("first ")); err != nil {
		return err
	}
	for range 20 {
		if text, err := run(hooks, "hello"); err != nil || text == "" {
			return fmt.Errorf("%q %v", text, err)
		}
	}
	if _, err := writer.Write([]byte("second")); err != nil {
		return err
	}
	writer.Close()
	return equal((<-done).Body.String(), "first second")
}

func uploadData(_ *world, hooks plugin.Hooks) error {
	for _, size := range []int{0, 10, 700000} {
		content := make([]byte, size)
		for i := range content {
			content[i] = byte('a' + i%26)
		}
		sum := sha256.Sum256(content)
		text, err := run(hooks, fmt.Sprintf("upload %d", size))
		if err != nil || text != fmt.Sprintf("%s %d", hex.EncodeToString(sum[:]), size) {
			return fmt.Errorf("%d: %q %v", size, text, err)
		}
	}
	return nil
}

func crash(w *world, hooks plugin.Hooks) error {
	before := w.processes()
	if len(before) != 1 {
		return fmt.Errorf("%d processes", len(before))
	}
	if _, err := run(hooks, "crash"); err == nil {
		return errors.New("a dead plugin answered")
	}
	if err := w.env.PerformHealthCheck(pluginID); err == nil {
		return errors.New("a dead plugin is healthy")
	}
	if err := w.env.RestartPlugin(pluginID); err != nil {
		return err
	}
	fresh, err := w.env.HooksForPlugin(pluginID)
	if err != nil {
		return err
	}
	_, err = run(fresh, "hello")
	return err
}

func cycles(w *world) error {
	for i := range 20 {
		started := time.Now()
		w.env.Deactivate(pluginID)
		if took := time.Since(started); took > 1900*time.Millisecond {
			return fmt.Errorf("cycle %d: the plugin did not leave by itself (%v)", i, took)
		}
		if left := w.processes(); len(left) != 0 {
			return fmt.Errorf("cycle %d: %d processes stayed", i, len(left))
		}
		hooks, err := w.activate()
		if err != nil {
			return err
		}
		if _, err := run(hooks, "hello"); err != nil {
			return err
		}
	}
	if left := w.leftovers(); len(left) != 0 {
		return fmt.Errorf("left in the temporary folder: %v", left)
	}
	return nil
}

// check is for any plugin: start, list, health, SIGINT ignored, orderly end.
func check(binary string) error {
	w, err := newWorld(binary)
	if err != nil {
		return err
	}
	defer w.close()
	hooks, err := w.activate()
	if err != nil {
		return err
	}
	names, err := hooks.Implemented()
	if err != nil {
		return err
	}
	for _, pid := range w.processes() {
		if err := syscall.Kill(pid, syscall.SIGINT); err != nil {
			return err
		}
	}
	if err := w.env.PerformHealthCheck(pluginID); err != nil {
		return err
	}
	w.env.Deactivate(pluginID)
	fmt.Println("hooks:", strings.Join(names, " "))
	return equal(len(w.processes())+len(w.leftovers()), 0)
}
