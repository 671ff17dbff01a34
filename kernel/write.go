package kernel

import (
	"encoding/json"
	"strings"
	"time"

	"quanlian/base/errs"
)

// Write is one value of the closed list of writes that are no move: account,
// draft, message, mandate, feedback. desk.Do applies them under the same
// permission, idempotency key and journal as an act.
type Write interface{ Write() string }

// SaveDraft keeps what a person has typed so far. Subject is
// the form: an item, or case and move.
type SaveDraft struct {
	User    UserID          `json:"user"`
	Party   PartyID         `json:"party"`
	Subject string          `json:"subject"`
	Step    string          `json:"step,omitempty"`
	Data    json.RawMessage `json:"data"`
	// Was is when the draft was saved last as the writer read it: one that moved on
	// since is not written over. Zero: not looked at.
	Was time.Time `json:"was,omitzero"`
}

// DropDraft removes a draft once its form was sent or thrown away.
type DropDraft struct {
	User    UserID  `json:"user"`
	Party   PartyID `json:"party"`
	Subject string  `json:"subject"`
	// Was is when the draft was saved last as it was sent: what another window typed
	// since stays. Zero: not looked at.
	Was time.Time `json:"was,omitzero"`
}

// PostMessage adds a message inside a case, seen by those whose level of
// disclosure reaches it.
type PostMessage struct {
	ID    string  `json:"id"`
	Case  CaseID  `json:"case"`
	From  UserID  `json:"from"`
	Party PartyID `json:"party"`
	Text  string  `json:"text"`
	Level Level   `json:"level"`
}

// Feedback says what a person did with a proposal of the program (a write), or
// what came of it by an act (an effect of the act: contacted, signed), so that the
// next version of what proposes can be measured. It is not shown to others.
type Feedback struct {
	User    UserID `json:"user"`
	Subject string `json:"subject"` // what was proposed for: a case number
	Object  string `json:"object"`  // what was proposed: a right or a case number
	Kind    string `json:"kind"`    // shown, opened, contacted, signed
	Version string `json:"version"` // of what proposed it
	// Place is where it stood in the list as it was shown, from 1; 0 is unknown.
	Place int `json:"place,omitempty"`
}

// Guard: that somebody was contacted or signed is said by the act itself.
func (w Feedback) Guard(View, Actor, time.Time) error {
	if w.Kind == "contacted" || w.Kind == "signed" {
		return errs.New(errs.Forbidden, "kernel.feedback_by_act", nil)
	}
	return nil
}

// Effect is the name under which it stands in the journal.
func (Feedback) Effect() EffectName { return "feedback" }

// FeedbackKinds are what a person can do with a proposal, each step further
// than the one before.
func FeedbackKinds() []string { return []string{"shown", "opened", "contacted", "signed"} }

// GrantMandate stores a power of attorney.
type GrantMandate struct {
	Mandate Mandate `json:"mandate"`
}

// RevokeMandate ends a power of attorney at an instant.
type RevokeMandate struct {
	ID        MandateID `json:"id"`
	Principal PartyID   `json:"principal"`
	At        time.Time `json:"at"`
}

// PutParty creates a party or changes what is registered of it; each change is
// kept. Paper is the upload that proves another name, code or kind.
type PutParty struct {
	Party Party  `json:"party"`
	Paper string `json:"paper,omitempty"`
}

// PutUser creates a log-in. Hash is the encoded argon2id hash, never a password.
type PutUser struct {
	ID    UserID `json:"id"`
	Login string `json:"login"`
	Name  string `json:"name"`
	Hash  string `json:"-"`
}

// PutMember makes a user a member of a party with a duty and rights, or
// removes the membership when Rights is empty.
type PutMember struct {
	User   UserID  `json:"user"`
	Party  PartyID `json:"party"`
	Duty   Duty    `json:"duty"`
	Rights []Right `json:"rights"`
}

