package api

import (
	"context"
	"net/http"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
)

// Tags of the document.
const (
	tagAccount = "account"
	tagCases   = "cases"
	tagItems   = "items"
	tagInside  = "organisation"
	tagRights  = "register"
	tagHall    = "hall"
	tagTax     = "tax"
	tagCompute = "calculators"
	tagFeed    = "feed"
)

// Links of the chain, as tags.
const (
	linkUse    = "utilization"
	linkManage = "management"
	linkServe  = "service"
)

// caseIn names a case.
type caseIn struct {
	No string `path:"no" maxLength:"64" doc:"api.field.case.no_or_id"`
}

type casesIn struct {
	Page
	After    string `query:"after" maxLength:"600" doc:"api.field.query.after_place"`
	Flow     string `query:"flow" doc:"api.field.query.flow"`
	State    string `query:"state" doc:"api.field.query.state"`
	Role     string `query:"role" doc:"api.field.query.role"`
	Turn     string `query:"turn" doc:"api.field.query.turn"`
	Party    string `query:"party" doc:"api.field.query.party"`
	Assignee string `query:"assignee" doc:"api.field.query.assignee"`
	Pool     bool   `query:"pool" doc:"api.field.query.pool"`
	Open     bool   `query:"open" doc:"api.field.query.open"`
	Closed   bool   `query:"closed" doc:"api.field.query.closed"`
	Text     string `query:"q" maxLength:"200" doc:"api.field.query.q_cases"`
	DueBy    string `query:"due_by" doc:"api.field.query.due_by"`
	Level    string `query:"level" enum:"summary,detail,secret" doc:"api.field.query.level"`
	Sort     string `query:"sort" enum:"due,updated,opened" default:"due" doc:"api.field.query.sort"`
}

// CaseList is a part of a list of cases, with counts by state of the same
// selection.
type CaseList struct {
	listOf[Case]
	ByState map[kernel.State]int `json:"by_state" doc:"api.field.case.by_state"`
	Next    string               `json:"next,omitempty" doc:"api.field.case.next"`
}

// paged: it is read on by place, see Next.
func (CaseList) paged() (total, beyond int) { return 0, 0 }

func (s *spoken) cases() {
	add(s, op{id: "list_cases", method: http.MethodGet, path: "/cases", tag: tagCases}, s.a.listCases)
	add(s, op{id: "get_case", method: http.MethodGet, path: "/cases/{no}", tag: tagCases, fails: readOne}, s.a.getCase)
	add(s, op{id: "get_history", method: http.MethodGet, path: "/cases/{no}/history", tag: tagCases, token: true, fails: readOne}, s.a.history)
	add(s, op{id: "list_messages", method: http.MethodGet, path: "/cases/{no}/messages", tag: tagCases, token: true, fails: readOne}, s.a.messages)
	add(s, op{id: "post_message", method: http.MethodPost, path: "/cases/{no}/messages", tag: tagCases, token: true, body: MessageText{}, status: http.StatusCreated, fails: writing}, s.a.postMessage)
	add(s, op{id: "list_suspense", method: http.MethodGet, path: "/suspense", tag: tagCases, token: true, fails: readOne}, s.a.suspense)
}

// query turns the parameters into a question to the store.
func (in *casesIn) query() (kernel.CaseQuery, error) {
	q := kernel.CaseQuery{Flow: kernel.FlowAddr(in.Flow), States: split[kernel.State](in.State), Role: kernel.Role(in.Role), Turn: split[kernel.Role](in.Turn), Party: kernel.PartyID(in.Party), Assignee: kernel.UserID(in.Assignee),
		Pool: in.Pool, Open: in.Open, Closed: in.Closed, Text: in.Text, Sort: in.Sort, Limit: in.Limit, Offset: in.Offset}
	var err error
	if q.After, err = readPlace(in.Sort, in.After); err == nil && in.After != "" && in.Offset > 0 {
		err = errs.At("offset", "api.offset_or_after", nil)
	}
	if err != nil {
		return q, err
	}
	if in.DueBy != "" {
		d, err := calendar.ParseDate(in.DueBy)
		if err != nil {
			return q, errs.At("due_by", "kernel.wire.not_a_date", nil)
		}
		q.DueBy = d.At(24)
	}
	return q, nil
}

func (a *API) listCases(ctx context.Context, v *visitor, in *casesIn) (*out[CaseList], error) {
	q, err := in.query()
	if err != nil {
		return nil, err
	}
	level := kernel.ViewSummary
	for l, name := range levelNames {
		if name == in.Level {
			level = l
		}
	}
	if in.Level == "" && v.known() {
		level = kernel.ViewDetail
	}
	q.Inside = level >= kernel.ViewDetail && v.Actor.Party == "" && len(v.Actor.Posts) > 0
	q.Limit++ // one more tells whether the list goes on
	list, places, err := a.Cases.CasesFrom(ctx, v.Actor, level, q)
	if err != nil {
		return nil, err
	}
	res := CaseList{listOf: listOf[Case]{Offset: in.Offset, Items: []Case{}}}
	for _, c := range list[:min(len(list), in.Limit)] {
		res.Items = append(res.Items, a.caseOf(ctx, v, c))
	}
	if res.ByState, err = a.Cases.CountByState(ctx, v.Actor, level, q); err != nil {
		return nil, err
	}
	for _, n := range res.ByState {
		res.Total += n
	}
	o := say(res)
	if len(list) > in.Limit {
		o.Body.Next = writePlace(in.Sort, places[in.Limit-1])
		o.Link = v.next("after", o.Body.Next)
	}
	return o, nil
}

