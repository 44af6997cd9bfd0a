package markdown

import (
	"fmt"
	"testing"
)

func TestLinks(t *testing.T) {
	t.Parallel()
	const text = "Ein [Verweis](https://www.admin.ch/a?b=c) und <https://emmen.ch>.\n\n> [!NOTE] Titel\n> [zwei](HTTP://example.org)\n\n| a | b |\n|---|---|\n| [x](https://x.ch) | y |\n\n" +
		"`[kein](https://code.ch)` [Post](mailto:a@b.ch) [hier](#oben) [Pfad](/kurse)\n\n[spät]\n\n[spät]: https://ref.ch\n"
	want := "[{https://www.admin.ch/a?b=c 1} {https://emmen.ch 1} {HTTP://example.org 4} {https://x.ch 8} {https://ref.ch 12}]"
	if got := fmt.Sprint(Links(text)); got != want {
		t.Errorf("%s\nnot %s", got, want)
	}
}
