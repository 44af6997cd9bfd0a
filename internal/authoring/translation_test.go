package authoring_test

import (
	"testing"

	"zaemme/internal/authoring"
	"zaemme/internal/coursefile"
)

// A release that changes German alone makes the English outdated here, whether or not
// anybody has noted of what it was made.
func TestMergingMakesTranslationsOutdated(t *testing.T) {
	t.Parallel()
	for _, noted := range []bool{false, true} {
		base, ours, theirs := rich(t), rich(t), rich(t)
		lang := base.Further()[0]
		for _, c := range []*coursefile.Course{base, ours, theirs} {
			c.Titles[lang] = "Title"
			c.Made = nil
			if noted {
				c.Settle()
			}
		}
		ours.Minutes++
		theirs.Titles[theirs.Language] += " neu"
		if noted {
			theirs.Settle()
		}
		merged, _, err := authoring.Merge(base, ours, theirs)
		if err != nil {
			t.Fatal(err)
		}
		if list := authoring.TranslationInto(merged, lang).Outdated; len(list) != 1 || list[0].Field != "title" {
			t.Errorf("noted %v: %+v", noted, list)
		}
	}
}
