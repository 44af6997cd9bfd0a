package auth

import (
	"context"
	"strings"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// What a key may be used for.
const (
	// MayReports: to read aggregated reports, which name nobody.
	MayReports = "reports"
	// MayRows: to read rows of persons without their names too, by Kennung. Only HR
	// for the whole organisation gives it; the caller judges that.
	MayRows = "rows"
)

// APITokenMonths is the longest life of a key, in months.
const APITokenMonths = 12

const (
	apiTokenPrefix = "zaemme_" // so that scanners of files and logs find a lost one
	maxTokenName   = 80        // bytes
)

// APIToken is the key of another program, without its secret.
type APIToken struct {
	ID             int64
	Name           string
	DepartmentID   int64 // with all below it; 0: the whole organisation
	DepartmentCode string
	Department     string // name today, empty for the whole organisation
	May            string
	CreatorID      int64
	Creator        string // name
	CreatedAt      time.Time
	ExpiresAt      time.Time
	LastUsedAt     *time.Time // nil: never
	RevokedAt      *time.Time // nil: not revoked
	Revoker        string     // name
}

// Reads is all that the key may read: who may read rows may read reports.
func (t APIToken) Reads() []string {
	if t.May == MayRows {
		return []string{MayReports, MayRows}
	}
	return []string{t.May}
}

// Works reports whether the key is good at the moment.
func (t APIToken) Works(now time.Time) bool { return t.RevokedAt == nil && now.Before(t.ExpiresAt) }

// NewAPIToken is a key to be made.
type NewAPIToken struct {
	Name         string
	DepartmentID int64
	May          string        // MayReports where empty
	Until        calendar.Date // last day
	By           int64
}

// Check says what is wrong, by field.
func (n NewAPIToken) Check(today calendar.Date) []error {
	var wrong []error
	add := func(field, key string) { wrong = append(wrong, apperr.New(apperr.Invalid, key, nil).At(field)) }
	if strings.TrimSpace(n.Name) == "" {
		add("name", "error.field.empty")
	}
	if len(n.Name) > maxTokenName || strings.ContainsAny(n.Name, "\r\n") {
		add("name", "error.token.name_long")
	}
	if n.Until < today || n.Until > today.AddMonths(APITokenMonths) {
		add("until", "error.token.until")
	}
	if n.May != "" && n.May != MayReports && n.May != MayRows {
		add("may", "error.token.may")
	}
	return wrong
}

// CreateAPIToken makes a key and returns its text, the only copy. Errors: those
// of Check; Invalid for a department that is not there.
func CreateAPIToken(ctx context.Context, tx *db.Tx, n NewAPIToken, now time.Time) (string, error) {
	if wrong := n.Check(calendar.DateOf(now)); len(wrong) > 0 {
		return "", wrong[0]
	}
	text, _, err := newToken()
	if err != nil {
		return "", err
	}
	text = apiTokenPrefix + text
	id, err := insertAPIToken(ctx, tx, hashToken(text), n, now)
	if err != nil {
		return "", err
	}
	return text, recordAPIToken(ctx, tx, "auth.api_token.created", n.By, id)
}

// RevokeAPIToken ends a key for good. NotFound for an unknown one, Conflict for
// one that is revoked.
func RevokeAPIToken(ctx context.Context, tx *db.Tx, id, actor int64, now time.Time) error {
	if err := revokeAPIToken(ctx, tx, id, actor, now); err != nil {
		return err
	}
	return recordAPIToken(ctx, tx, "auth.api_token.revoked", actor, id)
}

// FindAPIToken is the key with this text and notes its use, at most once a
// minute. One that is unknown, expired or revoked is a SignIn error.
func FindAPIToken(ctx context.Context, c db.Conn, text string, now time.Time) (APIToken, error) {
	refused := apperr.New(apperr.SignIn, "error.token.unknown", nil)
	if !strings.HasPrefix(text, apiTokenPrefix) {
		return APIToken{}, refused
	}
	t, err := readAPIToken(ctx, c, hashToken(text), calendar.DateOf(now))
	if db.IsNotFound(err) {
		return APIToken{}, refused
	}
	if err != nil {
		return APIToken{}, err
	}
	if !t.Works(now) {
		return APIToken{}, refused
	}
	if t.LastUsedAt == nil || now.Sub(*t.LastUsedAt) >= time.Minute {
		err = touchAPIToken(ctx, c, t.ID, now)
	}
	return t, err
}
