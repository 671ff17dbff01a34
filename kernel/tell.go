package kernel

import "slices"

// Tell is a notice that the desk itself gives, beside what moves bring about: a
// filing in a party's name, a mandate given or taken back.
type Tell struct {
	To   []string          `json:"to"` // subjects, as user:ID
	Text string            `json:"text"`
	Args map[string]string `json:"args,omitempty"`
}

// Telling is a write of which somebody is told.
type Telling interface {
	Write
	Tells(v View, a Actor) ([]Tell, error)
}

// administrators are the members who keep the party, as subjects.
func administrators(v View, party PartyID) ([]string, error) {
	list, err := Load(v, MembersOf{Party: party})
	if err != nil {
		return nil, err
	}
	var out []string
	for _, m := range list {
		if m.Has(RightAdmin) {
			out = append(out, "user:"+string(m.User))
		}
	}
	return out, nil
}

// Tripwire tells the administrators of a party what leaves in its name, who
// sends it and under which mandate, so that nobody files for it unnoticed. A
// party may switch it off.
func Tripwire(v View, a Actor, c Case, move string) ([]Tell, error) {
	if a.Party == "" || a.System != "" {
		return nil, nil
	}
	party, err := Load(v, PartyByID{ID: a.Party})
	if err != nil || party.Quiet {
		return nil, err
	}
	to, err := administrators(v, a.Party)
	if err != nil || len(to) == 0 {
		return nil, err
	}
	t := Tell{To: to, Text: "kernel.notice.tripwire", Args: map[string]string{"who": a.Name, "flow": string(c.Flow), "move": move}}
	if a.Mandate != "" {
		t.Text = "kernel.notice.tripwire_agent"
	}
	return []Tell{t}, nil
}

// Tells both sides that a mandate was given.
func (w GrantMandate) Tells(v View, _ Actor) ([]Tell, error) {
	return mandateTells(v, w.Mandate, "kernel.notice.mandate_given")
}

// Tells both sides that a mandate was taken back.
func (w RevokeMandate) Tells(v View, _ Actor) ([]Tell, error) {
	m, err := Load(v, MandateByID{ID: w.ID})
	if err != nil || m.ID == "" {
		return nil, err
	}
	return mandateTells(v, m, "kernel.notice.mandate_ended")
}

// Tells the other sides of the case that somebody wrote: each party that may read
// it, and of the office who handles the case, or all its staff while nobody does.
func (w PostMessage) Tells(v View, a Actor) ([]Tell, error) {
	c, err := Load(v, CaseByID{ID: w.Case})
	if err != nil {
		return nil, err
	}
	var to []string
	mine := a.Subjects()
	staff := slices.ContainsFunc(c.Access, func(x Access) bool { return x.office() && slices.Contains(mine, x.Subject) })
	for _, x := range c.Access {
		s := x.Subject
		if x.office() && staff {
			continue
		}
		if x.office() && c.Assignee != "" {
			s = "user:" + string(c.Assignee)
		}
		if x.Relation != RelPublic && x.Level >= w.Level && !slices.Contains(mine, s) && !slices.Contains(to, s) {
			to = append(to, s)
		}
	}
	if len(to) == 0 {
		return nil, nil
	}
	return []Tell{{To: to, Text: "kernel.notice.message", Args: map[string]string{"who": a.Name}}}, nil
}

// office reports whether staff see the case by it.
func (x Access) office() bool { return x.Relation == RelUnit || x.Relation == RelDistrict }

// MandateByID asks for a mandate; the zero value when there is none.
type MandateByID struct{ ID MandateID }

// Answer binds the query to its answer.
func (MandateByID) Answer(Mandate) {}

func mandateTells(v View, m Mandate, text string) ([]Tell, error) {
	principal, err := Load(v, PartyByID{ID: m.Principal})
	if err != nil {
		return nil, err
	}
	agent, err := Load(v, PartyByID{ID: m.Agent})
	if err != nil {
		return nil, err
	}
	var to []string
	for _, p := range []PartyID{m.Principal, m.Agent} {
		list, err := administrators(v, p)
		if err != nil {
			return nil, err
		}
		for _, s := range list {
			if !slices.Contains(to, s) {
				to = append(to, s)
			}
		}
	}
	return []Tell{{To: to, Text: text, Args: map[string]string{"principal": principal.Name, "agent": agent.Name}}}, nil
}
