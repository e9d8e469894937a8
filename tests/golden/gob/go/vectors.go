package main

import (
	"encoding/gob"
	"math"
	"net/http"
	"net/url"
	"time"

	"github.com/mattermost/mattermost/server/public/model"
	"github.com/mattermost/mattermost/server/public/plugin"
)

// Registered under the names that the server's plugin package gives it; ours is for a struct met only inside interfaces.
func init() {
	gob.RegisterName("golden.Leaf", &Leaf{})
}

type Numbers struct {
	B         bool
	I         int
	I8        int8
	Min, Max  int64
	Neg       int32
	U         uint64
	U8        uint8
	F         float64
	F32       float32
	NegZero   float64
	NaN       float64
	C         complex128
	By        []byte
	S         struct{}
	Arr       [3]int
	P1        *int
	PZero     *string
	Empty     string
	Big, Wide uint64
}

type Tree struct {
	Name string
	Kids []Tree
	By   map[string]*Tree
	Any  any
}

type Lists struct {
	L  []any
	M  map[string]map[string]int
	MI map[int]string
	ME map[string]string
	N  map[string]any
	SS [][]string
	PP []*int
	BB []bool
	AA [2][2]string
}

type Cut struct {
	A string
	B any
	C string
	D any
	E string
}

type Leaf struct {
	Label string
	Next  any
}

type Packed struct {
	At   time.Time
	Zero time.Time
	Loc  time.Time
	Link *url.URL
}

type Pointers struct {
	Map  *map[string]int
	Str  *string
	Leaf *Leaf
	Time *time.Time
}

type ErrorReply struct{ A error }

// A version of Tree with other fields: what a newer or an older server would send.
type Newer struct {
	Unknown map[string][]Tree
	Name    string
	Other   any
	Later   *Leaf
	Last    int
}

func pointer[T any](v T) *T { return &v }

func attachments() []*model.SlackAttachment {
	return []*model.SlackAttachment{{
		Id: 7, Fallback: "fb", Color: "#ff0000", Text: "hello",
		Fields: []*model.SlackAttachmentField{{Title: "t", Value: "v", Short: true}, {Title: "n", Value: int64(-5)}},
		Actions: []*model.PostAction{{Id: "act", Name: "Act", Integration: &model.PostActionIntegration{
			URL: "http://x", Context: map[string]any{"k": "v", "n": 3.0}}}},
	}}
}

func post() *model.Post {
	p := &model.Post{Id: "abcdefghijklmnopqrstuvwxyz", ChannelId: "c1", UserId: "u1", CreateAt: 1700000000123,
		Message: "h\u00e9 \U0001f642 \x00z", FileIds: []string{"f1", "f2"}, HasReactions: true, ReplyCount: -3,
		IsFollowing: pointer(true)}
	p.SetProps(map[string]any{"str": "x", "f": 1.5, "b": false, "emptymap": map[string]any{},
		"list":        []any{"a", 2.0, map[string]any{"deep": []any{true}}},
		"attachments": attachments()})
	return p
}

func modelVectors() map[string][]any {
	config := &model.Config{}
	config.SetDefaults()
	config.PluginSettings.Plugins = map[string]map[string]any{"causeway": {"level": "debug", "list": []any{"a"}}}
	return map[string][]any{
		"post":      {post(), &model.Post{Id: "second", Message: "m2"}, &model.Reaction{UserId: "u"}, post()},
		"reaction":  {&model.Reaction{UserId: "u", PostId: "p", EmojiName: "+1", CreateAt: 5, RemoteId: pointer("x"), ChannelId: "c"}},
		"reactions": {[]*model.Reaction{{UserId: "u"}, {UserId: "v", RemoteId: pointer("")}}},
		"user": {&model.User{Id: "u", Username: "bob", RemoteId: pointer("rid"), Props: model.StringMap{"a": "b"},
			NotifyProps: model.StringMap{}, Timezone: model.StringMap{"useAutomaticTimezone": "true"}}},
		"channel": {&model.Channel{Id: "c", Type: "O", Name: "n", Shared: pointer(true), Props: map[string]any{"a": "b"},
			BannerInfo: &model.ChannelBannerInfo{Enabled: pointer(true)}}, &model.Team{Id: "t", Name: "n"}},
		"command": {&model.Command{Trigger: "go", AutoComplete: true, AutocompleteData: &model.AutocompleteData{
			Trigger: "go", RoleID: "system_user", SubCommands: []*model.AutocompleteData{{Trigger: "sub",
				Arguments: []*model.AutocompleteArg{
					{Type: "TextInput", Required: true, Data: &model.AutocompleteTextArg{Hint: "h", Pattern: "p"}},
					{Type: "StaticList", Data: &model.AutocompleteStaticListArg{
						PossibleArguments: []model.AutocompleteListItem{{Item: "i", Hint: "h"}}}}}}}}}},
		"command_args":     {&model.CommandArgs{UserId: "u", Command: "/x y", UserMentions: model.UserMentionMap{"bob": "id"}}},
		"command_response": {&model.CommandResponse{Text: "t", Props: map[string]any{"a": 1}, Attachments: attachments()}},
		"config":           {config},
		"http_request": {&plugin.Z_ServeHTTPArgs{ResponseWriterStream: 5, RequestBodyStream: 6, Context: &plugin.Context{RequestId: "r"},
			Request: &plugin.HTTPRequestSubset{Method: "GET", Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
				URL: must(url.Parse("http://user:p@h:80/plugins/x/a%20b?q=1#f")), Header: http.Header{"A": {"1", "2"}}, Host: "h"}}},
		"errors": {&ErrorReply{&plugin.ErrorString{Err: "boom"}}, &ErrorReply{model.NewAppError("w", "i", nil, "d", 500)}, &ErrorReply{}},
	}
}

