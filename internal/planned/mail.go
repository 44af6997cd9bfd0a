package planned

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/letter"
	"zaemme/internal/mail"
	"zaemme/internal/monthend"
	"zaemme/internal/outbox"
	"zaemme/internal/people"
	"zaemme/internal/settings"
)

// Kind is the name of the kind in the outbox.
const Kind = "planned.report"

// RunPath is the page that a mail leads to, below the address of the installation.
func RunPath(run string) string { return "/berichte/ausgabe/" + run }

// MonthPath is the page of a month end.
func MonthPath(day calendar.Date) string { return "/monatsstand/" + day.String()[:7] }

type payload struct {
	Run int64 `json:"run"`
}

// Kinds are the message kinds for outbox.New. Nobody waits for these, so they leave
// after go-live only.
func (s *Service) Kinds() []outbox.Kind { return []outbox.Kind{{Name: Kind, Renderer: s}} }

// Render implements outbox.Renderer: who may no longer read the report, and whom a
// newer one awaits, gets nothing, and the run says so; who is absent gets it back at
// work.
func (s *Service) Render(ctx context.Context, tx *db.Tx, item outbox.Item, now time.Time) (outbox.Decision, error) {
	var p payload
	if err := json.Unmarshal(item.Payload, &p); err != nil {
		return outbox.Decision{}, fmt.Errorf("planned: payload: %w", err)
	}
	r, err := runByID(ctx, tx, p.Run)
	if err != nil {
		return outbox.Decision{}, err
	}
	today := calendar.DateOf(now)
	why, figures, err := s.still(ctx, tx, r, item.RecipientID, today)
	if err != nil {
		return outbox.Decision{}, err
	}
	if why != "" {
		return outbox.NoLonger(string(why)), leaveOut(ctx, tx, r.ID, item.RecipientID, why)
	}
	if when := leaves(s.Days(), now); when.After(now) {
		return outbox.Later(when, "after_hours"), nil
	}
	away, err := absent(ctx, tx, item.RecipientID, today)
	if err != nil {
		return outbox.Decision{}, err
	}
	if away {
		return outbox.Later(leaves(s.Days(), today.End()), "absent"), nil
	}
	return s.write(ctx, tx, r, item.RecipientID, figures, now)
}

// still is why the person gets nothing by now, and whether figures may go along.
func (s *Service) still(ctx context.Context, tx *db.Tx, r Run, person int64, today calendar.Date) (Reason, bool, error) {
	plan, err := onePlan(ctx, tx, `r.id = ?`, r.PlanID)
	if err != nil {
		return "", false, err
	}
	if plan.State != Active || !slices.Contains(plan.People, person) {
		return Stopped, false, nil
	}
	last, err := lastRun(ctx, tx, r.PlanID)
	if err != nil {
		return "", false, err
	}
	if last.ID != r.ID {
		return Newer, false, nil
	}
	j, err := newJudge(ctx, tx, today)
	if err != nil {
		return "", false, err
	}
	return j.recipient(ctx, person, r.Terms)
}

// write sets the mail in the language of the plan, else of its reader.
func (s *Service) write(ctx context.Context, tx *db.Tx, r Run, person int64, figures bool, now time.Time) (outbox.Decision, error) {
	to, err := people.Get(ctx, tx, person)
	if err != nil {
		return outbox.Decision{}, err
	}
	current, err := settings.Load(ctx, tx, calendar.DateOf(now))
	if err != nil {
		return outbox.Decision{}, err
	}
	department, err := departmentOf(ctx, tx, r.DepartmentID)
	if err != nil {
		return outbox.Decision{}, err
	}
	language := r.Language
	if language == "" {
		language = to.Language
	}
	texts := s.Texts.Printer(language)
	l := s.Press.Begin(texts, current, to.Name())
	what, day := r.Title(texts, department.Name), texts.LongDate(r.AsOf)
	l.Subject = texts.T("planned.mail.subject", "what", what, "day", day)
	lead := texts.T("planned.mail.lead."+string(r.Variant), "what", what, "day", day)
	if r.Late() {
		lead += " " + texts.T("planned.mail.late", "day", texts.LongDate(r.DueOn))
		if r.Missed > 0 {
			lead += " " + texts.N("planned.mail.missed", r.Missed)
		}
	}
	l.Sections = []letter.Section{{Lead: lead}}
	l.Link = letter.Link{Text: texts.T("planned.mail.link"), URL: s.Press.URL(RunPath(r.UID))}
	if r.Variant.Frozen() {
		l.Link.URL = s.Press.URL(MonthPath(r.AsOf))
	} else {
		l.Help = append(l.Help, texts.T("planned.mail.rights"))
	}
	if figures && r.Sends() {
		if l.Attachments, err = s.files(ctx, tx, r, texts, person, now); err != nil {
			return outbox.Decision{}, err
		}
	}
	if len(l.Attachments) > 0 {
		l.Help = append(l.Help, texts.N("planned.mail.attached", len(l.Attachments), "day", texts.LongDate(r.monthOf(r.AsOf))))
		if err := attach(ctx, tx, r.ID, person); err != nil {
			return outbox.Decision{}, err
		}
	}
	l.Why = texts.T("planned.mail.why", "rhythm", r.When(texts), "contact", current.Text("hr_contact"))
	return s.Press.Deliver(current, mail.Address{Name: to.Name(), Email: to.Email}, l)
}

// files are the Kurzbericht and the Management workbook, as far as they are wanted,
// of the last month end, registered as handed out; none where that has not been kept.
func (s *Service) files(ctx context.Context, tx *db.Tx, r Run, texts *i18n.Printer, person int64, now time.Time) ([]mail.Attachment, error) {
	months, err := s.MonthEnds.Last(ctx, r.monthOf(r.AsOf), monthend.BriefMonths)
	if apperr.Is(err, apperr.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var list []mail.Attachment
	add := func(variant monthend.Variant, name, media string, content []byte) error {
		list = append(list, mail.Attachment{Name: months[0].AsOf.String() + "_" + name, MediaType: media, Data: content})
		return monthend.Register(ctx, tx, months[0], variant, texts.Lang(), person, now, sha256.Sum256(content))
	}
	if r.Brief {
		content, err := monthend.PDF(monthend.NewBrief(texts, months))
		if err == nil {
			err = add(monthend.BriefVariant, texts.T("month.pdf_name")+".pdf", "application/pdf", content)
		}
		if err != nil {
			return nil, err
		}
	}
	if r.Management {
		var out bytes.Buffer
		err := s.MonthEnds.Workbook(&out, texts, months, now)
		if err == nil {
			err = add(monthend.ManagementVariant, "Management.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", out.Bytes())
		}
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Title is what is sent, in words: «Kurzbericht», «Bericht für HR und Revision, Bau
// und Umwelt».
func (t Terms) Title(l *i18n.Printer, department string) string {
	text := l.T("planned.variant." + string(t.Variant))
	if department != "" {
		text = l.T("planned.of", "what", text, "department", department)
	}
	return text
}

// When is how often, in words: «per Monatsende, am 3. Arbeitstag danach».
func (t Terms) When(l *i18n.Printer) string {
	if t.Rhythm == Weekly {
		return l.T("planned.when.weekly", "weekday", l.Weekday(time.Weekday(t.Day)))
	}
	return l.T("planned.when."+string(t.Rhythm), "n", t.Day)
}
