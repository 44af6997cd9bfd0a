package mailtext

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"zaemme/internal/audit"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
)

// Load reads the wordings in force.
func Load(ctx context.Context, c db.Conn) (Wordings, error) {
	var rows []struct{ Key, Lang, Forms string }
	if err := c.Query(ctx).Raw(`
		select key, lang, forms::text as forms from mail_texts
		where known_to = '9999-12-31 00:00:00+00' and forms is not null`).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("mailtext: load: %w", err)
	}
	w := Wordings{}
	for _, r := range rows {
		var forms i18n.Forms
		if err := json.Unmarshal([]byte(r.Forms), &forms); err != nil {
			return nil, fmt.Errorf("mailtext: %s: %w", r.Key, err)
		}
		if w[r.Lang] == nil {
			w[r.Lang] = map[string]i18n.Forms{}
		}
		w[r.Lang][r.Key] = forms
	}
	return w, nil
}

// Save gives a text another wording, nil the delivered one. It is checked and
// recorded; the wording before stays on record.
func Save(ctx context.Context, tx *db.Tx, actor int64, p *i18n.Printer, key string, forms i18n.Forms) error {
	var encoded any
	if forms != nil {
		if err := Check(p, key, forms); err != nil {
			return err
		}
		raw, err := json.Marshal(forms)
		if err != nil {
			return fmt.Errorf("mailtext: encode: %w", err)
		}
		encoded = string(raw)
	}
	if err := tx.Query(ctx).Exec(`select pg_advisory_xact_lock(1, hashtext('mail_texts ' || ?))`, key).Error; err != nil {
		return fmt.Errorf("mailtext: lock: %w", err)
	}
	stamp, err := tx.Stamp(ctx)
	if err != nil {
		return err
	}
	args := map[string]any{"key": key, "lang": p.Lang(), "forms": encoded, "stamp": stamp, "actor": actor}
	for _, sql := range []string{
		`update mail_texts set known_to = @stamp where key = @key and lang = @lang and known_to = '9999-12-31 00:00:00+00'`,
		`insert into mail_texts (key, lang, forms, known_from, actor_id)
		 values (@key, @lang, cast(@forms as jsonb), @stamp, nullif(@actor, 0))`,
	} {
		if err := tx.Query(ctx).Exec(sql, args).Error; err != nil {
			return fmt.Errorf("mailtext: save %s: %w", key, err)
		}
	}
	return audit.Record(ctx, tx, audit.Entry{
		ActorID: actor, Action: "mailtext.saved", ObjectKind: "mailtext", ObjectID: key + " " + p.Lang(), Fields: []string{"forms"},
	})
}

// Past is one wording of a text.
type Past struct {
	At    time.Time
	Actor string     // name
	Forms i18n.Forms `gorm:"-"` // nil: the delivered one came back
}

// History is the wordings of a text, newest first.
func History(ctx context.Context, c db.Conn, key, lang string, limit int) ([]Past, error) {
	var rows []struct {
		Past
		Raw string
	}
	if err := c.Query(ctx).Raw(`
		select t.known_from as at, coalesce(trim(a.first_name || ' ' || a.last_name), '') as actor, coalesce(t.forms::text, 'null') as raw
		from mail_texts t left join persons a on a.id = t.actor_id
		where t.key = ? and t.lang = ? order by t.known_from desc, t.id desc limit ?`, key, lang, limit).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("mailtext: history: %w", err)
	}
	list := make([]Past, len(rows))
	for i, r := range rows {
		list[i] = r.Past
		if err := json.Unmarshal([]byte(r.Raw), &list[i].Forms); err != nil {
			return nil, fmt.Errorf("mailtext: %s: %w", key, err)
		}
	}
	return list, nil
}
