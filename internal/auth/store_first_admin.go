package auth

import (
	"context"
	"fmt"
	"net/mail"
	"strings"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

// FirstAdmin is what the first administrator enters on the page of the link.
type FirstAdmin struct {
	FirstName, LastName, Email, Password string
}

// Check says what is wrong with the entries, by field.
func (a FirstAdmin) Check() []error {
	var wrong []error
	add := func(field, key string) { wrong = append(wrong, apperr.New(apperr.Invalid, key, nil).At(field)) }
	if strings.TrimSpace(a.FirstName) == "" {
		add("first_name", "error.field.empty")
	}
	if strings.TrimSpace(a.LastName) == "" {
		add("last_name", "error.field.empty")
	}
	if parsed, err := mail.ParseAddress(a.Email); err != nil || parsed.Address != strings.TrimSpace(a.Email) {
		add("email", "error.field.email")
	}
	if err := CheckPassword(a.Password, a.FirstName, a.LastName, a.Email); err != nil {
		wrong = append(wrong, err)
	}
	return wrong
}

// CreateFirstAdmin consumes the one-time link and makes a person with the roles
// admin and hr, who can then import everybody else. It returns a session token.
func (s *Service) CreateFirstAdmin(ctx context.Context, token string, a FirstAdmin, device string, now time.Time) (string, error) {
	hash, err := s.Hasher.Hash(ctx, a.Password)
	if err != nil {
		return "", err
	}
	var session string
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		if err := useLink(ctx, tx, "first_admin", token, now); err != nil {
			return err
		}
		var person int64
		if err := db.One(tx.Query(ctx), &person, `
			insert into persons (last_name, first_name, email) values (?, ?, ?) returning id`,
			strings.TrimSpace(a.LastName), strings.TrimSpace(a.FirstName), strings.TrimSpace(a.Email)); err != nil {
			return fmt.Errorf("auth: create the first administrator: %w", err)
		}
		for _, role := range []people.Role{people.RoleAdmin, people.RoleHR} {
			if err := GrantAtInstallation(ctx, tx, person, role, calendar.DateOf(now)); err != nil {
				return err
			}
		}
		if err := saveHash(ctx, tx, person, hash, false, now); err != nil {
			return err
		}
		session, err = Start(ctx, tx, person, device, now)
		return err
	})
	return session, err
}

// GrantAtInstallation gives a role that nobody in the app granted: to the first
// administrator, and by the operator's command line. It holds for the whole
// organisation, without an end. Errors as people.GrantRole.
func GrantAtInstallation(ctx context.Context, tx *db.Tx, person int64, role people.Role, from calendar.Date) error {
	if _, err := people.GrantRole(ctx, tx, people.Grant{PersonID: person, Role: role, From: from, Until: calendar.Forever}, from); err != nil {
		return err
	}
	return RightsChanged(ctx, tx, person)
}
