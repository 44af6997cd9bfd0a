package auth

import (
	"context"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

// inviteAgainAfter keeps a second press of the button from being a second mail.
const inviteAgainAfter = time.Minute

// Access is how far somebody is with getting in.
type Access struct {
	BeenIn     bool       // has signed in before, whichever way
	InvitedAt  *time.Time // the last invitation, nil for none
	InvitedBy  string     // name; empty: the person asked for it again
	HasMailbox bool
	Shared     bool // of several people: no code and no link goes there
}

// Open reports whether the invitation still holds and has not been used.
func (a Access) Open(now time.Time) bool {
	return !a.BeenIn && a.InvitedAt != nil && now.Before(a.InvitedAt.Add(InvitationLife))
}

// MayInvite reports whether an invitation can go to the person.
func (a Access) MayInvite() bool { return a.HasMailbox && !a.Shared && !a.BeenIn }

// Invite sends one person a link with which to get in; an earlier one stays good.
// Invalid for whom it could not reach, Conflict if one has just been sent.
func (s *Service) Invite(ctx context.Context, tx *db.Tx, actor, person int64, now time.Time) error {
	if err := lockInvitations(ctx, tx); err != nil {
		return err
	}
	a, err := AccessOf(ctx, tx, person, now)
	if err != nil {
		return err
	}
	switch {
	case a.BeenIn:
		return apperr.New(apperr.Conflict, "error.invite.been_in", nil)
	case !a.HasMailbox:
		return apperr.New(apperr.Invalid, "error.invite.no_mailbox", nil)
	case a.Shared:
		return apperr.New(apperr.Invalid, "error.invite.shared", nil)
	case a.InvitedAt != nil && now.Before(a.InvitedAt.Add(inviteAgainAfter)):
		return apperr.New(apperr.Conflict, "error.invite.just_sent", nil)
	}
	return invite(ctx, tx, actor, []int64{person}, now)
}

// Audience of a round of invitations.
type Audience struct {
	Scope      people.Scope
	Department int64 // with all below it, 0: all
}

// Round is whom a round of invitations reaches: those of the audience who may
// sign in and never have.
type Round struct {
	Never     int // all of them
	NoMailbox int // get their password on paper
	Shared    int // have a mailbox with others: likewise
	Open      int // hold an invitation that still works
	Mails     int // get one now
}

// InviteAll invites everybody whom PreviewRound counts as Mails. mails is what the
// page showed and HR confirmed: if it is another number by now the round is Stale
// and nobody is invited. A second call finds nobody left.
func (s *Service) InviteAll(ctx context.Context, tx *db.Tx, actor int64, who Audience, mails int, now time.Time) error {
	if err := lockInvitations(ctx, tx); err != nil {
		return err
	}
	ids, err := uninvited(ctx, tx, who, now)
	if err != nil {
		return err
	}
	if len(ids) != mails {
		return apperr.New(apperr.Stale, "error.invite.changed", map[string]any{"mails": len(ids)}).At("mails")
	}
	return invite(ctx, tx, actor, ids, now)
}

func invite(ctx context.Context, tx *db.Tx, actor int64, persons []int64, now time.Time) error {
	entries := make([]audit.Entry, len(persons))
	for i, person := range persons {
		if err := ask(ctx, tx, request{Purpose: ForInvitation, PersonID: person, AskedBy: actor, AskedAt: now}); err != nil {
			return err
		}
		entries[i] = audit.Entry{ActorID: actor, Action: "auth.invited", ObjectKind: "person", SubjectID: person}
	}
	return audit.RecordMany(ctx, tx, entries)
}

// PreviewRound counts whom InviteAll would invite at now.
func PreviewRound(ctx context.Context, c db.Conn, who Audience, now time.Time) (Round, error) {
	return countRound(ctx, c, who, now, calendar.DateOf(now))
}
