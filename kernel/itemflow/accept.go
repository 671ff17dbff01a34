package itemflow

import (
	"encoding/json"
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
)

type none = struct{}

// Inputs of the front desk.
type (
	// ChecksInput ticks lines of the checklist; Note goes with it.
	ChecksInput struct {
		Checks []string `json:"checks,omitempty"`
		Note   string   `json:"note,omitempty"`
	}
	// GapsInput names the materials that may follow.
	GapsInput struct {
		Missing []string `json:"missing"`
		Reason  string   `json:"reason"`
	}
	// FilesInput supplies what was owed.
	FilesInput struct {
		Files []File `json:"files"`
	}
	// NotifyInput says all that is missing, once.
	NotifyInput struct {
		Missing []string `json:"missing,omitempty"`
		Reason  string   `json:"reason"`
	}
	// CorrectInput answers it: changed values, new files. New files take the place of
	// the earlier ones of their material, but for those in Keep; those in Out are
	// taken out. Both by the id of the file's document.
	CorrectInput struct {
		Values form.Values `json:"values,omitempty"`
		Files  []File      `json:"files,omitempty"`
		Keep   []string    `json:"keep,omitempty"`
		Out    []string    `json:"out,omitempty"`
		Note   string      `json:"note,omitempty"`
	}
	// AssignInput names who shall handle the case.
	AssignInput struct {
		User kernel.UserID `json:"user"`
	}
)

func needReason(reason string) error {
	if len([]rune(strings.TrimSpace(reason))) < 2 {
		return errs.At("reason", "kernel.reason_needed", nil)
	}
	return nil
}

// tick marks lines of the checklist as checked.
func tick[I, F any](t kernel.Turn[Data, I, F], it form.Item, ids []string, note string) (map[string]Checked, error) {
	out := map[string]Checked{}
	for k, v := range t.Data.Checks {
		out[k] = v
	}
	for _, id := range ids {
		if !slices.ContainsFunc(it.Checklist, func(c form.Check) bool { return c.ID == id }) {
			return nil, errs.At("checks", "kernel.itemflow.no_such_check", errs.Args{"id": id})
		}
		if _, ok := out[id]; !ok {
			out[id] = Checked{At: t.Now, By: t.Actor.User, Name: t.Actor.Name, Auto: t.Actor.System != "", Note: note}
		}
	}
	return out, nil
}

// check ticks lines without moving the case.
func (r Rules) check() kernel.Move {
	return kernel.MoveOf[Data, ChecksInput, form.Item]{
		Name: "check", From: []kernel.State{Submitted, Accepted, Deciding}, By: append([]kernel.Role{Bulk}, clerks...), Facts: itemOf[ChecksInput],
		Effects: func(t kernel.Turn[Data, ChecksInput, form.Item]) (kernel.Out[Data], error) {
			var err error
			t.Data.Checks, err = tick(t, t.Facts, t.Input.Checks, t.Input.Note)
			return kernel.Out[Data]{Data: t.Data}, err
		},
	}.Build()
}

// accepted is what both ways of accepting share.
func (r Rules) accepted(t kernel.Turn[Data, GapsInput, form.Item], checks []string) (kernel.Out[Data], error) {
	d := t.Data
	var err error
	if d.Checks, err = tick(t, t.Facts, checks, ""); err != nil {
		return kernel.Out[Data]{}, err
	}
	d.Accepted = t.Now
	notice, err := r.acceptedNotice(t)
	if err != nil {
		return kernel.Out[Data]{}, err
	}
	data, err := r.paperData(t.Case, d, t.Facts, t.Now, "")
	return kernel.Out[Data]{To: Accepted, Data: d, Change: func(c *kernel.Case) {
		c.Meet("acceptance", t.Now)
		if c.Assignee == "" {
			c.Assignee = t.Actor.User
		}
		startLimits(c, t.Facts, "accept", t.Now)
	}, Effects: []kernel.Effect{
		kernel.IssueDocument{ID: t.NewID(), Kind: "kernel.itemflow.paper.acceptance", Template: "items/acceptance", Data: data},
		notice,
	}}, err
}

