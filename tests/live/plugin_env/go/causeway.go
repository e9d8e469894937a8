package main

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/mattermost/mattermost/server/public/model"
	"github.com/mattermost/mattermost/server/public/plugin"
	"github.com/mattermost/mattermost/server/public/shared/mlog"
)

// serverAPI is the server as far as Causeway needs it to be active without a database that answers.
type serverAPI struct {
	plugin.API
	mutex    sync.Mutex
	settings map[string]any
	commands []*model.Command
	bot      *model.Bot
	botError error
}

func (s *serverAPI) LoadPluginConfiguration(dest any) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	*dest.(*any) = maps.Clone(s.settings)
	return nil
}

func (s *serverAPI) SavePluginConfig(settings map[string]any) *model.AppError {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.settings = settings
	return nil
}

func (s *serverAPI) GetUnsanitizedConfig() *model.Config {
	config := &model.Config{}
	config.SetDefaults()
	config.ServiceSettings.SiteURL = model.NewPointer("https://chat.example.com")
	config.SqlSettings.DataSource = model.NewPointer("postgres://nobody:secret@127.0.0.1:1/none?sslmode=disable&connect_timeout=1")
	return config
}

func (s *serverAPI) GetServerVersion() string { return "11.4.0" }

func (s *serverAPI) EnsureBotUser(bot *model.Bot) (string, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.bot = bot
	return strings.Repeat("b", 26), s.botError
}

func (s *serverAPI) RegisterCommand(command *model.Command) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.commands = append(s.commands, command)
	return nil
}

func (s *serverAPI) HasPermissionTo(string, *model.Permission) bool { return true }

// The posts that the hooks speak of are nobody's.
func (s *serverAPI) GetPost(string) (*model.Post, *model.AppError) {
	return nil, model.NewAppError("GetPost", "app.post.get.app_error", nil, "", http.StatusNotFound)
}

func (s *serverAPI) set(key string, value any) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.settings[key] = value
}

// lines is the server's log, the plugin's own lines included.
type lines struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.text.Write(p)
}

func (l *lines) has(text string) bool {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return strings.Contains(l.text.String(), text)
}

// causeway is for the real executable: every hook that it serves, refused activations, and its life cycle.
func causeway(binary string) error {
	log := &lines{}
	logger, err := mlog.NewLogger()
	if err != nil {
		return err
	}
	if err := mlog.AddWriterTarget(logger, log, true, mlog.StdAll...); err != nil {
		return err
	}
	api := &serverAPI{settings: map[string]any{"loglevel": "debug"}}
	w, err := newWorldOf(binary, api, logger)
	if err != nil {
		return err
	}
	defer w.close()
	tell := func(name string, story func() error) {
		if err != nil {
			return
		}
		if err = story(); err == nil {
			err = logger.Flush()
		}
		if err == nil && log.has("RPC call to") {
			err = fmt.Errorf("the host could not make a call")
		}
		if err != nil {
			log.mutex.Lock()
			defer log.mutex.Unlock()
			err = fmt.Errorf("%s: %w\n%s", name, err, log.text.String())
			return
		}
		fmt.Println("ok ", name)
	}
	var hooks plugin.Hooks
	tell("a refused activation says why", func() error { return refusals(w, api) })
	tell("activation", func() (err error) {
		hooks, err = w.activate()
		return err
	})
	tell("what it asks of the server", func() error { return asked(api) })
	tell("an unreachable database is said", func() error { return eventually(func() bool { return log.has("store_not_open") }) })
	tell("its hooks", func() error { return served(hooks) })
	tell("every event", func() error { return events(hooks) })
	tell("commands", func() error { return causewayCommands(hooks) })
	tell("operators", func() error { return operators(hooks) })
	tell("doors", func() error { return doors(hooks) })
	tell("settings that are refused leave it running", func() error { return changes(api, log, hooks) })
	tell("health", func() error { return w.env.PerformHealthCheck(pluginID) })
	tell("20 cycles, nothing left behind", func() error { return causewayCycles(w) })
	return err
}

