package ledger

import (
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"zaemme/internal/db"
	"zaemme/internal/testing/dbtest"
)

// One learner's click: the fourth event of a duty.
func BenchmarkAppendOne(b *testing.B) {
	const people = 20_000
	ctx, d, l := b.Context(), fixture(b, people, 1), New()
	var all []Event
	for p := range int64(people) {
		all = append(all, assigned(p+1, 1, day0))
	}
	mustAdd(b, d, all...)
	var next atomic.Int64
	b.ResetTimer()
	b.SetParallelism(4) // clients for each processor
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			n := next.Add(1)
			e := Event{PersonID: n%people + 1, CourseID: 1, Cycle: 1, Kind: KindDueSet, EffectiveOn: day0 + 1, DueOn: day0 + 40}
			if err := d.Write(ctx, func(tx *db.Tx) error {
				_, err := l.Append(ctx, tx, e)
				return err
			}); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "tx/s")
}

// A roll-out: four courses for everybody, as one transaction, rolled back at the
// end so that the next one finds the same.
func BenchmarkAppendMany(b *testing.B) {
	const people, courses = 50_000, 4
	ctx, d, l := b.Context(), fixture(b, people, courses), New()
	var all []Event
	for p := range int64(people) {
		for c := range int64(courses) {
			all = append(all, assigned(p+1, c+1, day0))
		}
	}
	enough := errors.New("enough")
	b.ResetTimer()
	for range b.N {
		if err := d.Write(ctx, func(tx *db.Tx) error {
			if _, err := l.Append(ctx, tx, all...); err != nil {
				return err
			}
			return enough
		}); !errors.Is(err, enough) {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(all)*b.N)/b.Elapsed().Seconds(), "events/s")
}

func BenchmarkFold(b *testing.B) {
	events := newGenerator(1).history(12)
	b.ReportAllocs()
	for range b.N {
		Fold(events)
	}
}

func BenchmarkStatusInSQL(b *testing.B) {
	const people = 100_000
	d := fixture(b, people, 1)
	var all []Event
	for p := range int64(people) {
		all = append(all, assigned(p+1, 1, day0))
	}
	known := mustAdd(b, d, all...)[0].RecordedAt
	exec(b, dbtest.Owner(b), `analyze assignment_states`)
	query := `select ` + StatusSQL("s", "$1::date") + `, count(*) from assignment_states s where ` +
		AtSQL("s", "$1::date", "$2::timestamptz") + ` group by 1`
	b.ResetTimer()
	for range b.N {
		rows, err := d.Pool().QueryContext(b.Context(), query, day0+40, known.Add(time.Second))
		if err != nil {
			b.Fatal(err)
		}
		for rows.Next() {
			var status string
			var n int
			if err := rows.Scan(&status, &n); err != nil || n != people {
				b.Fatal(fmt.Sprint(status, n, err))
			}
		}
		if err := rows.Err(); err != nil {
			b.Fatal(err)
		}
	}
}