// acceptedNotice says until when the case is to be done, where that is promised.
func (r Rules) acceptedNotice(t kernel.Turn[Data, GapsInput, form.Item]) (kernel.Notify, error) {
	n := kernel.Notify{To: kernel.RoleOwner, Text: "kernel.itemflow.notice.accepted", Args: map[string]string{"no": t.Case.No}}
	for _, l := range t.Facts.Limits {
		if l.Name != "committed" || l.From != "accept" || l.Period.IsZero() {
			continue
		}
		due, err := r.Calendar.Due(calendar.DateOf(t.Now), l.Period, nil, l.Regime)
		if err != nil {
			return n, err
		}
		n.Text, n.Args["by"] = "kernel.itemflow.notice.accepted_by", due.Date.String()
	}
	return n, nil
}

// accept takes a complete application in.
func (r Rules) accept() kernel.Move {
	return kernel.MoveOf[Data, ChecksInput, form.Item]{
		Name: "accept", From: []kernel.State{Submitted}, By: clerks, Facts: itemOf[ChecksInput],
		Guard: func(t kernel.Turn[Data, ChecksInput, form.Item]) error {
			if owed := Lacking(t.Facts, t.Data); len(owed) > 0 {
				return errs.New(errs.Conflict, "kernel.itemflow.still_missing", errs.Args{"materials": nameList(owed)})
			}
			return nil
		},
		Effects: func(t kernel.Turn[Data, ChecksInput, form.Item]) (kernel.Out[Data], error) {
			return r.accepted(kernel.Turn[Data, GapsInput, form.Item]{Case: t.Case, Data: t.Data, Facts: t.Facts, Actor: t.Actor, Roles: t.Roles, Now: t.Now, NewID: t.NewID, Number: t.Number}, t.Input.Checks)
		},
	}.Build()
}

// Lacking are the materials that are needed and neither there nor promised.
func Lacking(it form.Item, d Data) []form.Material {
	facts := d.Facts()
	var out []form.Material
	for _, m := range Needed(it, d.Values, facts, d.Applicant.Party != "") {
		if !d.Has(m.ID) && !slices.Contains(d.Promised, m.ID) {
			out = append(out, m)
		}
	}
	return out
}

// Facts are what conditions may look at, as the form was sent or corrected.
func (d Data) Facts() form.Facts {
	a := d.Applicant
	return form.Facts{Party: kernel.Party{ID: a.Party, Kind: a.Kind, Name: a.Name, Code: a.Code, District: a.District}, Agent: a.Agent, Today: calendar.DateOf(d.Filed), District: a.District, Confirmed: d.Confirmed, Owns: d.Owns}
}

// nameList names materials in both languages.
type nameList []form.Material

// In is the list in one language.
func (n nameList) In(zh bool) string {
	var out []string
	for _, m := range n {
		out = append(out, m.Name.In(zh))
	}
	if zh {
		return strings.Join(out, "、")
	}
	return strings.Join(out, ", ")
}

// acceptGaps accepts now what may follow by a day (容缺受理).
func (r Rules) acceptGaps() kernel.Move {
	return kernel.MoveOf[Data, GapsInput, form.Item]{
		Name: "accept_gaps", From: []kernel.State{Submitted}, By: clerks, Facts: itemOf[GapsInput],
		Guard: func(t kernel.Turn[Data, GapsInput, form.Item]) error {
			if len(t.Input.Missing) == 0 {
				return errs.At("missing", "kernel.itemflow.gaps_none", nil)
			}
			for _, m := range Lacking(t.Facts, t.Data) {
				if m.Later.IsZero() {
					return errs.New(errs.Conflict, "kernel.itemflow.not_later", errs.Args{"material": m.Name})
				}
				if !slices.Contains(t.Input.Missing, m.ID) {
					return errs.At("missing", "kernel.itemflow.gap_unnamed", errs.Args{"material": m.Name})
				}
			}
			for _, id := range t.Input.Missing {
				m, ok := t.Facts.Material(id)
				if !ok {
					return errs.At("missing", "kernel.itemflow.no_such_material", errs.Args{"name": id})
				}
				if m.Later.IsZero() {
					return errs.At("missing", "kernel.itemflow.not_later", errs.Args{"material": m.Name})
				}
			}
			return needReason(t.Input.Reason)
		},
		Effects: func(t kernel.Turn[Data, GapsInput, form.Item]) (kernel.Out[Data], error) {
			var last calendar.Date
			var owed []form.Material
			t.Data.Gaps = slices.Clone(t.Data.Gaps)
			for _, id := range t.Input.Missing {
				m, _ := t.Facts.Material(id)
				due, err := r.Calendar.Due(calendar.DateOf(t.Now), m.Later, nil, calendar.Administrative)
				if err != nil {
					return kernel.Out[Data]{}, err
				}
				owed = append(owed, m)
				t.Data.Gaps = append(t.Data.Gaps, Gap{Material: id, Name: m.Name, By: due.Date})
				if due.Date.After(last) {
					last = due.Date
				}
			}
			out, err := r.accepted(t, nil)
			if err != nil {
				return out, err
			}
			out.Effects = append(out.Effects, kernel.SetTimer{Name: "gaps", At: last.At(24), Move: "revoke"},
				kernel.Notify{To: kernel.RoleOwner, Text: "kernel.itemflow.notice.gaps", Args: map[string]string{"no": t.Case.No, "by": last.String(), "materials": nameList(owed).In(true), "materials_en": nameList(owed).In(false)}})
			return out, nil
		},
	}.Build()
}

