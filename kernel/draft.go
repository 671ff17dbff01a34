package kernel

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"quanlian/base/errs"
)

// HeldDraft is a draft as it stands, with who holds it and under which mandate
// it was typed ("" as a member of the party itself).
type HeldDraft struct {
	User    UserID          `json:"user"`
	Party   PartyID         `json:"party"`
	Subject string          `json:"subject"`
	Mandate MandateID       `json:"mandate,omitempty"`
	Data    json.RawMessage `json:"-"`
	Updated time.Time       `json:"updated"`
}

// DraftOf asks for a draft; the zero value, without a subject, when there is none.
type DraftOf struct {
	User    UserID
	Party   PartyID
	Subject string
}

// Answer binds the query to its answer.
func (DraftOf) Answer(HeldDraft) {}

// DraftHand is the trace of a draft that passed from one person to another.
type DraftHand struct {
	ID      string    `json:"id"`
	From    UserID    `json:"from"`
	By      string    `json:"by"` // name of who had it
	Party   PartyID   `json:"party"`
	Subject string    `json:"subject"`
	To      UserID    `json:"to"`
	Holder  UserID    `json:"holder"` // who has it now, when it went on
	Who     string    `json:"who"`    // name of the holder
	Note    string    `json:"note,omitempty"`
	Made    time.Time `json:"made"`
	// Gone is when the holder sent it or threw it away.
	Gone time.Time `json:"gone,omitzero"`
}

// HandOf asks for the open trace of a draft that a person gave away; the zero
// value when there is none, or when it came back.
type HandOf struct {
	User    UserID
	Party   PartyID
	Subject string
}

// Answer binds the query to its answer.
func (HandOf) Answer(DraftHand) {}

// MandateAfter asks for the mandate that took over from another; the zero value
// when none did.
type MandateAfter struct{ ID MandateID }

// Answer binds the query to its answer.
func (MandateAfter) Answer(Mandate) {}

// ActsFor asks whether a person can act for a party at the instant, as a member
// or under any mandate.
type ActsFor struct {
	User  UserID
	Party PartyID
	At    time.Time
}

// Answer binds the query to its answer.
func (ActsFor) Answer(bool) {}

// HandDraft gives one's draft to a colleague, with the files that were put in for
// it; from then on it is the colleague's (交给同事).
type HandDraft struct {
	ID      string  `json:"id"`
	From    UserID  `json:"from"`
	To      UserID  `json:"to"`
	Party   PartyID `json:"party"`
	Subject string  `json:"subject"`
	Note    string  `json:"note,omitempty"`
	// Name of the form in both languages, for the notice.
	Name   string `json:"name,omitempty"`
	NameEn string `json:"name_en,omitempty"`
}

// TakeDraft takes over a draft whose holder can no longer reach it: who left, or
// whose mandate ended (接手).
type TakeDraft struct {
	ID      string  `json:"id"`
	From    UserID  `json:"from"`
	To      UserID  `json:"to"`
	Party   PartyID `json:"party"`
	Subject string  `json:"subject"`
	Name    string  `json:"name,omitempty"`
	NameEn  string  `json:"name_en,omitempty"`
}

// BeginAnew lets who gave a draft away begin that form once more.
type BeginAnew struct {
	User    UserID  `json:"user"`
	Party   PartyID `json:"party"`
	Subject string  `json:"subject"`
}

// Write names, as they stand in the journal.
func (HandDraft) Write() string { return "draft.hand" }
func (TakeDraft) Write() string { return "draft.take" }
func (BeginAnew) Write() string { return "draft.anew" }

// OwnedBy: one gives away what is one's own, for a party.
func (w HandDraft) OwnedBy(a Actor) bool {
	return a.User != "" && w.From == a.User && w.Party != "" && w.Party == a.Party
}

// OwnedBy: one takes for oneself what was typed for the party that one acts for;
// the guard looks whether it fell to that hat.
func (w TakeDraft) OwnedBy(a Actor) bool {
	return a.User != "" && w.To == a.User && w.Party != "" && w.Party == a.Party
}

// OwnedBy: one's own forms alone.
func (w BeginAnew) OwnedBy(a Actor) bool { return w.User == a.User && w.Party == a.Party }

