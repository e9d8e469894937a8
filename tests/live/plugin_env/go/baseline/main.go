// The echo plugin's bench half, written with Mattermost's own SDK: the measure for ours.
package main

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/mattermost/mattermost/server/public/model"
	"github.com/mattermost/mattermost/server/public/plugin"
)

type baseline struct {
	plugin.MattermostPlugin
}

func (b *baseline) ExecuteCommand(_ *plugin.Context, args *model.CommandArgs) (*model.CommandResponse, *model.AppError) {
	var depth, calls int
	if n, _ := fmt.Sscanf(args.Command, "bench %d %d", &depth, &calls); n != 2 {
		return &model.CommandResponse{Text: "echo " + args.Command}, nil
	}
	start := time.Now()
	var group sync.WaitGroup
	for i := range depth {
		group.Add(1)
		go func() {
			defer group.Done()
			for range (calls + depth - 1 - i) / depth {
				if _, err := b.API.KVGet("bench"); err != nil {
					panic(err)
				}
			}
		}()
	}
	group.Wait()
	rate := float64(calls) / time.Since(start).Seconds()
	return &model.CommandResponse{Text: strconv.FormatFloat(rate, 'f', 1, 64)}, nil
}

func (b *baseline) ServeHTTP(_ *plugin.Context, w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/octet-stream")
	if _, err := io.Copy(w, r.Body); err != nil {
		panic(err)
	}
}

func main() { plugin.ClientMain(&baseline{}) }