// supply hands in what was owed after acceptance.
func (r Rules) supply() kernel.Move {
	return kernel.MoveOf[Data, FilesInput, withFiles]{
		Name: "supply", From: []kernel.State{Accepted, Forwarded, Publishing, Deciding, Decided, Delivered}, By: append([]kernel.Role{kernel.RoleClerk}, owners...), Right: kernel.RightSubmit, OnHold: true,
		Facts: withUploads(func(in FilesInput) []File { return in.Files }),
		Guard: func(t kernel.Turn[Data, FilesInput, withFiles]) error {
			if len(t.Data.OpenGaps()) == 0 {
				return errs.New(errs.Conflict, "kernel.itemflow.nothing_owed", nil)
			}
			if len(t.Input.Files) == 0 {
				return errs.At("files", "kernel.itemflow.no_file", nil)
			}
			return t.Facts.files.fit(t.Facts.item, t.Actor).Err()
		},
		Effects: func(t kernel.Turn[Data, FilesInput, withFiles]) (kernel.Out[Data], error) {
			d := t.Data
			files, effects := attach(t.NewID, t.Facts.files.list)
			d.Files = append(slices.Clone(d.Files), files...)
			d = d.filled(t.Now)
			if len(d.OpenGaps()) == 0 {
				effects = append(effects, kernel.ClearTimer{Name: "gaps"})
				if d.Doubt != "" && d.Inspected.IsZero() {
					if by := OwedBy(t.Case); !calendar.DateOf(t.Now).After(by) { // in time: it is looked at anew
						due, err := r.lookBy(t.Now)
						if err != nil {
							return kernel.Out[Data]{}, err
						}
						d.Inspect = due.Date
					}
					effects = append(effects, kernel.MoveChild{Case: d.Inspection, Move: "promise_supplied"})
				}
			}
			return kernel.Out[Data]{Data: d, Effects: append(effects, kernel.Notify{To: kernel.RoleClerk, Text: "kernel.itemflow.notice.supplied", Args: map[string]string{"no": t.Case.No}})}, nil
		},
	}.Build()
}

// revoke takes the acceptance back when what was owed did not come in time: by
// the clock, or by staff, with a paper that says what was missing.
func (r Rules) revoke() kernel.Move {
	return kernel.MoveOf[Data, kernel.ReasonInput, form.Item]{
		Name: "revoke", From: []kernel.State{Accepted, Deciding}, By: append([]kernel.Role{Timer}, clerks...), OnHold: true, Facts: itemOf[kernel.ReasonInput],
		Guard: func(t kernel.Turn[Data, kernel.ReasonInput, form.Item]) error {
			open := t.Data.OpenGaps()
			if len(open) == 0 {
				return errs.New(errs.Conflict, "kernel.itemflow.nothing_owed", nil)
			}
			for _, g := range open {
				if !calendar.DateOf(t.Now).After(g.By) {
					return errs.New(errs.TooEarly, "kernel.itemflow.gap_runs", errs.Args{"by": g.By})
				}
			}
			if t.Actor.System == "" {
				return needReason(t.Input.Reason)
			}
			return nil
		},
		Effects: func(t kernel.Turn[Data, kernel.ReasonInput, form.Item]) (kernel.Out[Data], error) {
			var owed nameList
			for _, g := range t.Data.OpenGaps() {
				if m, ok := t.Facts.Material(g.Material); ok {
					owed = append(owed, m)
				}
			}
			data, err := r.revokedPaper(t, owed)
			args := map[string]string{"no": t.Case.No, "materials": owed.In(true), "materials_en": owed.In(false)}
			return kernel.Out[Data]{To: Revoked, Data: t.Data, Effects: []kernel.Effect{
				kernel.IssueDocument{ID: t.NewID(), Kind: revokedKind, Template: "items/revoked", Data: data},
				kernel.Notify{To: kernel.RoleOwner, Text: "kernel.itemflow.notice.revoked", Args: args},
				kernel.Notify{To: kernel.RoleClerk, Text: "kernel.itemflow.notice.revoked_office", Args: args},
			}}, err
		},
	}.Build()
}