// LongestDraftNote is how long the note to a colleague may be.
// Unit: characters. Source: our choice: a note, not a letter.
const LongestDraftNote = 500

// prepares reports whether rights allow to go on with a form.
func prepares(rights []Right) bool {
	return slices.Contains(rights, RightDraft) || slices.Contains(rights, RightSubmit)
}

// Prepares reports whether a member may go on with a form.
func (m Member) Prepares() bool { return prepares(m.Rights) }

// Colleagues are the members who may go on with a form in the actor's place.
func Colleagues(a Actor, members []Member) []Member {
	return slices.DeleteFunc(slices.Clone(members), func(m Member) bool { return m.User == a.User || m.Closed || !m.Prepares() })
}

// Guard refuses to overwrite from a page that is still open what a colleague has
// since: the text stays with who typed it.
func (w SaveDraft) Guard(v View, a Actor, _ time.Time) error {
	if err := w.unmoved(v); err != nil {
		return err
	}
	if a.System != "" || w.Party == "" {
		return nil
	}
	h, err := Load(v, HandOf{User: w.User, Party: w.Party, Subject: w.Subject})
	switch {
	case err != nil || h.ID == "":
		return err
	case !h.Gone.IsZero():
		return errs.New(errs.Conflict, "kernel.draft.handed_gone", errs.Args{"who": h.Who, "at": h.Made})
	}
	return errs.New(errs.Conflict, "kernel.draft.handed", errs.Args{"who": h.Who, "at": h.Made})
}

// unmoved refuses to write over what another window saved since the draft was read.
func (w SaveDraft) unmoved(v View) error {
	if w.Was.IsZero() {
		return nil
	}
	d, err := Load(v, DraftOf{User: w.User, Party: w.Party, Subject: w.Subject})
	if err == nil && !d.Updated.Equal(w.Was) {
		return errs.New(errs.Conflict, DraftMoved, nil)
	}
	return err
}

// DraftMoved is the fault of a draft that another window saved meanwhile: it is
// read and written once more.
const DraftMoved = "kernel.draft.moved"

// Handed reports whether a fault says that a colleague has the draft.
func Handed(err error) bool {
	e := errs.As(err)
	return e != nil && (e.Code == "kernel.draft.handed" || e.Code == "kernel.draft.handed_gone")
}

// Guard looks whether the colleague may go on with the form, and has none of it.
func (w HandDraft) Guard(v View, a Actor, _ time.Time) error {
	if len([]rune(w.Note)) > LongestDraftNote {
		return errs.At("note", "kernel.draft.note_long", errs.Args{"most": LongestDraftNote})
	}
	if strings.HasPrefix(w.Subject, "template/") {
		return errs.New(errs.Invalid, "kernel.draft.template_stays", nil)
	}
	d, err := Load(v, DraftOf{User: w.From, Party: w.Party, Subject: w.Subject})
	if err != nil {
		return err
	}
	if d.Subject == "" {
		return errs.New(errs.Conflict, "kernel.draft.gone", nil)
	}
	to, err := colleague(v, a, w.To)
	if err != nil {
		return err
	}
	return free(v, to, w.To, w.Party, w.Subject)
}

// colleague is the member of the actor's own organisation who can go on under
// the same hat.
func colleague(v View, a Actor, to UserID) (Member, error) {
	org := a.Party
	if a.Mandate != "" {
		m, err := Load(v, MandateByID{ID: a.Mandate})
		switch {
		case err != nil:
			return Member{}, err
		case m.AgentUser != "":
			return Member{}, errs.New(errs.Forbidden, "kernel.draft.mandate_personal", nil)
		case !prepares(m.Rights):
			return Member{}, errs.New(errs.Forbidden, "kernel.draft.mandate_no_right", nil)
		}
		org = m.Agent
	}
	list, err := Load(v, MembersOf{Party: org})
	if err != nil {
		return Member{}, err
	}
	i := slices.IndexFunc(list, func(m Member) bool { return m.User == to && !m.Closed })
	switch {
	case to == "" || to == a.User || i < 0:
		return Member{}, errs.At("to", "kernel.draft.no_colleague", nil)
	case !list[i].Prepares():
		return Member{}, errs.At("to", "kernel.draft.no_right", errs.Args{"who": list[i].Name})
	}
	return list[i], nil
}

