package reminder

import (
	"context"

	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/mailtext"
)

// voice is the printer of a language with HR's wordings; for one goroutine.
type voice func(lang string) *i18n.Printer

// voice reads the wordings in force.
func (s *Service) voice(ctx context.Context, c db.Conn) (voice, error) {
	wordings, err := mailtext.Load(ctx, c)
	return s.voiceOf(wordings), err
}

func (s *Service) voiceOf(wordings mailtext.Wordings) voice {
	made := map[string]*i18n.Printer{}
	return func(lang string) *i18n.Printer {
		if made[lang] == nil {
			made[lang] = wordings.Printer(s.Texts.Printer(lang))
		}
		return made[lang]
	}
}
