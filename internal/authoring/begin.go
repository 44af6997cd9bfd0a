package authoring

import (
	"context"
	"regexp"
	"slices"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/markdown"
)

// Begin opens a draft with the newest version of the course, of a running pilot too. Errors: NotFound,
// Conflict where a draft of it is open.
func (s *Service) Begin(ctx context.Context, tx *db.Tx, act Act, code string) (int64, error) {
	v, err := s.Courses.Head(code)
	if err != nil {
		return 0, err
	}
	content, err := course.WithImages(ctx, tx, v.Source())
	if err != nil {
		return 0, err
	}
	return s.open(ctx, tx, act, Draft{Code: code, Base: v.ID, Files: content.Files()})
}

// New is what an empty course begins with.
type New struct {
	Code             string
	German, English  string // titles
	Kind             coursefile.Kind
	Publisher, Owner string // the municipality; a function, never a name
}

var codeForm = regexp.MustCompile(`^[A-Z]{2,4}-[0-9]{2}[A-Z]?$`)

// BeginEmpty opens a draft of a new course with one module. Errors: Invalid with
// the field, Conflict where there is such a course.
func (s *Service) BeginEmpty(ctx context.Context, tx *db.Tx, act Act, n New) (int64, error) {
	if !codeForm.MatchString(n.Code) {
		return 0, apperr.New(apperr.Invalid, "error.authoring.code", nil).At("code")
	}
	if _, err := s.Courses.ByCode(n.Code); err == nil {
		return 0, apperr.New(apperr.Conflict, "error.authoring.taken", map[string]any{"code": n.Code}).At("code")
	}
	return s.open(ctx, tx, act, Draft{Code: n.Code, Files: empty(n, act.Today).Files()})
}

// empty is a course in which everything is set that has a sensible first value.
func empty(n New, today calendar.Date) *coursefile.Course {
	titles := coursefile.Texts{"de": n.German, "en": n.English, "fr": n.German, "it": n.German}
	c := &coursefile.Course{
		Code: n.Code, Namespace: "ch.gemeinde", Publisher: n.Publisher, Kind: n.Kind, Language: "de", Titles: titles,
		Minutes: 15, PassPercent: 80, ValidityMonths: 24, DueDays: 30, MinWorkingDays: 5, Owner: n.Owner,
		ReviewDue: today.AddMonths(12), AsOf: today, Licence: "CC-BY-SA-4.0", Digcomp: coursefile.Digcomp{Version: "3.0"},
		Version: coursefile.VersionNote{Materiality: coursefile.Material, Note: coursefile.Texts{"de": "Erste Ausgabe.", "en": "First edition."}},
	}
	if n.Kind == coursefile.Classroom {
		c.Trainer = &coursefile.Module{Slug: "trainer", Titles: coursefile.Texts{"de": "Für die Kursleitung", "en": "For the trainer"}, Minutes: 15, Body: pageSkeleton}
		c.Handout = &coursefile.Module{Slug: "handout", Titles: coursefile.Texts{"de": "Zum Mitnehmen", "en": "To take home"}, Body: pageSkeleton}
		return c
	}
	AddModule(c, titles)
	if !n.Kind.Tested() {
		c.PassPercent, c.Digcomp = 0, coursefile.Digcomp{}
	}
	return c
}

// BeginArchive opens a draft with the files of an archive: on the newest version
// where there is such a course, else as a new one. Errors: Invalid with the
// problems that keep it from being read at all (Unreadable), Conflict where a draft
// is open.
func (s *Service) BeginArchive(ctx context.Context, tx *db.Tx, act Act, files coursefile.Files) (int64, error) {
	c, err := taken(ctx, tx, files)
	if err != nil {
		return 0, err
	}
	d := Draft{Code: c.Code}
	if v, err := s.Courses.Head(c.Code); err == nil {
		d.Base = v.ID
		keepBeside(c, v.Source())
	}
	d.Files = c.Files()
	return s.open(ctx, tx, act, d)
}

