// Command bukutamu is the guest book of an office of the Kejaksaan: the lobby
// kiosk and the front desk in one program. Without a subcommand it serves.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
)

// version is set by the release's build.
var version = "dev"

// Exit codes (contract.md): 0 done or clean, 1 a check found a fault, 2 could not run.
const (
	exitFault  = 1
	exitUnable = 2
)

// Settings are the flags; each is also an environment variable
// BUKUTAMU_<FLAG>, and the flag wins.
type Settings struct {
	GuestListen  string `default:"127.0.0.1:8080" env:"BUKUTAMU_GUEST_LISTEN" help:"Address of the guest door." placeholder:"HOST:PORT"`
	StaffListen  string `default:"127.0.0.1:8081" env:"BUKUTAMU_STAFF_LISTEN" help:"Address of the staff door." placeholder:"HOST:PORT"`
	Data         string `env:"BUKUTAMU_DATA" help:"Folder of the database, the keys and everything else (./data; the demo's own is ./data-demo)." placeholder:"FOLDER"`
	Keys         string `env:"BUKUTAMU_KEYS" help:"Key file, or the name of an environment variable that holds the keys (keys in the data folder)." placeholder:"FILE"`
	Store        string `env:"BUKUTAMU_STORE" help:"Where the documents live (SQLite in the data folder)." placeholder:"URI"`
	BaseURL      string `name:"base-url" env:"BUKUTAMU_BASE_URL" help:"What QR codes point to (the guest door's own address)." placeholder:"URL"`
	TLS          string `name:"tls" default:"off" env:"BUKUTAMU_TLS" help:"off, self (own certificate authority), or CERT,KEY."`
	TrustedProxy string `env:"BUKUTAMU_TRUSTED_PROXY" help:"Address or network whose forwarded headers count." placeholder:"ADDRESS"`
	MetricsToken string `env:"BUKUTAMU_METRICS_TOKEN" help:"Token for /metrics from other machines." placeholder:"TOKEN"`
	Demo         bool   `env:"BUKUTAMU_DEMO" help:"A synthetic office in a folder of its own."`
	DemoPassword string `env:"BUKUTAMU_DEMO_PASSWORD" help:"Password of all demo accounts, 12 characters or more." placeholder:"PASSWORD"`
	LogFormat    string `enum:"text,json" default:"text" env:"BUKUTAMU_LOG_FORMAT" help:"text or json."`
}

// commands is the command line of contract.md.
type commands struct {
	Settings
	Serve   serveCommand   `cmd:"" default:"withargs" help:"Open both doors (also without a subcommand)."`
	Verify  verifyCommand  `cmd:"" help:"Check every document, log and chain."`
	Backup  backupCommand  `cmd:"" help:"Write everything and the keys into one sealed file."`
	Restore restoreCommand `cmd:"" help:"Put a backup into an empty data folder."`
	Copy    copyCommand    `cmd:"" help:"Move everything between SQLite and MongoDB, while nothing serves."`
	Staff   staffCommand   `cmd:"" help:"Accounts from the console."`
	Load    loadCommand    `cmd:"" help:"A bounded load on a running server."`
	Doctor  doctorCommand  `cmd:"" help:"Check clock, disk, TLS, printers and store."`
	Version versionCommand `cmd:"" help:"Print the version."`
}

// console is what a subcommand gets: where to write, and the clean end.
type console struct {
	ctx      context.Context
	settings *Settings
	out, err io.Writer
	log      *slog.Logger
}

// fault is an error that ends with exit code 1: the check ran and found something.
type fault struct{ error }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run is the whole program as a function: what it was called with, and the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var c commands
	exit := -1
	parser, err := kong.New(&c, kong.Name("bukutamu"), kong.Writers(stdout, stderr),
		kong.Description("Guest book of an office of the Kejaksaan: lobby kiosk and front desk."),
		kong.Exit(func(code int) { exit = code }), kong.UsageOnError())
	if err != nil {
		fmt.Fprintln(stderr, "bukutamu:", err)
		return exitUnable
	}
	call, err := parser.Parse(args)
	if exit >= 0 { // --help has been printed
		return exit
	}
	if err == nil {
		err = c.Settings.fill()
	}
	if err == nil {
		err = call.Run(&console{ctx, &c.Settings, stdout, stderr, logger(c.LogFormat, stderr)})
	}
	if err == nil {
		return 0
	}
	fmt.Fprintln(stderr, "bukutamu:", oneLine(err))
	var f fault
	if errors.As(err, &f) {
		return exitFault
	}
	return exitUnable
}

func oneLine(err error) string { return strings.ReplaceAll(err.Error(), "\n", "; ") }

func logger(format string, w io.Writer) *slog.Logger {
	if format == "json" {
		return slog.New(slog.NewJSONHandler(w, nil))
	}
	return slog.New(slog.NewTextHandler(w, nil))
}

// fill puts the defaults that depend on others and refuses what cannot work.
func (s *Settings) fill() error {
	if s.Data == "" {
		if s.Data = "data"; s.Demo {
			s.Data = "data-demo"
		}
	}
	if s.DemoPassword != "" && len([]rune(s.DemoPassword)) < 12 {
		return errors.New("--demo-password needs 12 characters or more")
	}
	if s.Store != "" && !strings.HasPrefix(s.Store, "sqlite:") && !isMongo(s.Store) {
		return fmt.Errorf("--store: %q is neither sqlite:FOLDER nor mongodb://HOST/DB", s.Store)
	}
	if err := s.checkProxy(); err != nil {
		return err
	}
	return s.checkURL()
}

type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run(c *console) error {
	fmt.Fprintln(c.out, "bukutamu", version)
	return nil
}