func (a *API) getCase(ctx context.Context, v *visitor, in *caseIn) (*out[CaseFile], error) {
	c, err := a.Cases.Case(ctx, v.Actor, in.No, kernel.ViewSummary)
	if err != nil {
		return nil, err
	}
	if err := a.Desk.Remember(ctx, v.Actor, desk.ReadCase, c, ""); err != nil {
		return nil, err
	}
	d, err := a.record(v, c)
	return say(CaseFile{Case: a.caseOf(ctx, v, c), Data: d}), err
}

// seen gives a case of which the visitor sees at least the level.
func (a *API) seen(ctx context.Context, v *visitor, no string, level kernel.Level) (kernel.Case, error) {
	c, err := a.Cases.Case(ctx, v.Actor, no, kernel.ViewSummary)
	if err == nil && a.levelOf(v.Actor, c) < level {
		return c, errs.New(errs.Forbidden, "api.level_too_low", errs.Args{"no": c.No})
	}
	if err != nil {
		return c, err
	}
	return c, a.Desk.Remember(ctx, v.Actor, desk.ReadCase, c, "")
}

type historyIn struct {
	CaseNo
	After int64 `query:"after_version" minimum:"0" doc:"api.field.query.after_version"`
}

func (a *API) history(ctx context.Context, v *visitor, in *historyIn) (*out[listOf[Act]], error) {
	c, err := a.seen(ctx, v, in.No, kernel.ViewDetail)
	if err != nil {
		return nil, err
	}
	acts, err := a.acts(ctx, v, c, in.After)
	return say(listOf[Act]{Total: len(acts), Items: acts}), err
}

// acts are the entries of a case after a version.
func (a *API) acts(ctx context.Context, v *visitor, c kernel.Case, after int64) ([]Act, error) {
	h, err := a.Cases.History(ctx, c.ID)
	out := []Act{}
	for _, e := range h {
		if after == 0 || e.Version > after {
			out = append(out, actOf(v.L, v.Actor, c.Flow, e))
		}
	}
	return out, err
}

// Message is one message inside a case.
type Message struct {
	ID   string    `json:"id" doc:"api.field.message.id"`
	Name string    `json:"name" doc:"api.field.message.name"`
	Org  string    `json:"org" doc:"api.field.message.org"`
	Mine bool      `json:"mine" doc:"api.field.message.mine"`
	Text string    `json:"text" doc:"api.field.message.text"`
	Made time.Time `json:"made" doc:"api.field.message.made"`
}

// MessageText is a message to be posted.
type MessageText struct {
	Text string `json:"text" required:"true" maxLength:"5000" doc:"api.field.message.text"`
}

func (a *API) messages(ctx context.Context, v *visitor, in *caseIn) (*out[listOf[Message]], error) {
	c, err := a.seen(ctx, v, in.No, kernel.ViewSecret)
	if err != nil {
		return nil, err
	}
	list, err := a.Cases.Messages(ctx, c.ID, a.levelOf(v.Actor, c))
	res := listOf[Message]{Total: len(list), Items: []Message{}}
	for _, m := range list {
		res.Items = append(res.Items, messageOf(v, m))
	}
	return say(res), err
}

func messageOf(v *visitor, m kernel.Message) Message {
	return Message{ID: m.ID, Name: m.Name, Org: m.Org, Mine: m.From == v.Actor.User, Text: m.Text, Made: m.Made}
}

type postMessageIn struct {
	CaseNo
	WithKey
	RawBody []byte `contentType:"application/json"`
}

func (a *API) postMessage(ctx context.Context, v *visitor, in *postMessageIn) (*out[Message], error) {
	body, err := read[MessageText](in.RawBody)
	if err != nil {
		return nil, err
	}
	c, err := a.seen(ctx, v, in.No, kernel.ViewSecret)
	if err != nil {
		return nil, err
	}
	k := a.once(v, "message/"+string(c.ID), in.Key, in.RawBody)
	w := kernel.PostMessage{ID: k.id, Case: c.ID, From: v.Actor.User, Party: v.Actor.Party, Text: body.Text, Level: kernel.ViewSecret}
	if err := a.Desk.Do(ctx, v.Actor, k.key, w); err != nil {
		return nil, err
	}
	list, err := a.Cases.Messages(ctx, c.ID, kernel.ViewSecret)
	if err != nil {
		return nil, err
	}
	for _, m := range list {
		if m.ID == k.id {
			return &out[Message]{Status: http.StatusCreated, Body: messageOf(v, m)}, nil
		}
	}
	return nil, k.reused()
}

// Stray is an answer from outside that fits no case.
type Stray struct {
	ID     string      `json:"id" doc:"api.field.stray.id"`
	Party  kernel.Role `json:"party" doc:"api.field.stray.party"`
	Answer string      `json:"answer" doc:"api.field.stray.answer"`
	AskKey string      `json:"ask_key" doc:"api.field.stray.ask_key"`
	Reason string      `json:"reason" doc:"api.field.stray.reason"`
	Made   time.Time   `json:"made" doc:"api.field.stray.made"`
}

func (a *API) suspense(ctx context.Context, v *visitor, in *noticesIn) (*out[listOf[Stray]], error) {
	if !v.staff() {
		return nil, errs.New(errs.Forbidden, "web.staff_only", nil)
	}
	list, total, err := a.Cases.Stray(ctx, in.Limit)
	res := listOf[Stray]{Total: total, Items: []Stray{}}
	for _, x := range list {
		res.Items = append(res.Items, Stray{ID: x.ID, Party: x.Party, Answer: x.Answer, AskKey: x.AskKey, Reason: x.Reason, Made: x.Made})
	}
	return say(res), err
}
