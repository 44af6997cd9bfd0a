package course_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"zaemme/courses"
	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/markdown"
	"zaemme/internal/settings"
	"zaemme/internal/testing/dbtest"
)

var today = calendar.NewDate(2026, time.November, 21)

// shipped are the courses of the product.
func shipped(t *testing.T) []*coursefile.Course {
	t.Helper()
	list, problems := coursefile.LoadAll(courses.Files)
	if coursefile.HasErrors(problems) {
		t.Fatal(problems)
	}
	return list
}

// published is a catalogue of them.
func published(t *testing.T) *course.Catalogue {
	t.Helper()
	d := dbtest.New(t)
	if _, err := course.Sync(t.Context(), d, shipped(t), today); err != nil {
		t.Fatal(err)
	}
	c := course.NewCatalogue(d)
	if err := c.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	return c
}

// with is the course of the code, changed.
func with(t *testing.T, list []*coursefile.Course, code string, change func(c *coursefile.Course)) []*coursefile.Course {
	t.Helper()
	out := make([]*coursefile.Course, len(list))
	for i, c := range list {
		out[i] = c
		if c.Code == code {
			copied := *c
			copied.Modules = append([]coursefile.Module{}, c.Modules...)
			change(&copied)
			out[i] = &copied
		}
	}
	return out
}

func TestOnlyChangedContentMakesAVersion(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	list := shipped(t)
	sync := func(list []*coursefile.Course) []string {
		t.Helper()
		changed, err := course.Sync(t.Context(), d, list, today)
		if err != nil {
			t.Fatal(err)
		}
		return changed
	}
	if first := sync(list); len(first) != len(list) {
		t.Fatalf("first: %v", first)
	}
	catalogue := course.NewCatalogue(d)
	if err := catalogue.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	before, err := catalogue.ByCode("IS-01")
	if err != nil {
		t.Fatal(err)
	}
	if again := sync(list); len(again) != 0 {
		t.Errorf("unchanged courses got versions: %v", again)
	}
	edited := with(t, list, "IS-01", func(c *coursefile.Course) { c.Modules[0].Body += "\n\nEin Satz mehr." })
	if changed := sync(edited); len(changed) != 1 || changed[0] != "IS-01" {
		t.Errorf("changed: %v", changed)
	}
	if err := catalogue.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	after, err := catalogue.ByCode("IS-01")
	if err != nil || after.Number != before.Number+1 || after.CourseID != before.CourseID || after.Hash == before.Hash {
		t.Errorf("%+v after %+v, %v", after, before, err)
	}
	// Whoever has passed the older one can still be shown it.
	kept, err := course.NewCatalogue(d).Version(t.Context(), before.ID)
	if err != nil || kept.Content.Hash() != before.Hash || strings.Contains(kept.Content.Modules[0].Body, "Ein Satz mehr.") {
		t.Errorf("the older version is not what it was: %v", err)
	}
}

// Several instances start at once: each version is made once.
func TestConcurrentSync(t *testing.T) {
	t.Parallel()
	d, list := dbtest.New(t), shipped(t)
	var wg sync.WaitGroup
	var mu sync.Mutex
	made := 0
	for range 3 {
		wg.Go(func() {
			changed, err := course.Sync(t.Context(), d, list, today)
			mu.Lock()
			defer mu.Unlock()
			made += len(changed)
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if made != len(list) {
		t.Errorf("%d versions were made of %d courses", made, len(list))
	}
}

func TestEquivalenceGoesOneWay(t *testing.T) {
	t.Parallel()
	c := published(t)
	long, err := c.ByCode("IS-01")
	short, none := c.ByCode("IS-01K")
	if err := errors.Join(err, none); err != nil {
		t.Fatal(err)
	}
	if got := c.Fulfils(long.CourseID); len(got) != 1 || got[0] != short.CourseID {
		t.Errorf("IS-01 fulfils %v", got)
	}
	if got := c.Fulfils(short.CourseID); len(got) != 0 {
		t.Errorf("IS-01K fulfils %v", got)
	}
	if got := c.FulfilledBy(short.CourseID); len(got) != 1 || got[0] != long.CourseID {
		t.Errorf("IS-01K is fulfilled by %v", got)
	}
	if _, err := c.ByCode("XX-99"); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("an unknown course: %v", err)
	}
}

// A text is filled with the municipality's settings, and anew when they change.
func TestTextsFollowTheSettings(t *testing.T) {
	t.Parallel()
	c := published(t)
	v, err := c.ByCode("IS-01")
	if err != nil {
		t.Fatal(err)
	}
	labels := course.Labels{Lang: "de", Texts: map[markdown.Kind]string{}}
	for _, kind := range append(markdown.Kinds(), markdown.LabelTable) {
		labels.Texts[kind] = string(kind)
	}
	all := func(s settings.Settings) string {
		texts, err := c.Texts(v, s, labels)
		if err != nil {
			t.Fatal(err)
		}
		if len(texts) != len(v.Content.Modules) {
			t.Fatalf("%d texts of %d modules", len(texts), len(v.Content.Modules))
		}
		html := ""
		for _, text := range texts {
			html += text.HTML
		}
		return html
	}
	before := all(settings.Defaults())
	after := all(settings.Defaults().With("ict_emergency", "041 000 00 99"))
	if !strings.Contains(after, "041 000 00 99") || strings.Contains(before, "041 000 00 99") || strings.Contains(after, "{{") {
		t.Error("the texts do not follow the settings")
	}
	if all(settings.Defaults()) != before {
		t.Error("the same settings give another text")
	}
}