// revokedKind is the kind of the notice that an acceptance was revoked.
const revokedKind = "kernel.itemflow.paper.revoked"

// revokedPaper fills in the notice that an acceptance was revoked.
func (r Rules) revokedPaper(t kernel.Turn[Data, kernel.ReasonInput, form.Item], owed nameList) (json.RawMessage, error) {
	return json.Marshal(map[string]any{
		"no": t.Case.No, "item": t.Facts.Name.Zh, "item_en": t.Facts.Name.En, "code": t.Facts.Code, "applicant": t.Data.Applicant.Name,
		"accepted": calendar.DateOf(t.Data.Accepted).Chinese(), "accepted_en": calendar.DateOf(t.Data.Accepted).String(),
		"owed": owed.In(true), "owed_en": owed.In(false), "text": t.Input.Reason, "day": calendar.DateOf(t.Now).Chinese(), "day_en": calendar.DateOf(t.Now).String(), "office": r.office(t.Case, t.Now),
	})
}

// notAccept refuses to take an application in, with reasons in writing.
func (r Rules) notAccept() kernel.Move {
	return kernel.MoveOf[Data, RefuseInput, form.Item]{
		Name: "not_accept", Needs: []string{"reason"}, From: []kernel.State{Submitted}, By: clerks, Facts: itemOf[RefuseInput], Guard: refusing,
		Effects: func(t kernel.Turn[Data, RefuseInput, form.Item]) (kernel.Out[Data], error) {
			x, err := refusal(t.Facts, t.Input.Reason, t.Input.Laws)
			if err != nil {
				return kernel.Out[Data]{}, err
			}
			d := t.Data
			d.Decision = &Decision{Reason: x.reason, Laws: x.laws, At: t.Now, By: t.Actor.User, Name: t.Actor.Name, Doc: t.NewID(), Seal: r.sealRule(t.Case, t.Now)}
			notice := kernel.Notify{To: kernel.RoleOwner, Text: "kernel.itemflow.notice.not_accepted", Args: map[string]string{"no": t.Case.No, "reason": t.Input.Reason}}
			if byPlatform(d) == nil && !d.SealMissing() { // the notice lies in the applicant's account from now on
				s := servedNow(t.Now)
				if s.Remedies, err = r.remedies(t.Facts, d, s.Day); err != nil {
					return kernel.Out[Data]{}, err
				}
				d.Served = s
				for _, x := range s.Remedies {
					notice.Text, notice.Args[x.Name] = "kernel.itemflow.notice.not_accepted_remedy", x.Until.String()
				}
			}
			data, err := r.paperData(t.Case, d, t.Facts, t.Now, t.Input.Reason)
			return kernel.Out[Data]{To: NotAccepted, Data: d, Effects: []kernel.Effect{
				kernel.IssueDocument{ID: d.Decision.Doc, Kind: "kernel.itemflow.paper.not_accepted", Template: "items/not_accepted", Data: data, Series: t.Facts.Result.Series}, notice,
			}}, err
		},
	}.Build()
}

// assign hands a case out: by the router after commit, from the pool.
func assign() kernel.Move {
	return kernel.MoveOf[Data, AssignInput, none]{
		Name: "assign", Anytime: true, By: []kernel.Role{Router}, Hidden: true, OnHold: true,
		Guard: func(t kernel.Turn[Data, AssignInput, none]) error {
			if t.Case.Assignee != "" {
				return errs.New(errs.Conflict, "kernel.claimed_already", nil)
			}
			if t.Input.User == "" {
				return errs.At("user", "kernel.reassign_to_nobody", nil)
			}
			return nil
		},
		Effects: func(t kernel.Turn[Data, AssignInput, none]) (kernel.Out[Data], error) {
			return kernel.Out[Data]{Data: t.Data, Change: func(c *kernel.Case) { c.Assignee = t.Input.User }}, nil
		},
	}.Build()
}
