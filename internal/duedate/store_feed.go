package duedate

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strconv"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// Feed is a person's address for calendars, the zero Feed for none.
type Feed struct {
	ID        int64
	CreatedAt time.Time
	ReadAt    *time.Time // nil: never
}

// CreateFeed ends the person's address, if there is one, and makes another. Its
// token is known now and never again.
func CreateFeed(ctx context.Context, tx *db.Tx, person int64, now time.Time) (token string, err error) {
	if err := endFeed(ctx, tx, person, now); err != nil {
		return "", err
	}
	raw := make([]byte, 32)
	if _, err := rand.Read(raw); err != nil {
		return "", fmt.Errorf("duedate: token: %w", err)
	}
	token = base64.RawURLEncoding.EncodeToString(raw)
	if err := tx.Query(ctx).Exec(`insert into calendar_feeds (person_id, token_hash, created_at) values (?, ?, ?)`, person, hashOf(token), now).Error; err != nil {
		return "", fmt.Errorf("duedate: new feed: %w", err)
	}
	return token, record(ctx, tx, person, "calendar.created")
}

// RevokeFeed ends the person's address; without one nothing happens.
func RevokeFeed(ctx context.Context, tx *db.Tx, person int64, now time.Time) error {
	if err := endFeed(ctx, tx, person, now); err != nil {
		return err
	}
	return record(ctx, tx, person, "calendar.revoked")
}

func record(ctx context.Context, tx *db.Tx, person int64, action string) error {
	return audit.Record(ctx, tx, audit.Entry{ActorID: person, Action: action, ObjectKind: "person", ObjectID: strconv.FormatInt(person, 10), Fields: []string{"calendar"}})
}

func endFeed(ctx context.Context, tx *db.Tx, person int64, now time.Time) error {
	if err := tx.Query(ctx).Exec(`update calendar_feeds set ended_at = ? where person_id = ? and ended_at is null`, now, person).Error; err != nil {
		return fmt.Errorf("duedate: end a feed: %w", err)
	}
	return nil
}

// FeedOf is the person's address as it stands.
func FeedOf(ctx context.Context, c db.Conn, person int64) (Feed, error) {
	var feed Feed
	err := db.One(c.Query(ctx), &feed, `select id, created_at, read_at from calendar_feeds where person_id = ? and ended_at is null`, person)
	if err != nil && !db.IsNotFound(err) {
		return feed, fmt.Errorf("duedate: feed: %w", err)
	}
	return feed, nil
}

// FindFeed is whose address the token is. NotFound for an unknown or ended one,
// and for that of somebody who is not employed on the day. That it was read is
// kept to the hour.
func FindFeed(ctx context.Context, c db.Conn, token string, now time.Time) (person int64, err error) {
	err = db.One(c.Query(ctx), &person, `
		with found as (
			select f.id, f.person_id, f.read_at from calendar_feeds f
			where f.token_hash = @hash and f.ended_at is null and exists (
				select from employment_facts e
				where e.person_id = f.person_id and e.valid_from <= @day and e.valid_to > @day
					and e.entry_on <= @day and e.exit_on >= @day and e.known_to = '9999-12-31 00:00:00+00')
		), kept as (
			update calendar_feeds set read_at = @now
			where id in (select id from found where read_at is null or read_at < @hour) returning id
		)
		select person_id from found`,
		map[string]any{"hash": hashOf(token), "day": calendar.DateOf(now), "now": now, "hour": now.Add(-time.Hour)})
	if db.IsNotFound(err) {
		return 0, apperr.New(apperr.NotFound, "error.feed", nil)
	}
	if err != nil {
		return 0, fmt.Errorf("duedate: find a feed: %w", err)
	}
	return person, nil
}

func hashOf(token string) db.Bytes {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}
