package app

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"mime/multipart"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/auth"
	"zaemme/internal/config"
	"zaemme/internal/people"
	"zaemme/internal/sheet/sheettest"
	"zaemme/internal/testing/dbtest"
	"zaemme/internal/web/visit"
)

// planted is an AHV number with a true check digit; it is nobody's.
const planted = "7569217076985"

// spellings of the number in the file.
var spellings = []string{planted, "756.9217.0769.85", "756 9217 0769 85", "756-9217-0769-85", "756. 9217. 0769. 85", "756.9217.\u200b0769.85"}

// An uploaded file with AHV numbers in it leaves no trace: no file in the temp
// directory while it is read, no row in any table, no line in the log. It is above
// the 16 MB from which multipart bodies go to files by default.
func TestAnUploadLeavesNoAHVNumber(t *testing.T) { // not parallel: the temp directory is the process's
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	created := watch(t, temp)
	log := &locked{}
	a, address, owner := serve(t, slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	token := session(t, a, false, people.RoleHR)
	for name, c := range map[string]struct {
		file    string
		content []byte
		status  int
	}{
		"read":         {"liste 756.9217.0769.85.csv", []byte(plantedList(true)), http.StatusSeeOther},
		"refused":      {"liste.csv", []byte(strings.Replace(plantedList(false), "01.03.2021", "31.02.2021", 1)), http.StatusUnprocessableEntity},
		"no table":     {planted + ".csv", []byte("a;b\n" + planted + ";756.9217.0769.85\n"), http.StatusUnprocessableEntity},
		"broken":       {planted + ".xlsx", []byte("PK\x03\x04 " + planted), http.StatusUnprocessableEntity},
		"number cells": {"liste.xlsx", plantedBook(t), http.StatusSeeOther},
	} {
		status, answer := send(t, address, token, c.file, c.content)
		if status != c.status {
			t.Errorf("%s answers %d: %s", name, status, answer)
		}
		if trace(answer) {
			t.Errorf("%s: the answer has the number", name)
		}
	}
	if files := created(); len(files) > 0 {
		t.Errorf("in the temp directory: %q", files)
	}
	for table, content := range dump(t, owner) {
		if trace(content) {
			t.Errorf("table %s has the number", table)
		}
	}
	if text := log.String(); trace(text) || !strings.Contains(text, "POST") {
		t.Errorf("the log has the number, or no line of the upload at all:\n%s", text)
	}
}

// trace looks for the number however it is written.
func trace(text string) bool {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
	return strings.Contains(digits, planted)
}

// plantedList has the number in a column of its own, in one that nobody knows, in
// a function, a title, a line above the table and far below.
func plantedList(long bool) string {
	const titles = "Pers.-Nr.;Name;Vorname;OE-Nr.;OE;Funktion;Eintritt;AHV-Nr.;Notiz;756.9217.0769.85\n"
	var b strings.Builder
	b.WriteString("Liste von 756.9217.0769.85\n\n" + titles)
	for i, s := range spellings {
		no := "0000" + string(rune('1'+i))
		b.WriteString(no + ";Muster;Anna" + no + ";11;Bau;Leitung (" + s + ");01.03.2021;" + s + ";siehe " + s + ";" + s + "\n")
	}
	for n := 0; long && n < 4_200; n++ { // the titles again, as printed lists repeat them, with a long note
		b.WriteString("Pers.-Nr.;Name;Vorname;OE-Nr.;OE;Funktion;Eintritt;AHV-Nr.;" + strings.Repeat("x", 4_000) + " " + spellings[n%len(spellings)] + ";\n")
	}
	return b.String()
}

func plantedBook(t *testing.T) []byte {
	return sheettest.Build(t, sheettest.Sheet{Name: "756.9217.0769.85", Rows: [][]any{
		{"Pers.-Nr.", "Name", "Vorname", "OE-Nr.", "Eintritt", "Funktion", "Notiz", planted},
		{"00001", "Muster", "Anna", "11", "01.03.2021", 7569217076985, 7569217076985, 7.569217076985e12},
	}})
}

// serve runs the app on a port of its own, until the end of the test.
func serve(t *testing.T, log *slog.Logger) (a *App, address, owner string) {
	t.Helper()
	appURL, ownerURL := dbtest.URLs(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address = "http://" + listener.Addr().String()
	c := config.Config{Listen: listener.Addr().String(), URL: address, DatabaseURL: appURL, MigrateURL: ownerURL}
	if err := c.Check(); err != nil {
		t.Fatal(err)
	}
	a, err = Open(t.Context(), Options{Config: c, Log: log, Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ready, ended := make(chan struct{}), make(chan error, 1)
	go func() { ended <- a.ServeOn(ctx, listener, func(string) { close(ready) }) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		a.Close()
	})
	<-ready
	return a, address, ownerURL
}

// send uploads a file as a browser does.
func send(t *testing.T, address, token, name string, content []byte) (int, string) {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	if err := form.WriteField("day", time.Now().Format("2.1.2006")); err != nil {
		t.Fatal(err)
	}
	file, err := form.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address+"/import", &body)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", form.FormDataContentType())
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	request.Header.Set("X-Form-Token", auth.FormToken(token))
	request.AddCookie(&http.Cookie{Name: visit.SessionCookie(false), Value: token})
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

// watch notes every file that is made in the directory, however soon it is gone.
func watch(t *testing.T, dir string) (created func() []string) {
	t.Helper()
	fd, err := syscall.InotifyInit1(syscall.IN_NONBLOCK | syscall.IN_CLOEXEC)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Close(fd) })
	if _, err := syscall.InotifyAddWatch(fd, dir, syscall.IN_CREATE|syscall.IN_MOVED_TO); err != nil {
		t.Fatal(err)
	}
	return func() (names []string) {
		events := make([]byte, 64<<10)
		for {
			n, err := syscall.Read(fd, events)
			if err != nil || n <= 0 {
				return names
			}
			for at := 0; at+syscall.SizeofInotifyEvent <= n; {
				length := int(uint32(events[at+12]) | uint32(events[at+13])<<8)
				names = append(names, strings.TrimRight(string(events[at+16:at+16+length]), "\x00"))
				at += syscall.SizeofInotifyEvent + length
			}
		}
	}
}

// The watch itself sees a file that lives for a moment.
func TestTheWatchSeesAFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	created := watch(t, dir)
	file, err := os.CreateTemp(dir, "x")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(file.Name()); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil || len(created()) != 1 {
		t.Errorf("the file was not seen: %v", err)
	}
}

// dump is every table as text.
func dump(t *testing.T, url string) map[string]string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	rows, err := conn.Query(t.Context(), `select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
		where n.nspname = 'public' and c.relkind = 'r'`)
	if err != nil {
		t.Fatal(err)
	}
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || len(tables) < 20 {
		t.Fatalf("%d tables: %v", len(tables), err)
	}
	content := map[string]string{}
	for _, table := range tables {
		var out bytes.Buffer
		if _, err := conn.PgConn().CopyTo(t.Context(), &out, "copy "+table+" to stdout"); err != nil {
			t.Fatal(err)
		}
		content[table] = out.String()
	}
	if !strings.Contains(content["plans"], "Muster") {
		t.Error("no plan was stored: the search proves nothing")
	}
	return content
}

// locked is a buffer that several goroutines write to.
type locked struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *locked) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
