package desk

import (
	"slices"

	"quanlian/kernel"
)

// owns reports whether a write touches only the actor's own: drafts and
// messages in one's own name, members and mandates of one's own party, given
// by one of its members and not by an agent.
func owns(a kernel.Actor, w kernel.Write) bool {
	switch w := w.(type) {
	case kernel.SaveDraft:
		return w.User == a.User && w.Party == a.Party
	case kernel.DropDraft:
		return w.User == a.User && w.Party == a.Party
	case kernel.PostMessage:
		return w.From == a.User && w.Party == a.Party
	case kernel.PutDocument:
		return w.By == a.User && w.Case == ""
	case kernel.Feedback:
		return w.User == a.User
	case kernel.GrantMandate:
		return a.Party != "" && w.Mandate.Principal == a.Party && a.Mandate == ""
	case kernel.RevokeMandate:
		return a.Party != "" && w.Principal == a.Party && a.Mandate == ""
	case kernel.PutMember:
		return a.Party != "" && w.Party == a.Party && a.Mandate == ""
	case kernel.PutParty:
		return a.Party != "" && w.Party.ID == a.Party && a.Mandate == ""
	case kernel.PutToken:
		return w.Owned(a)
	case kernel.RevokeToken:
		return w.Owned(a)
	case kernel.Owned:
		return w.OwnedBy(a)
	}
	return false
}

// heads reports whether the write concerns a unit that the actor heads in
// person.
func heads(a kernel.Actor, w kernel.Write) bool {
	u, ok := w.(kernel.InUnit)
	return ok && u.OfUnit() != "" && slices.ContainsFunc(a.Posts, func(p kernel.Post) bool {
		return p.Unit == u.OfUnit() && p.Role == kernel.RoleHead && p.DeputyFor == ""
	})
}

// caseOf is the case that a write concerns, "" for none.
func caseOf(w kernel.Write) kernel.CaseID {
	switch w := w.(type) {
	case kernel.PostMessage:
		return w.Case
	case kernel.Journaled:
		return w.Case
	}
	return ""
}

// tellsOf are the notices that go with a write. They are made before it, from
// what it changes.
func tellsOf(v kernel.View, a kernel.Actor, w kernel.Write) ([]kernel.Tell, error) {
	t, ok := w.(kernel.Telling)
	if !ok {
		return nil, nil
	}
	return t.Tells(v, a)
}
