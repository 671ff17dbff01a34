package itemflow

import (
	"slices"
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
)

// SubmitInput is a filled form.
type SubmitInput struct {
	Values   form.Values `json:"values"`
	Files    []File      `json:"files,omitempty"`
	Promises []string    `json:"promises,omitempty"` // materials that a promise replaces
	Channel  string      `json:"channel,omitempty"`
	Bundle   string      `json:"bundle,omitempty"`
	// Applicant is named by the counter for somebody who is not logged in.
	Applicant *Applicant `json:"applicant,omitempty"`
}

type filing struct {
	auto    []Auto
	item    form.Item
	current form.Item
	party   kernel.Party
	files   given

	sure sure
}

// facts of every move that looks at the item.
func itemOf[I any](v kernel.View, c kernel.Case, _ Data, _ I) (form.Item, error) {
	return kernel.Load(v, form.ItemByHash{Hash: c.ItemHash})
}

// submit files an application: by its party, by an agent, or at the counter.
func (r Rules) submit() kernel.Move {
	return kernel.MoveOf[Data, SubmitInput, filing]{
		Name: "submit", By: []kernel.Role{kernel.RoleOwner, kernel.RoleClerk, kernel.RoleHead}, Right: kernel.RightSubmit, Outward: true,
		Facts: func(v kernel.View, c kernel.Case, _ Data, in SubmitInput) (filing, error) {
			var f filing
			var err error
			if f.item, err = kernel.Load(v, form.ItemByHash{Hash: c.ItemHash}); err != nil {
				return f, err
			}
			if f.current, err = kernel.Load(v, form.ItemInForce{Code: f.item.Code, On: calendar.DateOf(c.Opened)}); err != nil {
				return f, err
			}
			if f.files, err = uploads(v, in.Files); err != nil {
				return f, err
			}
			switch id := c.PartyAs(kernel.RoleOwner); {
			case id != "":
				f.party, err = kernel.Load(v, kernel.PartyByID{ID: id})
			case in.Applicant != nil && in.Applicant.Code != "":
				f.party, err = kernel.Load(v, kernel.PartyByCode{Code: in.Applicant.Code})
			}
			if err != nil {
				return f, err
			}
			if f.auto, err = r.automatic(v, f.item, asFiled(c, in, f.party)); err != nil {
				return f, err
			}
			f.sure, err = r.sureOf(v, f.item, in.Values, f.party.ID, c.Opened)
			return f, err
		},
		Guard:   r.maySubmit,
		Effects: r.submitted,
	}.Build()
}

func (r Rules) maySubmit(t kernel.Turn[Data, SubmitInput, filing]) error {
	it := t.Facts.item
	if it.Retired || t.Facts.current.Hash() != it.Hash() || t.Case.Item != it.Code {
		return errs.New(errs.Conflict, "kernel.itemflow.item_changed", errs.Args{"code": it.Code})
	}
	if it.Flowing() != t.Case.Flow {
		return errs.New(errs.Invalid, "kernel.itemflow.wrong_flow", errs.Args{"code": it.Code})
	}
	who, err := applicant(t)
	if err != nil {
		return err
	}
	if len(it.Who) > 0 && !slices.Contains(it.Who, who.Kind) {
		return errs.New(errs.Forbidden, "kernel.itemflow.not_for_you", errs.Args{"kind": who.Kind})
	}
	facts := r.formFacts(t)
	values, err := r.Checker.Check(it, t.Input.Values, facts)
	faults := errs.All(err) // every fault of the form, not the first alone
	if err != nil && len(faults) == 0 {
		return err
	}
	if values == nil {
		values = t.Input.Values
	}
	faults = append(faults, unreachable(who.Party, values)...)
	faults = append(faults, t.Facts.files.fit(it, t.Actor)...)
	faults = append(faults, missing(it, values, facts, t.Facts.files.list, t.Input.Promises, t.Facts.party.ID != "")...)
	return faults.Err()
}

// asFiled is the record as far as it is known before the form is judged.
func asFiled(c kernel.Case, in SubmitInput, p kernel.Party) Data {
	d := Data{Values: in.Values, Filed: c.Opened}
	switch {
	case p.ID != "":
		d.Applicant = Applicant{Party: p.ID, Kind: p.Kind, Name: p.Name, Code: p.Code}
	case in.Applicant != nil:
		d.Applicant = *in.Applicant
		d.Applicant.Party = ""
	}
	return d
}

// applicant is who applies: the party that acts, or whom the counter names.
func applicant(t kernel.Turn[Data, SubmitInput, filing]) (Applicant, error) {
	p := t.Facts.party
	if t.Actor.Party != "" {
		return Applicant{Party: p.ID, Kind: p.Kind, Name: p.Name, Code: p.Code, District: p.District, Agent: t.Actor.Mandate != ""}, nil
	}
	a := t.Input.Applicant
	if a == nil || strings.TrimSpace(a.Name) == "" || a.Kind == "" {
		return Applicant{}, errs.At("applicant.name", "kernel.itemflow.applicant_missing", nil)
	}
	out := *a
	out.Party = p.ID
	if p.ID != "" {
		out.Kind, out.Name, out.District = p.Kind, p.Name, p.District
	}
	return out, nil
}