// PutPost gives a user an office, or removes it when Until has passed.
type PutPost struct {
	User  UserID    `json:"user"`
	Post  Post      `json:"post"`
	Until time.Time `json:"until,omitzero"`
}

// PutUnit makes, renames or closes a unit of the city.
type PutUnit struct {
	Unit Unit `json:"unit"`
}

// Guard looks at the id, which stands in policies and flows, and at the name.
func (w PutUnit) Guard(View, Actor, time.Time) error {
	var bad errs.List
	id := string(w.Unit.ID)
	if id == "" || strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || id[0] == '-' {
		bad.Add(errs.At("unit_id", "kernel.unit.bad_id", nil))
	}
	if w.Unit.Zh == "" {
		bad.Add(errs.At("zh", "kernel.unit.no_name", nil))
	}
	return bad.Err()
}

// PutDocument stores the content of a rendered or uploaded paper under its
// hash; the bytes lie in the blob store already. A person puts papers in without
// a case: a move lays them into one by [AttachDocument].
type PutDocument struct {
	ID     string `json:"id"`
	Case   CaseID `json:"case"`
	Kind   string `json:"kind"`
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	SM3    string `json:"sm3,omitempty"`
	Bytes  int64  `json:"bytes"`
	Media  string `json:"media"`
	Pages  int    `json:"pages,omitempty"` // 0: not known
	Level  Level  `json:"level"`
	By     UserID `json:"by"`
	For    Role   `json:"-"` // set by a move alone, see [AttachDocument]
}

// Suspend puts an answer that fits no case into the suspense account, where a
// clerk finds it.
type Suspend struct {
	ID      string          `json:"id"`
	Party   Role            `json:"party"`
	Answer  string          `json:"answer"`
	AskKey  string          `json:"ask_key"`
	Payload json.RawMessage `json:"payload"`
	Reason  string          `json:"reason"`
}

// ClearStray takes an answer out of the suspense list; the note says what was
// done with it.
type ClearStray struct {
	ID   string `json:"id"`
	Note string `json:"note"`
}

// EraseEntries deletes what entries of the journal say, by order of law or of
// the person concerned: body, salt and actor go, the commitment stays in the
// log and says nothing any more. The erasure itself is an entry.
type EraseEntries struct {
	Entries []string `json:"entries"`
	Reason  string   `json:"reason"`
}

// Journaled is a read of personal data that must be remembered: a file opened by
// staff, a paper fetched, a list taken out.
type Journaled struct {
	What  string `json:"what"` // case, paper, export
	Case  CaseID `json:"case,omitempty"`
	Paper string `json:"paper,omitempty"` // name of the paper
}

// Write names, as they stand in the journal.
func (SaveDraft) Write() string     { return "draft.save" }
func (DropDraft) Write() string     { return "draft.drop" }
func (PostMessage) Write() string   { return "message.post" }
func (Feedback) Write() string      { return "feedback" }
func (GrantMandate) Write() string  { return "mandate.grant" }
func (RevokeMandate) Write() string { return "mandate.revoke" }
func (PutParty) Write() string      { return "party.put" }
func (PutUser) Write() string       { return "user.put" }
func (PutMember) Write() string     { return "member.put" }
func (PutPost) Write() string       { return "post.put" }
func (PutUnit) Write() string       { return "unit.put" }
func (PutDocument) Write() string   { return "document.put" }
func (Suspend) Write() string       { return "answer.suspend" }
func (ClearStray) Write() string    { return "answer.clear" }
func (EraseEntries) Write() string  { return "journal.erase" }
func (Journaled) Write() string     { return "read" }

// DraftKept is how long a draft is kept after it was saved last. Unit: days.
// Source: our choice [D], said on the form: a quarter.
const DraftKept = 90 * 24 * time.Hour

// DropOldDrafts removes the drafts that nobody saved since the instant, and what an
// organisation refused inside and nobody took up again; templates stay.
type DropOldDrafts struct {
	Before time.Time `json:"before"`
}

// Write is the name in the journal.
func (DropOldDrafts) Write() string { return "draft.expire" }
