// Package audit records who did what to whom, and who looked at whom.
//
// Invariants: entries name IDs and fields, never values; they are written in the
// transaction of what they record, so a change without its entry does not
// compile; nobody can alter them.
package audit

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"zaemme/internal/db"
)

// Entry is one act.
type Entry struct {
	ActorID    int64  // 0: the system
	Action     string // area.thing.done, such as people.import.applied
	ObjectKind string
	ObjectID   string
	SubjectID  int64    // the person concerned, 0 if none
	Fields     []string // names of the fields changed
	RequestID  string
}

// Record writes the entry in the transaction of the act.
func Record(ctx context.Context, tx *db.Tx, e Entry) error {
	if err := tx.Query(ctx).Exec(`
		insert into audit_log (actor_id, action, object_kind, object_id, subject_id, fields, request_id)
		values (nullif(?, 0), ?, ?, ?, nullif(?, 0), ?, ?)`,
		e.ActorID, e.Action, e.ObjectKind, e.ObjectID, e.SubjectID, textArray(e.Fields), e.RequestID).Error; err != nil {
		return fmt.Errorf("audit: record %s: %w", e.Action, err)
	}
	return nil
}

// textArray writes a Postgres array literal.
func textArray(list []string) string {
	quoted := make([]string, len(list))
	for i, s := range list {
		quoted[i] = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
	}
	return "{" + strings.Join(quoted, ",") + "}"
}

func int64Array(list []int64) string {
	text := make([]string, len(list))
	for i, n := range list {
		text[i] = strconv.FormatInt(n, 10)
	}
	return "{" + strings.Join(text, ",") + "}"
}