func (r Rules) formFacts(t kernel.Turn[Data, SubmitInput, filing]) form.Facts {
	f := form.Facts{Party: t.Facts.party, Agent: t.Actor.Mandate != "", Today: calendar.DateOf(t.Now), District: t.Facts.party.District, Confirmed: t.Facts.sure.numbers, Owns: t.Facts.sure.owns}
	if a := t.Input.Applicant; a != nil && t.Actor.Party == "" {
		if f.Party.ID == "" {
			f.Party = kernel.Party{Kind: a.Kind, Name: a.Name, Code: a.Code, District: a.District}
		}
		f.District = f.Party.District
	}
	return f
}

// Needed lists the materials that the applicant has to hand in as the form
// stands: not those that the platform has or makes, nor optional ones.
func Needed(it form.Item, v form.Values, f form.Facts, known bool) []form.Material {
	var out []form.Material
	for _, m := range it.Materials {
		spared := m.Source == "system" || m.Optional || (known && it.Spared(m, v, f))
		if !spared && m.When.Holds(v, f) {
			out = append(out, m)
		}
	}
	return out
}

// missing lists the materials that are not there, not promised, and may not
// follow later. What may follow is left to the clerk (容缺).
func missing(it form.Item, v form.Values, f form.Facts, files []File, promises []string, known bool) errs.List {
	var out errs.List
	for _, m := range Needed(it, v, f, known) {
		has := slices.ContainsFunc(files, func(x File) bool { return x.Material == m.ID })
		promised := it.Promise && m.Promise && slices.Contains(promises, m.ID)
		if !has && !promised && m.Later.IsZero() {
			out.Add(errs.At("file."+m.ID, "kernel.itemflow.material_missing", errs.Args{"material": m.Name}))
		}
	}
	return out
}

func (r Rules) submitted(t kernel.Turn[Data, SubmitInput, filing]) (kernel.Out[Data], error) {
	it := t.Facts.item
	who, err := applicant(t)
	if err != nil {
		return kernel.Out[Data]{}, err
	}
	values, err := r.Checker.Check(it, t.Input.Values, r.formFacts(t))
	if err != nil {
		return kernel.Out[Data]{}, err
	}
	d := Data{Code: it.Code, Name: it.Name, Values: values, Applicant: who, Channel: channel(t), Bundle: t.Input.Bundle, Filed: t.Now,
		Track: Track(t.NewID()), Promised: promised(it, t.Input.Promises), Confirmed: t.Facts.sure.numbers, Owns: t.Facts.sure.owns}
	files, effects := attach(t.NewID, t.Facts.files.list)
	d.Files = files
	d = d.looked(t.Facts.auto, t.Now)
	unit := Receives(it, values, r.formFacts(t))
	return kernel.Out[Data]{To: Submitted, Data: d, Change: func(c *kernel.Case) {
		c.Title, c.Track, c.About = it.Name.Zh+"　"+who.Name, d.Track, r.about(it, values)
		c.District = who.District
		if unit != c.Unit {
			c.Revoke("unit:" + string(c.Unit))
		}
		c.Unit = unit
		c.Grant(kernel.UnitAccess(unit, kernel.RoleClerk))
		if who.Party != "" {
			c.Grant(kernel.PartyAccess(kernel.RelOwner, who.Party, kernel.RoleOwner, kernel.ViewSecret))
		}
		startLimits(c, it, "submit", t.Now)
	}, Effects: append(effects, kernel.Notify{To: kernel.RoleOwner, Text: "kernel.itemflow.notice.submitted", Args: map[string]string{"no": t.Case.No, "name": it.Name.Zh, "name_en": it.Name.En, "track": d.Track}})}, nil
}

func channel(t kernel.Turn[Data, SubmitInput, filing]) string {
	if t.Actor.Party == "" && t.Input.Channel == "" {
		return "window"
	}
	if t.Input.Channel == "" {
		return "online"
	}
	return t.Input.Channel
}

// Unit: characters. Source: enough that nobody guesses it beside the number:
// 32^8, and trying is limited.
const trackLength = 8

// Track is the code that shows a case, or an objection to it, without a log-in:
// the end of a fresh id.
func Track(id string) string {
	return strings.ToUpper(id[max(0, len(id)-trackLength):])
}

func promised(it form.Item, ids []string) []string {
	if !it.Promise {
		return nil
	}
	var out []string
	for _, m := range it.Materials {
		if m.Promise && slices.Contains(ids, m.ID) {
			out = append(out, m.ID)
		}
	}
	return out
}

// Receives is the office that receives: by the item's routes, else the item's own.
func Receives(it form.Item, v form.Values, f form.Facts) kernel.UnitID {
	for _, x := range it.Routes {
		if x.When.Holds(v, f) {
			return x.Unit
		}
	}
	return it.Unit
}

// startLimits starts the limits of the item that run from an event.
func startLimits(c *kernel.Case, it form.Item, event string, at time.Time) {
	for _, l := range it.Limits {
		if l.From == event && !l.Period.IsZero() {
			c.StartLimit(kernel.Limit{Name: l.Name, Committed: l.Committed, Period: l.Period, Regime: l.Regime, From: at, Basis: l.Basis, Verified: form.Verified(l.Tag)})
		}
	}
}
