package explain_test

import (
	"testing"
	"time"

	"zaemme/internal/evidence"
	"zaemme/internal/explain"
	"zaemme/internal/extension"
	"zaemme/internal/ledger"
)

func TestKnownThen(t *testing.T) {
	t.Parallel()
	then := time.Date(2026, time.October, 31, 22, 59, 0, 0, time.UTC)
	before, after := then.Add(-time.Hour), then.Add(time.Hour)
	k := explain.Known{
		Events: map[int64][]ledger.Event{1: {{ID: 1, RecordedAt: before}, {ID: 2, RecordedAt: then}, {ID: 3, RecordedAt: after}}},
		Requests: map[int64][]extension.Request{1: {
			{ID: 1, AskedAt: before, State: extension.Granted, DecidedAt: after, DecidedBy: 7, GrantedOn: 9, EventID: 3},
			{ID: 2, AskedAt: before, State: extension.Refused, DecidedAt: before}, {ID: 3, AskedAt: after, State: extension.Waiting},
		}},
		Cases: map[int64][]evidence.Case{2: {{ID: 1, ProposedAt: before, State: evidence.Confirmed, DecidedAt: after, EventID: 3}, {ID: 2, ProposedAt: after}}},
	}
	was := k.At(then)
	if len(was.Events[1]) != 2 || len(was.Requests[1]) != 2 || len(was.Cases[2]) != 1 {
		t.Fatalf("%d events, %d requests, %d cases", len(was.Events[1]), len(was.Requests[1]), len(was.Cases[2]))
	}
	if r := was.Requests[1][0]; r.State != extension.Waiting || !r.DecidedAt.IsZero() || r.DecidedBy != 0 || r.GrantedOn != 0 || r.EventID != 0 {
		t.Errorf("decided later: %+v", r)
	}
	if was.Requests[1][1].State != extension.Refused || was.Cases[2][0].State != evidence.Waiting {
		t.Error("a decision of then, or one of later")
	}
	if len(k.Events[1]) != 3 || k.Requests[1][0].State != extension.Granted {
		t.Error("what is known now has changed")
	}
}