// free refuses when who shall have the draft has one of that form, and when a
// form inside a case would go to somebody who does not see the case.
func free(v View, m Member, to UserID, party PartyID, subject string) error {
	had, err := Load(v, DraftOf{User: to, Party: party, Subject: subject})
	if err != nil {
		return err
	}
	if had.Subject != "" {
		return errs.At("to", "kernel.draft.has_one", errs.Args{"who": m.Name, "at": had.Updated})
	}
	id, ok := caseOfDraft(subject)
	if !ok {
		return nil
	}
	c, err := Load(v, CaseByID{ID: id})
	if err != nil {
		return err
	}
	if !TakesPart(Actor{User: to, Party: party, Rights: m.Rights}, c) {
		return errs.At("to", "kernel.draft.no_case", errs.Args{"who": m.Name, "no": c.No})
	}
	return nil
}

// caseOfDraft is the case of a form inside one.
func caseOfDraft(subject string) (CaseID, bool) {
	parts := strings.Split(subject, "/")
	if len(parts) < 3 || parts[0] != "case" {
		return "", false
	}
	return CaseID(parts[1]), true
}

// Guard looks whether the draft fell to the hat of the actor.
func (w TakeDraft) Guard(v View, a Actor, now time.Time) error {
	d, err := Load(v, DraftOf{User: w.From, Party: w.Party, Subject: w.Subject})
	if err != nil {
		return err
	}
	if d.Subject == "" {
		return errs.New(errs.Conflict, "kernel.draft.gone", nil)
	}
	heir, left, err := HeirOf(v, d, now)
	switch {
	case err != nil:
		return err
	case !left || heir != a.Mandate:
		return errs.New(errs.Forbidden, "kernel.draft.not_left", nil)
	case !prepares(a.Rights):
		return errs.New(errs.Forbidden, "kernel.draft.own_right", nil)
	}
	return free(v, Member{Name: a.Name, Rights: a.Rights}, w.To, w.Party, w.Subject)
}

// HeirOf says to which hat of the party a draft falls whose holder cannot reach
// it any more: the mandate under which it was typed when only the person left,
// the one that took over from it, else the party itself (""). left is false
// while the holder can reach it. See ADR 26.
func HeirOf(v View, d HeldDraft, now time.Time) (heir MandateID, left bool, err error) {
	if d.Party == "" {
		return "", false, nil
	}
	reach, err := Load(v, ActsFor{User: d.User, Party: d.Party, At: now})
	if err != nil || reach {
		return "", false, err
	}
	seen := []MandateID{""}
	for id := d.Mandate; !slices.Contains(seen, id); {
		m, err := Load(v, MandateByID{ID: id})
		if err != nil {
			return "", false, err
		}
		if m.InForce(now) {
			return m.ID, true, nil
		}
		next, err := Load(v, MandateAfter{ID: id})
		if err != nil {
			return "", false, err
		}
		seen, id = append(seen, id), next.ID
	}
	return "", true, nil
}

// Tells the colleague.
func (w HandDraft) Tells(_ View, a Actor) ([]Tell, error) {
	text := "kernel.notice.draft_handed"
	if w.Note != "" {
		text = "kernel.notice.draft_handed_note"
	}
	return []Tell{{To: []string{"user:" + string(w.To)}, Text: text, Args: map[string]string{"who": a.Name, "form": w.Name, "form_en": w.NameEn, "note": w.Note}}}, nil
}

// Tells who had it.
func (w TakeDraft) Tells(_ View, a Actor) ([]Tell, error) {
	return []Tell{{To: []string{"user:" + string(w.From)}, Text: "kernel.notice.draft_taken", Args: map[string]string{"who": a.Name, "form": w.Name, "form_en": w.NameEn}}}, nil
}

// Uploads are the ids of the uploads that a draft names, wherever they stand in it.
func (d HeldDraft) Uploads() []string {
	var all any
	if json.Unmarshal(d.Data, &all) != nil {
		return nil
	}
	var out []string
	collectUploads(all, &out)
	return out
}

func collectUploads(v any, out *[]string) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			collectUploads(x, out)
		}
	case map[string]any:
		for k, x := range v {
			if id, ok := x.(string); ok && k == "upload" && id != "" {
				*out = append(*out, id)
				continue
			}
			collectUploads(x, out)
		}
	}
}
