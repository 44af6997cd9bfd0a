package bench_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/valyala/fasthttp"

	"zaemme/internal/app"
	"zaemme/internal/auth"
	"zaemme/internal/demo"
)

// BenchmarkManagersPage asks for the page of somebody who leads forty people, in
// two organisations: it must not know how many others there are.
func BenchmarkManagersPage(b *testing.B) {
	const times = 20
	cost := func(people int) func() float64 {
		a := city(b, people)
		handler := program(b, a)
		cookie := foreman(b, a, handler)
		fetch(b, handler, "/team", cookie) // warm
		return func() float64 {
			return seconds(func() {
				for range times {
					fetch(b, handler, "/team", cookie)
				}
			}) / times
		}
	}
	many, few := cost(large()), cost(small)
	ours, least, ratio := inTurns(many, few)
	report(b, result{
		name: fmt.Sprintf("manager's page of forty, with %d people ÷ with %d", large(), small),
		ours: fmt.Sprintf("%.1f ms", ours*1e3), least: fmt.Sprintf("%.1f ms", least*1e3), ratio: ratio,
	})
}

// BenchmarkSignIn signs in by password, one after the other; the least is the hash
// alone.
func BenchmarkSignIn(b *testing.B) {
	const times = 20 // each fills 19 MiB; of a few, who collects them decides
	a := city(b, small)
	handler := program(b, a)
	accounts, err := demo.Accounts(b.Context(), a.DB)
	if err != nil {
		b.Fatal(err)
	}
	one := accounts[0]
	hasher := auth.NewHasher(1)
	hash, err := hasher.Hash(b.Context(), one.Password)
	if err != nil {
		b.Fatal(err)
	}
	ours, least, ratio := inTurns(func() float64 {
		return seconds(func() {
			for range times {
				enter(b, handler, one.Login, one.Password)
			}
		})
	}, func() float64 {
		return seconds(func() {
			for range times {
				if ok, err := hasher.Matches(b.Context(), hash, one.Password); err != nil || !ok {
					b.Fatal("the hash does not match", err)
				}
			}
		})
	})
	report(b, result{
		name: "sign-in ÷ the hash alone", ours: fmt.Sprintf("%.1f/s", times/ours),
		least: fmt.Sprintf("%.1f/s", times/least), ratio: 1 / ratio, share: true,
	})
}

func program(b *testing.B, a *app.App) fasthttp.RequestHandler {
	b.Helper()
	server, err := a.Web(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	return server.Handler()
}

// least is how long the fastest of some turns took: for what runs too long to be
// repeated often.
func least(turns int, do func()) float64 {
	best := time.Duration(1<<63 - 1).Seconds()
	for range turns {
		best = min(best, seconds(do))
	}
	return best
}