func eventually(what func() bool) error {
	for range 200 {
		if what() {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return fmt.Errorf("not in time")
}

// refusals: an error that the plugin returns from OnActivate reaches the server as its text, and no process stays.
func refusals(w *world, api *serverAPI) error {
	refused := func(want string) error {
		if _, active, err := w.env.Activate(pluginID); active || err == nil || !strings.Contains(err.Error(), want) {
			return fmt.Errorf("active %v, error %v, want %q", active, err, want)
		}
		statuses, err := w.env.Statuses()
		if err != nil {
			return err
		}
		for _, status := range statuses {
			if status.State != model.PluginStateFailedToStart || !strings.Contains(status.Error, want) {
				return fmt.Errorf("state %d, error %q, want %q", status.State, status.Error, want)
			}
		}
		return equal(len(w.processes())+len(w.leftovers()), 0)
	}
	api.set("maxpostspersync", "many")
	if err := refused("MaxPostsPerSync must be a whole number"); err != nil {
		return err
	}
	delete(api.settings, "maxpostspersync")
	api.botError = fmt.Errorf("no more bots")
	if err := refused("no more bots"); err != nil {
		return err
	}
	api.botError = model.NewAppError("EnsureBotUser", "bots.off", nil, "", http.StatusForbidden)
	if err := refused("bots.off"); err != nil {
		return err
	}
	api.botError = nil
	return nil
}

func asked(api *serverAPI) error {
	api.mutex.Lock()
	defer api.mutex.Unlock()
	if api.bot == nil || api.bot.Username != "causeway" {
		return fmt.Errorf("bot %v", api.bot)
	}
	if secret, _ := api.settings["secret"].(string); len(secret) < 32 || api.settings["loglevel"] != "debug" {
		return fmt.Errorf("the saved settings lack the secret or lost another: %d members", len(api.settings))
	}
	var triggers []string
	for _, command := range api.commands {
		triggers = append(triggers, command.Trigger)
		if err := command.AutocompleteData.IsValid(); err != nil {
			return fmt.Errorf("%s: %w", command.Trigger, err)
		}
	}
	return equal(strings.Join(triggers, " "), "secure-connection share-channel")
}

func served(hooks plugin.Hooks) error {
	names, err := hooks.Implemented()
	if err != nil {
		return err
	}
	slices.Sort(names)
	return equal(strings.Join(names, " "), "ChannelHasBeenCreated ConfigurationWillBeSaved EmailNotificationWillBeSent ExecuteCommand GenerateSupportData MessageHasBeenDeleted MessageHasBeenPosted "+
		"MessageHasBeenUpdated MessageWillBePosted NotificationWillBePushed OnActivate OnConfigurationChange OnDeactivate ReactionHasBeenAdded "+
		"ReactionHasBeenRemoved RunDataRetention ServeHTTP ServeMetrics UserHasBeenCreated UserHasBeenDeactivated UserHasJoinedChannel UserHasJoinedTeam "+
		"UserHasLeftChannel UserHasLeftTeam")
}

// events have no answers: what counts is that the log knows of no failed call, and that the plugin still answers.
func events(hooks plugin.Hooks) error {
	c := &plugin.Context{RequestId: "r"}
	id := strings.Repeat("a", 26)
	post := &model.Post{Id: id, ChannelId: id, UserId: id, Message: "hello", Props: model.StringInterface{"n": 1, "list": []any{"x", true}},
		Metadata: &model.PostMetadata{Priority: &model.PostPriority{Priority: model.NewPointer("urgent")}}}
	if kept, reason := hooks.MessageWillBePosted(c, post.Clone()); reason != "" || (kept != nil && kept.Message != "hello") {
		return fmt.Errorf("%v %q", kept, reason)
	}
	push := &model.PushNotification{PostId: id, ChannelId: id, SenderId: id, Message: "hello"}
	if kept, reason := hooks.NotificationWillBePushed(push, id); reason != "" || (kept != nil && kept.Message != "hello") {
		return fmt.Errorf("%v %q", kept, reason)
	}
	if _, reason := hooks.EmailNotificationWillBeSent(&model.EmailNotification{PostId: id, ChannelId: id, RecipientId: id}); reason != "" {
		return fmt.Errorf("an e-mail was stopped: %q", reason)
	}
	hooks.MessageHasBeenPosted(c, post)
	hooks.MessageHasBeenUpdated(c, post, post)
	hooks.MessageHasBeenDeleted(c, post)
	hooks.ReactionHasBeenAdded(c, &model.Reaction{UserId: id, PostId: id, EmojiName: "wave"})
	hooks.ReactionHasBeenRemoved(c, &model.Reaction{UserId: id, PostId: id, EmojiName: "wave"})
	hooks.ChannelHasBeenCreated(c, &model.Channel{Id: id, TeamId: id, Type: model.ChannelTypeOpen, Name: "c"})
	member := &model.ChannelMember{ChannelId: id, UserId: id, NotifyProps: model.StringMap{"desktop": "all"}}
	hooks.UserHasJoinedChannel(c, member, nil)
	hooks.UserHasLeftChannel(c, member, &model.User{Id: id, Username: "actor"})
	hooks.UserHasJoinedTeam(c, &model.TeamMember{TeamId: id, UserId: id}, nil)
	hooks.UserHasLeftTeam(c, &model.TeamMember{TeamId: id, UserId: id}, nil)
	user := &model.User{Id: id, Username: "alice", RemoteId: model.NewPointer(""), Props: model.StringMap{"k": "v"}}
	hooks.UserHasBeenCreated(c, user)
	hooks.UserHasBeenDeactivated(c, user)
	return nil
}

// operators ask for figures and for what a support packet holds; there is no database here, which both say.
func operators(hooks plugin.Hooks) error {
	recorder := httptest.NewRecorder()
	hooks.ServeMetrics(&plugin.Context{}, recorder, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	if recorder.Code != http.StatusServiceUnavailable || !strings.Contains(recorder.Body.String(), "store_unavailable") {
		return fmt.Errorf("metrics: %d %s", recorder.Code, recorder.Body.String())
	}
	if count, err := hooks.RunDataRetention(1_795_000_000_000, 1000); count != 0 || err == nil || !strings.Contains(err.Error(), "PostgreSQL") {
		return fmt.Errorf("retention: %d %v", count, err)
	}
	for frequency, want := range map[any]string{"7": "", 7.0: "", 0.0: "PingFrequencySeconds must lie between 1 and 3600", "soon": "PingFrequencySeconds must be a whole number"} {
		saved := &model.Config{}
		saved.SetDefaults()
		saved.PluginSettings.Plugins["causeway"] = map[string]any{"pingfrequencyseconds": frequency, "allowinsecurepeers": true, "unknown": []any{map[string]any{"a": 1.5}}}
		saved.PluginSettings.Plugins["another"] = map[string]any{"deep": map[string]any{"list": []any{"x", 1.0, nil, true}}}
		config, err := hooks.ConfigurationWillBeSaved(saved)
		said := ""
		if refused, ok := err.(*model.AppError); ok {
			said = refused.Message
		} else if err != nil {
			return fmt.Errorf("configuration: an error of another kind: %w", err)
		}
		if config != nil || (want == "") != (said == "") || !strings.Contains(said, want) {
			return fmt.Errorf("configuration with %v: %v %q", frequency, config != nil, said)
		}
	}
	files, err := hooks.GenerateSupportData(&plugin.Context{})
	if err != nil {
		return err
	}
	var names []string
	for _, file := range files {
		names = append(names, file.Filename)
		if len(file.Body) == 0 {
			return fmt.Errorf("%s is empty", file.Filename)
		}
	}
	return equal(strings.Join(names, " "), "causeway/settings.json causeway/connections.json causeway/channels.json causeway/audit.json causeway/metrics.txt")
}

func causewayCommands(hooks plugin.Hooks) error {
	for line, want := range map[string]string{
		"/secure-connection help":   "##### /secure-connection",
		"/secure-connection":        "Missing command",
		"/secure-connection status": "Could not fetch secure connections",
		"/share-channel help":       "##### /share-channel",
		"/share-channel dance":      "Unknown action `dance`",
	} {
		if text, err := run(hooks, line); err != nil || !strings.HasPrefix(text, want) {
			return fmt.Errorf("%s: %q, %v", line, text, err)
		}
	}
	return nil
}

func doors(hooks plugin.Hooks) error {
	ask := func(method, path, user string, body io.Reader) (int, string) {
		r := httptest.NewRequest(method, path, body)
		if user != "" {
			r.Header.Set("Mattermost-User-Id", user)
		}
		recorder := httptest.NewRecorder()
		hooks.ServeHTTP(&plugin.Context{}, recorder, r)
		return recorder.Code, recorder.Body.String()
	}
	somebody := strings.Repeat("c", 26)
	for _, door := range []struct {
		method, path, user string
		size, status       int
	}{
		{http.MethodGet, "/nowhere", somebody, 0, 404},
		{http.MethodPut, "/api/v4/remotecluster", somebody, 0, 405},
		{http.MethodGet, "/api/v4/remotecluster", "", 0, 401},
		{http.MethodGet, "/api/v4/remotecluster", somebody, 0, 503},
		{http.MethodPost, "/nowhere", somebody, 3000000, 404}, // a body that nobody reads
	} {
		var body io.Reader
		if door.size > 0 {
			body = bytes.NewReader(make([]byte, door.size))
		}
		if status, text := ask(door.method, door.path, door.user, body); status != door.status || !strings.Contains(text, `"status_code":`) {
			return fmt.Errorf("%s %s: %d %s", door.method, door.path, status, text)
		}
	}
	return nil
}

func changes(api *serverAPI, log *lines, hooks plugin.Hooks) error {
	api.set("onlinetimeoutseconds", "soon")
	if err := hooks.OnConfigurationChange(); err != nil {
		return err
	}
	if err := eventually(func() bool { return log.has("the last good settings stay in force") }); err != nil {
		return err
	}
	api.set("onlinetimeoutseconds", 300)
	return hooks.OnConfigurationChange()
}

func causewayCycles(w *world) error {
	for i := range 20 {
		started := time.Now()
		w.env.Deactivate(pluginID)
		if took := time.Since(started); took > 1900*time.Millisecond {
			return fmt.Errorf("cycle %d: the plugin did not leave by itself (%v)", i, took)
		}
		if left := len(w.processes()) + len(w.leftovers()); left != 0 {
			return fmt.Errorf("cycle %d: %d processes and files stayed", i, left)
		}
		hooks, err := w.activate()
		if err != nil {
			return err
		}
		if text, err := run(hooks, "/share-channel help"); err != nil || text == "" {
			return fmt.Errorf("cycle %d: %q %v", i, text, err)
		}
	}
	return nil
}
