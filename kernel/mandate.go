package kernel

import (
	"slices"
	"time"

	"quanlian/base/errs"
)

// GivenRights are those of a party that may be given to an agent; approving and
// administering stay with the party.
func GivenRights() []Right {
	return slices.DeleteFunc(AllRights(), func(r Right) bool { return r == RightAdmin || r == RightApprove })
}

// Check says what is wrong with a mandate that somebody wants to give, each
// fault at its field; matters are those that there are. Whether the agent exists
// is not known here.
func (m Mandate) Check(now time.Time, matters []string) error {
	var bad errs.List
	if m.Agent == "" || m.Agent == m.Principal {
		bad.Add(errs.At("agent", "kernel.mandate.agent_missing", nil))
	}
	if len(m.Scope) == 0 {
		bad.Add(errs.At("scope", "kernel.mandate.scope_missing", nil))
	}
	for _, s := range m.Scope {
		if s != "*" && !slices.Contains(matters, s) {
			bad.Add(errs.At("scope", "kernel.mandate.scope_unknown", errs.Args{"matter": s}))
		}
	}
	if len(m.Rights) == 0 || slices.ContainsFunc(m.Rights, func(r Right) bool { return !slices.Contains(GivenRights(), r) }) {
		bad.Add(errs.At("rights", "kernel.mandate.rights_missing", nil))
	}
	switch {
	case !m.To.After(now):
		bad.Add(errs.At("to", "kernel.mandate.end_missing", nil))
	case !m.To.After(m.From):
		bad.Add(errs.At("to", "kernel.mandate.end_before", nil))
	}
	return bad.Err()
}

// Inside is the organisation in which somebody acts: the party itself, or, under
// one of the mandates, the agent; "" when the mandate is none of them. A mandate
// that names one person is personal: it does not pass to colleagues.
func Inside(a Actor, mandates []Mandate) (org PartyID, personal bool) {
	if a.Mandate == "" {
		return a.Party, false
	}
	i := slices.IndexFunc(mandates, func(m Mandate) bool { return m.ID == a.Mandate })
	if i < 0 {
		return "", false
	}
	return mandates[i].Agent, mandates[i].AgentUser != ""
}

// HandOver is the mandate that takes the place of this one: the same matters
// and rights for another agent, from now on.
func (m Mandate) HandOver(id MandateID, agent PartyID, now time.Time) (Mandate, error) {
	next := m
	next.ID, next.HandedFrom, next.From = id, m.ID, now
	next.Agent, next.AgentUser, next.DocSHA256 = agent, "", ""
	if agent == "" || agent == m.Agent || agent == m.Principal {
		return next, errs.At("agent", "kernel.mandate.agent_missing", nil)
	}
	return next, nil
}
