package api

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"quanlian/base/calendar"
	"quanlian/catalogue/lang"
	"quanlian/catalogue/words"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
	"quanlian/kernel/wire"
)

// Case is a case as the reader sees it.
type Case struct {
	ID        kernel.CaseID   `json:"id" doc:"api.field.case.id"`
	No        string          `json:"no" doc:"api.field.case.no"`
	Flow      kernel.FlowAddr `json:"flow" doc:"api.field.case.flow"`
	FlowName  string          `json:"flow_name" doc:"api.field.case.flow_name"`
	Item      string          `json:"item,omitempty" doc:"api.field.case.item"`
	Title     string          `json:"title" doc:"api.field.case.title"`
	State     kernel.State    `json:"state" doc:"api.field.case.state"`
	StateName string          `json:"state_name" doc:"api.field.case.state_name"`
	Version   int64           `json:"version" doc:"api.field.case.version"`
	Level     string          `json:"level" enum:"summary,detail,secret" doc:"api.field.case.level"`
	Roles     []kernel.Role   `json:"roles" doc:"api.field.case.roles"`
	Turn      kernel.Role     `json:"turn,omitempty" doc:"api.field.case.turn"`
	TurnName  string          `json:"turn_name,omitempty" doc:"api.field.case.turn_name"`
	Yours     bool            `json:"yours" doc:"api.field.case.yours"`
	Hold      *kernel.Hold    `json:"hold,omitempty" doc:"api.field.case.hold"`
	Limits    []CaseLimit     `json:"limits" doc:"api.field.case.limits"`
	Assignee  kernel.UserID   `json:"assignee,omitempty" doc:"api.field.case.assignee"`
	Parent    kernel.CaseID   `json:"parent,omitempty" doc:"api.field.case.parent"`
	Links     []kernel.Link   `json:"links,omitempty" doc:"api.field.case.links"`
	Opened    time.Time       `json:"opened" doc:"api.field.case.opened"`
	Updated   time.Time       `json:"updated" doc:"api.field.case.updated"`
	Closed    time.Time       `json:"closed,omitzero" doc:"api.field.case.closed"`
}

// CaseFile is a case with the record of its matter.
type CaseFile struct {
	Case
	Data json.RawMessage `json:"data" doc:"api.field.case.data"`
}

// CaseLimit is one limit of a case as of now.
type CaseLimit struct {
	Name      string          `json:"name" doc:"api.field.limit.name"`
	Text      string          `json:"text" doc:"api.field.limit.text"`
	Committed bool            `json:"committed" doc:"api.field.limit.committed"`
	Period    calendar.Period `json:"period" doc:"api.field.limit.period"`
	From      time.Time       `json:"from" doc:"api.field.limit.from"`
	Due       calendar.Date   `json:"due" doc:"api.field.limit.due"`
	Days      int             `json:"left_days" doc:"api.field.limit.left_days"`
	WorkDays  int             `json:"left_workdays" doc:"api.field.limit.left_workdays"`
	Light     calendar.Light  `json:"light" doc:"api.field.limit.light"`
	Met       time.Time       `json:"met,omitzero" doc:"api.field.limit.met"`
	Basis     string          `json:"basis,omitempty" doc:"api.field.limit.basis"`
	Verified  bool            `json:"verified" doc:"api.field.limit.verified"`
	// Moved are the outages that moved the end.
	Moved []calendar.Moved `json:"moved,omitempty" doc:"api.field.limit.moved"`
}

// Act is one entry of a case's history.
type Act struct {
	At      time.Time      `json:"at" doc:"api.field.act.at"`
	Act     string         `json:"act" doc:"api.field.act.act"`
	Name    string         `json:"name" doc:"api.field.act.name"`
	By      string         `json:"by" doc:"api.field.act.by"`
	System  kernel.Role    `json:"system,omitempty" doc:"api.field.act.system"`
	Mine    bool           `json:"mine" doc:"api.field.act.mine"`
	Token   kernel.TokenID `json:"token,omitempty" doc:"api.field.act.token"`
	From    kernel.State   `json:"from,omitempty" doc:"api.field.act.from"`
	To      kernel.State   `json:"to,omitempty" doc:"api.field.act.to"`
	Version int64          `json:"version,omitempty" doc:"api.field.act.version"`
	Note    string         `json:"note,omitempty" doc:"api.field.act.note"`
}

var levelNames = map[kernel.Level]string{kernel.ViewSummary: "summary", kernel.ViewDetail: "detail", kernel.ViewSecret: "secret"}

