// Command zaemme is the learning platform and all its tools in one binary.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"zaemme/internal/apperr"
	"zaemme/internal/config"
)

// version is set by the build.
var version = "unknown"

const about = `zaemme: die Lernplattform der Gemeinde.

Every flag can also be set by the variable named beside it; a secret also by the
path of a file in …_FILE. Without a database address, zaemme runs a Postgres of its
own in the data folder.`

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run is main with its inputs, so that tests can call it. It returns the exit
// code: 0 done, 1 failed, 2 wrong call.
func run(args []string, stdout, stderr io.Writer) int {
	if err := config.ReadSecretFiles(); err != nil {
		return failed(stderr, err)
	}
	var c cli
	parser, err := kong.New(&c, kong.Name("zaemme"), kong.Description(about), kong.Writers(stdout, stderr),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}), kong.Exit(func(int) { panic(errHelp) }))
	if err != nil {
		return failed(stderr, err)
	}
	call, code := parse(parser, args, stderr)
	if call == nil {
		return code
	}
	if err := c.Check(); err != nil {
		return failed(stderr, err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	e := &env{ctx: ctx, config: c.Config, out: stdout, err: stderr, log: logger(c.Config, stderr)}
	if err := call.Run(e); err != nil {
		return failed(stderr, err)
	}
	return 0
}

var errHelp = errors.New("help was shown")

// parse stops at --help, which kong answers itself and then exits.
func parse(parser *kong.Kong, args []string, stderr io.Writer) (call *kong.Context, code int) {
	defer func() {
		if p := recover(); p != nil {
			if p != errHelp { //nolint:errorlint // a panic value, not an error chain
				panic(p)
			}
			call, code = nil, 0
		}
	}()
	if len(args) == 0 {
		args = []string{"--help"}
	}
	call, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(stderr, "zaemme: %v\nzaemme --help lists the verbs.\n", err)
		return nil, 2
	}
	return call, 0
}

// failed prints one sentence: the cause where there is one, for the operator.
func failed(stderr io.Writer, err error) int {
	var known *apperr.Error
	text := err.Error()
	if errors.As(err, &known) && known.Cause != nil {
		text = known.Cause.Error()
	}
	// A driver's error may have several lines, one per address tried.
	lines := strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\t' })
	fmt.Fprintln(stderr, "zaemme:", strings.Join(slices.Compact(lines), " "))
	return 1
}

func logger(c config.Config, w io.Writer) *slog.Logger {
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, nil))
	}
	return slog.New(slog.NewTextHandler(w, nil))
}
