package main

import (
	"bytes"
	"encoding/gob"
	"errors"
	"io"
	"net/rpc"
	"os"
	"path/filepath"

	"github.com/mattermost/mattermost/server/public/plugin"
)

// writeConversations records what Go's own net/rpc puts on the wire, client and server.
func writeConversations(folder string) {
	requests := &recorder{}
	client := rpc.NewClient(requests)
	for _, args := range []any{&plugin.Z_OnActivateArgs{APIMuxId: 1, DriverMuxId: 2}, make(chan int), &plugin.Z_OnActivateArgs{APIMuxId: 3}} {
		client.Go("Plugin.OnActivate", args, &struct{}{}, make(chan *rpc.Call, 1))
	}
	check(os.WriteFile(filepath.Join(folder, "rpc_requests.conversation"), requests.Bytes(), 0o644))
	check(os.WriteFile(filepath.Join(folder, "rpc_replies.conversation"), serve(), 0o644))
}

// The recorded stream: writes are kept, reads wait for ever.
type recorder struct{ bytes.Buffer }

func (*recorder) Read([]byte) (int, error) { select {} }
func (*recorder) Close() error             { return nil }

type Golden struct{}

func (Golden) Double(arg int, reply *int) error { *reply = 2 * arg; return nil }
func (Golden) Fail(arg int, reply *int) error   { return errors.New("golden failure") }
func (Golden) Echo(arg Tree, reply *Tree) error { *reply = arg; return nil }

type exchange struct {
	io.Reader
	out bytes.Buffer
}

func (e *exchange) Write(p []byte) (int, error) { return e.out.Write(p) }
func (*exchange) Close() error                  { return nil }

func serve() []byte {
	server := rpc.NewServer()
	check(server.RegisterName("Golden", Golden{}))
	type header struct {
		ServiceMethod string
		Seq           uint64
	}
	out := bytes.Buffer{}
	encoder := gob.NewEncoder(&out)
	// One at a time below: the order in which Go answers pipelined calls is not fixed.
	conversation := &exchange{}
	steps := []struct {
		method string
		arg    any
	}{{"Golden.Double", 21}, {"Golden.Fail", 1}, {"Golden.Nothing", 1}, {"Golden.Echo", Tree{Name: "t", Any: &Leaf{Label: "l"}}}, {"Golden.Double", "not an int"}, {"Golden.Double", 4}}
	codec := &sequential{out: conversation}
	for i, step := range steps {
		check(encoder.Encode(header{step.method, uint64(i)}))
		check(encoder.Encode(step.arg))
	}
	conversation.Reader = &out
	codec.decoder = gob.NewDecoder(conversation)
	codec.encoder = gob.NewEncoder(conversation)
	for range steps {
		_ = server.ServeRequest(codec)
	}
	return conversation.out.Bytes()
}

// Go's own gob codec (net/rpc keeps its one private).
type sequential struct {
	out     *exchange
	decoder *gob.Decoder
	encoder *gob.Encoder
}

func (c *sequential) ReadRequestHeader(r *rpc.Request) error { return c.decoder.Decode(r) }
func (c *sequential) ReadRequestBody(body any) error         { return c.decoder.Decode(body) }
func (c *sequential) WriteResponse(r *rpc.Response, body any) error {
	if err := c.encoder.Encode(r); err != nil {
		return err
	}
	return c.encoder.Encode(body)
}
func (*sequential) Close() error { return nil }