// levelOf is how much of a case the actor sees.
func (a *API) levelOf(actor kernel.Actor, c kernel.Case) kernel.Level {
	if m := a.Matters[c.Flow]; m.Level != nil {
		return m.Level(actor, c)
	}
	_, level := kernel.RolesOf(actor, c)
	return level
}

// titled is the title of a case in the visitor's language, as the pages say it.
func (a *API) titled(ctx context.Context, v *visitor, c kernel.Case) string {
	title := c.Title
	switch {
	case v.L.Zh():
	case c.Item != "" && a.ItemName != nil:
		title = words.Named(v.L, title, a.ItemName(true, c.Item), a.ItemName(false, c.Item), true)
	case c.Unit != "":
		for _, u := range v.units(ctx, a) {
			if u.ID == c.Unit {
				title = words.Named(v.L, title, u.In(true), u.In(false), false)
			}
		}
	}
	return words.Title(v.L, c.Flow, title)
}

// caseOf is the case as the visitor sees it; of what is public the card only.
func (a *API) caseOf(ctx context.Context, v *visitor, c kernel.Case) Case {
	roles, _ := kernel.RolesOf(v.Actor, c)
	slices.Sort(roles)
	level := a.levelOf(v.Actor, c)
	x := Case{ID: c.ID, No: c.No, Flow: c.Flow, FlowName: words.Flow(v.L, c.Flow), Item: c.Item, Title: a.titled(ctx, v, c), State: c.State, StateName: words.Standing(v.L, c, calendar.DateOf(a.Now())), Version: c.Version,
		Level: levelNames[level], Roles: slices.Compact(roles), Limits: []CaseLimit{}, Opened: c.Opened, Updated: c.Updated, Closed: c.Closed}
	if level < kernel.ViewDetail {
		return x
	}
	x.Turn, x.Hold, x.Parent, x.Links = a.TurnOf(c), c.Hold, c.Parent, c.Links
	if x.Turn != "" {
		x.TurnName = words.Role(v.L, c.Flow, x.Turn)
	}
	x.Yours = kernel.Yours(v.Actor, c, x.Turn) || kernel.Owes(v.Actor, c, itemflow.Debtor(c))
	if v.staff() {
		x.Assignee = c.Assignee
	}
	for _, l := range c.Limits {
		if limit, ok := a.limitOf(v, c, l); ok {
			x.Limits = append(x.Limits, limit)
		}
	}
	return x
}

// limitOf is a limit as of now; what was met, or ended with its case, as of then.
func (a *API) limitOf(v *visitor, c kernel.Case, l kernel.Limit) (CaseLimit, bool) {
	at, over := a.Now(), false
	for _, end := range []time.Time{c.Closed, l.Met} {
		if !end.IsZero() {
			at, over = end, true
		}
	}
	left, err := l.Left(c.Pauses, at, a.Calendar)
	light := left.Light(calendar.DefaultSoon)
	if over && light != calendar.LightLate {
		light = calendar.LightOK
	}
	return CaseLimit{Name: l.Name, Text: words.Limit(v.L, c.Flow, l), Committed: l.Committed, Period: l.Period, From: l.From, Due: left.Due.Date,
		Days: int(left.Days), WorkDays: int(left.Work), Light: light, Met: l.Met, Basis: l.Basis, Verified: l.Verified, Moved: left.Due.Moved}, err == nil
}

// record is the matter's own record as the visitor sees it.
func (a *API) record(v *visitor, c kernel.Case) (json.RawMessage, error) {
	if m := a.Matters[c.Flow]; m.Seen != nil {
		d, err := m.Seen(v.Actor, c)
		if err != nil {
			return nil, err
		}
		switch x := d.(type) { // a class of the national economy says nothing without its name
		case hall.ListingData:
			d = ListingRecord{x, words.IndustryName(v.L, x.Industry)}
		case hall.NeedData:
			d = postedNeed(v.L, x)
		}
		return wire.Marshal(d)
	}
	return json.RawMessage("{}"), nil
}

// actOf is an entry of the history, without what was typed.
func actOf(l *lang.Localizer, reader kernel.Actor, f kernel.FlowAddr, e kernel.Entry) Act {
	x := Act{At: e.At, Act: e.Act, Name: words.Move(l, f, e.Act), By: e.Actor.Name, System: e.Actor.System, Mine: e.Actor.System == "" && e.Actor.User == reader.User, Token: e.Actor.Token, From: e.From, To: e.To, Version: e.Version, Note: e.Note}
	if e.Actor.System != "" {
		x.By = words.Role(l, f, e.Actor.System)
	}
	return x
}
