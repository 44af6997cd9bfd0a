package bench_test

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"zaemme/internal/app"
	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/learning"
	"zaemme/internal/web/visit"
)

const (
	attempting = 1_000 // attempts that are open at once
	lines      = 64    // connections over which their answers come
	rewrites   = 4     // in one round, times each attempt saves another answer
)

// BenchmarkSaveAnswers lets a thousand people at the same test answer one question
// after the other, each over their own session, as the script of the page sends a
// click. The least is a handler of the same server process that reads the session
// and upserts one row of the same shape, in one statement, in the same database. The
// first answer of an attempt also begins the duty and is not among them.
func BenchmarkSaveAnswers(b *testing.B) {
	s := &scope{TB: b}
	defer s.close()
	a := open(s, true)
	people := openAttempts(b, a)
	own, err := a.Web(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	handler, least := own.Handler(), leastSave(b, a)
	server := &fasthttp.Server{NoDefaultServerHeader: true, Handler: func(c *fasthttp.RequestCtx) {
		if string(c.Path()) == "/least" {
			least(c)
			return
		}
		handler(c)
	}}
	listener := listen(b)
	go func() { _ = server.Serve(listener) }()
	defer func() { _ = server.Shutdown() }()
	address := listener.Addr().String()

	var turns [2]int
	cost := func(side int, path string) func() float64 {
		return func() float64 {
			return seconds(func() {
				for range rewrites {
					turns[side]++
					saveAll(b, address, path, people, turns[side])
				}
			}) / (rewrites * attempting)
		}
	}
	saving := cost(0, "/kurse/IS-01/test/speichern")
	saving() // warm, with the first answers
	saving()
	upserting := cost(1, "/least")
	upserting()
	ours, fewest, ratio := inTurns(saving, upserting)
	report(b, result{name: fmt.Sprintf("answers in %d attempts at once", attempting),
		ours: fmt.Sprintf("%.0f/s", 1/ours), least: fmt.Sprintf("%.0f/s", 1/fewest), ratio: 1 / ratio, share: true})
}

// taker is somebody at the test.
type taker struct {
	cookie, token, attempt string
	questions              []string
	versions               map[string]int
}

// openAttempts is a person with a session and an open attempt each.
func openAttempts(b *testing.B, a *app.App) []*taker {
	b.Helper()
	ctx, now := b.Context(), time.Now()
	var ids []int64
	if err := a.DB.Query(ctx).Raw(`insert into persons (personnel_no, last_name, first_name)
		select 'S' || g, 'Muster', 'Andrea' from generate_series(1, ?) g returning id`, attempting).Scan(&ids).Error; err != nil {
		b.Fatal(err)
	}
	for _, sql := range []string{
		`insert into departments (code) values ('bench') on conflict do nothing`,
		`insert into employments (person_id) select id from persons where personnel_no like 'S%'`,
		`insert into employment_facts (employment_id, person_id, department_id, function, pensum, category, entry_on, valid_from, known_from)
		select e.id, e.person_id, (select min(id) from departments), 'Sachbearbeitung', 80, 'permanent', '2020-01-01', '2020-01-01', '2020-01-01' from employments e
		join persons p on p.id = e.person_id where p.personnel_no like 'S%'`,
	} {
		if err := a.DB.Query(ctx).Exec(sql).Error; err != nil {
			b.Fatal(err)
		}
	}
	list := make([]*taker, len(ids))
	for i, id := range ids {
		t := &taker{versions: map[string]int{}}
		if err := a.DB.Write(ctx, func(tx *db.Tx) error {
			token, err := auth.Open(ctx, tx, auth.Opening{Person: id, By: auth.ByPassword, Device: "bench"}, now.Add(-time.Minute))
			if err != nil {
				return err
			}
			t.cookie, t.token = visit.SessionCookie(false)+"="+token, auth.FormToken(token)
			attempt, err := a.Learning.StartAttempt(ctx, tx, learning.Act{PersonID: id, Now: now, Today: calendar.DateOf(now)}, "IS-01", learning.Quiz)
			if err != nil {
				return err
			}
			t.attempt = attempt.UID.String()
			for _, q := range attempt.Questions() {
				if len(q.Question.Options) > 0 {
					t.questions = append(t.questions, q.Question.ID)
				}
			}
			return nil
		}); err != nil {
			b.Fatal(err)
		}
		list[i] = t
	}
	return list
}

// leastSave reads the session and upserts one answer, with the same stack and no rule.
func leastSave(b *testing.B, a *app.App) fasthttp.RequestHandler {
	b.Helper()
	var ids sync.Map // attempt → its ID
	var rows []struct {
		ID  int64
		UID string
	}
	if err := a.DB.Query(b.Context()).Raw(`select id, uid::text as uid from attempts where handed_in_at is null`).Scan(&rows).Error; err != nil {
		b.Fatal(err)
	}
	for _, r := range rows {
		ids.Store(r.UID, r.ID)
	}
	pool, sessions := a.DB.Pool(), &auth.Known{}
	app := fiber.New(fiber.Config{DisableStartupMessage: true, Immutable: true})
	app.Post("/least", func(c *fiber.Ctx) error {
		if _, err := sessions.Find(c.UserContext(), a.DB, c.Cookies(visit.SessionCookie(false)), time.Now()); err != nil {
			return err
		}
		id, _ := ids.Load(c.FormValue("attempt"))
		version, _ := strconv.Atoi(c.FormValue("version"))
		if _, err := pool.ExecContext(c.UserContext(), `
			insert into attempt_answers (attempt_id, question, chosen, typed, saved_at, version) values ($1, $2, cast($3 as smallint[]), '', $4, $5)
			on conflict (attempt_id, question) do update set chosen = excluded.chosen, saved_at = excluded.saved_at, version = excluded.version`,
			id, "least-"+c.FormValue("question"), "{"+c.FormValue("chosen")+"}", time.Now(), version); err != nil {
			return err
		}
		return c.JSON(fiber.Map{"version": version, "answered": true})
	})
	return app.Handler()
}

// saveAll lets everybody save one more answer: question by question, and in the next
// turn through all of them another option.
func saveAll(b *testing.B, address, path string, people []*taker, turn int) {
	b.Helper()
	var next atomic.Int64
	var wait sync.WaitGroup
	for range lines {
		wait.Go(func() {
			conn, err := net.Dial("tcp", address)
			if err != nil {
				b.Error(err)
				return
			}
			defer func() { _ = conn.Close() }()
			r := bufio.NewReaderSize(conn, 16<<10)
			for i := next.Add(1) - 1; i < int64(len(people)); i = next.Add(1) - 1 {
				if err := exchange(conn, r, people[i].click(path, turn)); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wait.Wait()
	if b.Failed() {
		b.FailNow()
	}
}

// click is the request with which the script saves the answer of a turn.
func (t *taker) click(path string, turn int) []byte {
	question := t.questions[turn%len(t.questions)]
	key := path + question
	t.versions[key]++
	body := url.Values{"attempt": {t.attempt}, "question": {question}, "chosen": {strconv.Itoa(t.versions[key] % 2)}, "version": {strconv.Itoa(t.versions[key])}}.Encode()
	return []byte(strings.Join([]string{
		http.MethodPost + " " + path + " HTTP/1.1", "Host: 127.0.0.1", "Cookie: " + t.cookie, "X-Form-Token: " + t.token, "Sec-Fetch-Site: same-origin",
		"Content-Type: application/x-www-form-urlencoded", "Content-Length: " + strconv.Itoa(len(body)), "", body}, "\r\n"))
}
