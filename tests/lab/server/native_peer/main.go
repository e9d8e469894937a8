// The native peer and the benchmarks' baseline: the unmodified Mattermost server, started in this process with the
// test licence that upstream's own tests use, so that its built-in shared channels work. For tests only.
package main

import (
	"log"
	"os"
	"os/signal"
	"syscall"

	"github.com/mattermost/mattermost/server/public/model"
	"github.com/mattermost/mattermost/server/v8/channels/api4"
	"github.com/mattermost/mattermost/server/v8/channels/app"
	_ "github.com/mattermost/mattermost/server/v8/channels/app/slashcommands"
	"github.com/mattermost/mattermost/server/v8/channels/utils"
	"github.com/mattermost/mattermost/server/v8/channels/web"
	"github.com/mattermost/mattermost/server/v8/channels/wsapi"
	"github.com/mattermost/mattermost/server/v8/config"
	_ "github.com/mattermost/mattermost/server/v8/enterprise"
)

// A file in the folder config of the working folder; MM_ variables override it, as for the real binary.
const configFile = "config.json"

func run() error {
	if err := utils.TranslationsPreInit(); err != nil {
		return err
	}
	store, err := config.NewStoreFromDSN(configFile, false, nil, true)
	if err != nil {
		return err
	}
	defer store.Close()
	server, err := app.NewServer(app.ConfigStore(store), app.RunEssentialJobs, app.JoinCluster)
	if err != nil {
		return err
	}
	defer server.Shutdown()

	// Before Start: the inter-cluster services look at the licence when they begin.
	licence := model.NewTestLicense("shared_channels")
	licence.SkuShortName = model.LicenseShortSkuProfessional // acknowledgements ask for it
	server.SetLicense(licence)
	if _, err := api4.Init(server); err != nil {
		return err
	}
	wsapi.Init(server)
	web.New(server)
	if err := server.Start(); err != nil {
		return err
	}
	stop := make(chan os.Signal, 1)
	signal.Reset(syscall.SIGINT, syscall.SIGTERM)
	signal.Notify(stop, syscall.SIGINT, syscall.SIGTERM)
	<-stop
	return nil
}

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}
