package auth

import (
	"context"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/db"
)

// What a shared tablet does with somebody who is silent: after KioskAfter without
// touch, key or scroll the page asks, and KioskAsk later it ends the session. The
// server itself ends one that has shown no sign of life for KioskIdle, also where
// the page cannot any more; a page sends one twice a minute while somebody reads.
const (
	KioskAfter = 2 * time.Minute
	KioskAsk   = time.Minute
	KioskIdle  = 4 * time.Minute
)

// TabletLife is how long the device's cookie holds after the last use: the
// longest that browsers keep one.
const TabletLife = 400 * 24 * time.Hour

// Tablet is a device that several people use one after the other. Being one
// grants nothing; it only makes sessions on it shorter.
type Tablet struct {
	ID      int64
	Name    string
	SetUpAt time.Time
	SetUpBy string
	UsedAt  *time.Time // nil: nobody has signed in there
}

// SetUpTablet makes a shared tablet of the device that keeps the token, and ends
// the session by which somebody set it up there.
func SetUpTablet(ctx context.Context, tx *db.Tx, name string, actor int64, session string, now time.Time) (token string, err error) {
	if name = strings.Join(strings.Fields(name), " "); name == "" || utf8.RuneCountInString(name) > 60 {
		return "", apperr.New(apperr.Invalid, "error.tablet.name", nil).At("name")
	}
	token, hash, err := newToken()
	if err != nil {
		return "", err
	}
	id, err := insertTablet(ctx, tx, hash, name, actor, now)
	if err != nil {
		return "", err
	}
	if err := End(ctx, tx, session); err != nil {
		return "", err
	}
	return token, audit.Record(ctx, tx, audit.Entry{
		ActorID: actor, Action: "auth.tablet.set_up", ObjectKind: "tablet", ObjectID: strconv.FormatInt(id, 10), Fields: []string{"name"},
	})
}

// EndTablet makes an ordinary device of it again, and ends the sessions on it.
// One that is none any more is NotFound.
func EndTablet(ctx context.Context, tx *db.Tx, id, actor int64, now time.Time) error {
	if err := endTablet(ctx, tx, id, actor, now); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Entry{
		ActorID: actor, Action: "auth.tablet.ended", ObjectKind: "tablet", ObjectID: strconv.FormatInt(id, 10),
	})
}
