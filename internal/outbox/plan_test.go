package outbox

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/db"
	"zaemme/internal/testing/dbtest"
)

// What changes before a message is finished stands in no index, or each of its updates
// would write all of them anew. (reason changes then too, but only from the second try
// on.)
func TestNoIndexKnowsWhatChangesWhileAMessageIsUnderWay(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	var columns []string
	if err := d.Query(t.Context()).Raw(`
		select distinct a.attname
		from pg_index i
		join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = i.indexrelid and d.refobjid = i.indrelid
		join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
		where i.indrelid = 'outbox'::regclass order by 1`).Scan(&columns).Error; err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(columns, "done_at") {
		t.Errorf("predicates are not among what is looked at: %v", columns)
	}
	for _, column := range []string{"state", "attempts", "taken_until", "handed_at", "error"} {
		if slices.Contains(columns, column) {
			t.Errorf("an index asks for %s", column)
		}
	}
}

// Fifty are locked without reading the thousands behind them, though nobody has counted
// those yet.
func TestLockingReadsFewRows(t *testing.T) {
	t.Parallel()
	d, now := dbtest.New(t), time.Date(2027, 3, 1, 8, 0, 0, 0, time.UTC)
	if err := d.Write(t.Context(), func(tx *db.Tx) error {
		var list []Message
		for i := range 3000 {
			list = append(list, Message{Kind: "x", DedupeKey: fmt.Sprint(i), Payload: i, NextAt: now})
		}
		_, err := EnqueueMany(t.Context(), tx, list)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if err := d.Write(t.Context(), func(tx *db.Tx) error {
		items, err := lockNext(t.Context(), tx, now, queue{awaited: []string{"code"}}, batchRows)
		if err != nil {
			return err
		}
		var read int
		if err := db.One(tx.Query(t.Context()), &read,
			`select seq_tup_read + idx_tup_fetch from pg_stat_xact_user_tables where relname = 'outbox'`); err != nil {
			return err
		}
		if len(items) != batchRows || read > 3*batchRows {
			t.Errorf("%d rows were read to lock %d", read, len(items))
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// The outcome of one message and the mark of the next are one commit: where one of them
// cannot be stored, neither is.
func TestChangesAreStoredTogetherOrNotAtAll(t *testing.T) {
	t.Parallel()
	d, now := dbtest.New(t), time.Date(2027, 3, 1, 8, 0, 0, 0, time.UTC)
	var ids [2]int64
	for i := range ids {
		if err := d.Write(t.Context(), func(tx *db.Tx) (err error) {
			ids[i], _, err = Enqueue(t.Context(), tx, Message{Kind: "x", DedupeKey: fmt.Sprint(i), Payload: i, NextAt: now})
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	store := func(second State) (met map[int64]bool, err error) {
		err = d.Raw(t.Context(), func(conn *pgx.Conn) (err error) {
			met, err = apply(t.Context(), conn, change{id: ids[0], from: []State{Waiting}, to: Sent, done: now},
				change{id: ids[1], from: []State{Waiting}, to: second, handed: now, attempts: 1})
			return err
		})
		return met, err
	}
	if met, err := store("nowhere"); err == nil || met != nil {
		t.Errorf("%v, %v", met, err)
	}
	counts, err := CountByState(t.Context(), d)
	if err != nil || counts[Waiting] != 2 {
		t.Errorf("half of it was stored: %v, %v", counts, err)
	}
	if met, err := store(HandingOver); err != nil || !met[ids[0]] || !met[ids[1]] {
		t.Errorf("%v, %v", met, err)
	}
	if met, err := store(HandingOver); err != nil || len(met) != 0 {
		t.Errorf("changed once more: %v, %v", met, err)
	}
}