// Replace puts the files of an archive in the place of those of the draft.
func (s *Service) Replace(ctx context.Context, tx *db.Tx, act Act, id int64, files coursefile.Files) error {
	c, err := taken(ctx, tx, files)
	if err != nil {
		return err
	}
	return s.Edit(ctx, tx, act, id, func(before *coursefile.Course) error {
		if before.Code != c.Code {
			return apperr.New(apperr.Invalid, "error.authoring.other_course", map[string]any{"code": c.Code, "want": before.Code})
		}
		keepBeside(c, before)
		*before = *c
		return nil
	})
}

// BeginUpdate opens a draft in which what a release brings is merged into what was
// edited here. NotFound where there is no update.
func (s *Service) BeginUpdate(ctx context.Context, tx *db.Tx, act Act, code string) (int64, error) {
	v, err := s.Courses.Head(code)
	if err != nil {
		return 0, err
	}
	update, err := course.UpdateOf(ctx, tx, v.CourseID)
	if err != nil {
		return 0, err
	}
	merged, notes, err := Merge(update.Released, v.Source(), update.Content)
	if err != nil {
		return 0, err
	}
	if merged, err = course.WithImages(ctx, tx, merged); err != nil {
		return 0, err
	}
	return s.open(ctx, tx, act, Draft{Code: code, Base: v.ID, Files: merged.Files(), Notes: notes, Takes: update.Hash})
}

// DeclineUpdate leaves what a release brings aside; the next one is offered again.
func (s *Service) DeclineUpdate(ctx context.Context, tx *db.Tx, act Act, code string) error {
	v, err := s.Courses.ByCode(code)
	if err != nil {
		return err
	}
	if err := course.CloseUpdates(ctx, tx, v.CourseID); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Entry{ActorID: act.PersonID, Action: "course.update.declined", ObjectKind: "course", ObjectID: code})
}

func (s *Service) open(ctx context.Context, tx *db.Tx, act Act, d Draft) (int64, error) {
	id, err := insert(ctx, tx, act, d)
	if err != nil {
		return 0, err
	}
	return id, audit.Record(ctx, tx, audit.Entry{ActorID: act.PersonID, Action: "course.draft.begun", ObjectKind: "course", ObjectID: d.Code})
}

// Unreadable are the problems of files that make no draft.
type Unreadable []coursefile.Problem

func (u Unreadable) Error() string { return "authoring: " + u[0].String() }

// unsound are the problems after which the files would not say what their author
// meant; all others can be mended in the draft.
var unsound = []string{
	"yaml_syntax", "yaml_alias", "yaml_multiple", "file_missing", "file_unreadable", "file_too_large", "file_encoding", "file_unclaimed",
	"file_name", "file_twice", "front_matter", "module_number", "field_twice", "field_unknown", "field_type", "emblem_content", "language_unknown", "overlay_whole", "media_content", "media_large", "media_twice", "media_name",
}

// readable is the course that the files make.
func readable(files coursefile.Files) (*coursefile.Course, error) {
	folder := "kurs"
	if c, _ := files.Load(folder); c != nil && c.Code != "" {
		folder = Folder(c.Code)
	}
	c, problems := files.Load(folder)
	whole := c != nil && c.Code != "" && c.Kind != ""
	var wrong Unreadable
	for _, p := range problems {
		form := p.Key == "field_pattern" && slices.Contains([]any{"modules", "file", "code", "id"}, p.Args["field"])
		if p.Level == coursefile.Error && (!whole || form || slices.Contains(unsound, p.Key)) {
			wrong = append(wrong, p)
		}
	}
	if len(wrong) > 0 {
		return nil, apperr.Wrap(apperr.Invalid, "error.authoring.unreadable", wrong).At("file")
	}
	return c, nil
}

// titleSlug is the part of a file's name that follows from the title.
func titleSlug(titles coursefile.Texts) string {
	slug := markdown.Slug(titles.In("de"))
	if len(slug) > 40 {
		slug = slug[:40]
	}
	for len(slug) > 0 && slug[len(slug)-1] == '-' {
		slug = slug[:len(slug)-1]
	}
	if slug == "" {
		slug = "modul"
	}
	return slug
}