func must[T any](value T, err error) T {
	check(err)
	return value
}

func vectors() map[string][]any {
	all := modelVectors()
	all["numbers"] = []any{&Numbers{B: true, I: 7, I8: -128, Min: math.MinInt64, Max: math.MaxInt64, Neg: -129, U: math.MaxUint64,
		U8: 255, F: -0.1, F32: 2.5, NegZero: math.Copysign(0, -1), NaN: math.NaN(), C: complex(1, -2), By: []byte{0, 255, 1},
		Arr: [3]int{0, 5, 0}, P1: pointer(1), PZero: pointer(""), Big: 128, Wide: 1 << 56}, &Numbers{}}
	all["lists"] = []any{&Lists{
		L:  []any{1, "two", 3.0, []any{nil}, uint8(4), int64(-9), []string{"s"}, []byte("raw"), nil, true},
		M:  map[string]map[string]int{"a": {"b": 0, "c": -1}, "empty": {}},
		MI: map[int]string{-3: "x"}, ME: map[string]string{}, N: map[string]any{"nil": nil},
		SS: [][]string{{}, {"q", ""}}, PP: []*int{pointer(0), pointer(4)}, BB: []bool{true, false},
		AA: [2][2]string{{"a", ""}, {"", "d"}}}, &Lists{}}
	tree := &Tree{Name: "root", Kids: []Tree{{}, {Name: "kid", Kids: []Tree{{Name: "grandkid"}}}},
		By: map[string]*Tree{"x": {Name: "x", Any: &Leaf{"l", &Leaf{"m", nil}}}}}
	all["tree"] = []any{tree, tree}
	all["newer"] = []any{&Newer{Unknown: map[string][]Tree{"u": {*tree}}, Name: "n", Other: &Leaf{"o", []any{1}},
		Later: &Leaf{Label: "later"}, Last: 9}}
	all["cut"] = []any{&Cut{A: "a", B: map[string]any{"x": []any{attachments(), "after"}, "y": 1}, C: "c",
		D: []any{model.NewAppError("", "e", nil, "", 0), &Leaf{"deep", []any{&plugin.ErrorString{Code: 3}}}}, E: "end"},
		&Cut{B: &Leaf{"again", nil}, E: "end"}}
	all["packed"] = []any{&Packed{At: time.Unix(1700000000, 123456789).UTC(),
		Loc: time.Unix(1700000000, 5).In(time.FixedZone("x", 3600)), Link: must(url.Parse("/a?b=c"))}}
	all["pointers"] = []any{&Pointers{Map: pointer(map[string]int{}), Str: pointer("s"), Leaf: &Leaf{},
		Time: pointer(time.Unix(5, 0).In(time.FixedZone("odd", 3601)))}, &Pointers{Str: pointer("")}}
	all["singletons"] = []any{"str", uint32(300), true, false, []byte("bytes"), http.Header{"X": {"y"}}, []string{"a", ""}, -5,
		struct{}{}, 0, []any{"i", 2}, 1.0, map[string]any{"k": nil}}
	return all
}
