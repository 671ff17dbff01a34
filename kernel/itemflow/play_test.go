package itemflow_test

import (
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

// The neutral item: a reader's card of a library.
func card(flow string) form.Item {
	wd := func(n int) calendar.Period { return calendar.WorkDays(n).Period() }
	ten := wd(10)
	return form.Item{
		Code: "LB01", Link: "service", Matter: "library", Name: form.Text{Zh: "借书证", En: "Reader's card"}, Kind: form.Public, Class: form.Committed,
		Unit: "library", Who: []string{"person"}, Flow: flow, Cure: wd(5), Promise: true, Publicity: &ten,
		Steps: []form.Step{
			{ID: "reader", Fields: []form.Field{
				{ID: "reader.name", Kind: form.KindText, Label: form.Text{Zh: "姓名", En: "Name"}},
				{ID: "reader.born", Kind: form.KindDate, Label: form.Text{Zh: "出生日期", En: "Born"}, Optional: true},
				{ID: "reader.kind", Kind: form.KindChoice, Label: form.Text{Zh: "类别", En: "Kind"}, Options: []form.Option{{Value: "adult"}, {Value: "child"}}},
				{ID: "reader.guardian", Kind: form.KindText, Label: form.Text{Zh: "监护人", En: "Guardian"}, When: form.Predicate{Name: "one_of", Args: []string{"reader.kind", "child"}}},
			}},
			{ID: "books", Repeat: 3, Least: 1, Fields: []form.Field{{ID: "books.title", Kind: form.KindText, Label: form.Text{Zh: "书名", En: "Title"}}}},
		},
		Rules: []form.Rule{{Name: "not_future", Args: []string{"reader.born"}}},
		Materials: []form.Material{
			{ID: "photo", Name: form.Text{Zh: "照片", En: "Photo"}, Source: "self", Types: []string{"jpg"}, MaxMB: 2, Max: 1},
			{ID: "proof", Name: form.Text{Zh: "住址证明", En: "Proof of address"}, Source: "self", Types: []string{"pdf"}, MaxMB: 5, Max: 2, Later: wd(3), Promise: true},
		},
		Limits: []form.Limit{
			{Name: "acceptance", Period: wd(2), From: "submit", Regime: calendar.Administrative, Committed: true, Tag: "D"},
			{Name: "statutory", Period: wd(10), From: "accept", Regime: calendar.Administrative, Tag: "M"},
			{Name: "committed", Period: wd(5), From: "accept", Regime: calendar.Administrative, Committed: true, Tag: "D"},
			{Name: "outside", Period: wd(7), From: "forward", Regime: calendar.Administrative, Tag: "V"},
		},
		Checklist: []form.Check{{ID: "photo", Text: form.Text{Zh: "照片清楚", En: "The photo is clear"}}},
		Result:    form.Result{Name: form.Text{Zh: "借书证", En: "Card"}, Series: "云图"},
		Routes:    []form.Route{{When: form.Predicate{Name: "district", Args: []string{"东埠"}}, Unit: "library-east"}},
	}
}

var (
	reader = kernel.Party{ID: "p-1", Kind: "person", Name: "林晓", Code: "990101200001010010"}
	good   = form.Values{"reader.name": "林晓", "reader.kind": "adult", "books.0.title": "诗经"}
	photo  = put("photo", kernel.Paper{Name: "a.jpg", SHA256: "aa", Bytes: 10})
	proof  = put("proof", kernel.Paper{Name: "b.pdf", SHA256: "bb", Bytes: 10})
)

// shelf holds what was uploaded, by the id under which it lies.
var shelf sync.Map

func put(material string, p kernel.Paper) itemflow.File {
	p.ID = fmt.Sprintf("up-%s-%s", material, p.Name+p.SHA256)
	shelf.Store(p.ID, p)
	return itemflow.File{Material: material, Upload: p.ID}
}

// play is a case and the people around it, without a store.
type play struct {
	t     *testing.T
	flow  *kernel.Flow
	all   map[kernel.FlowAddr]*kernel.Flow
	cases map[kernel.CaseID]kernel.Case
	items map[string]form.Item
	now   time.Time
	n     int
	id    kernel.CaseID // the case in hand
	by    kernel.UserID // who uploaded what is on the shelf
	last  []kernel.Effect
	said  []kernel.Notify
	drawn []kernel.IssueDocument
	// numbers are those of the papers that have one, by id.
	numbers map[string]string
}

func newPlay(t *testing.T, it form.Item) *play {
	t.Helper()
	p := &play{t: t, all: map[kernel.FlowAddr]*kernel.Flow{}, cases: map[kernel.CaseID]kernel.Case{}, items: map[string]form.Item{it.Hash(): it}, numbers: map[string]string{},
		now: calendar.On(2026, 11, 20).At(10)}
	for _, f := range itemflow.DefaultRules(form.Checker{Calendar: calendar.National()}).Flows([]form.Item{it}) {
		if bad := f.Check(); len(bad) > 0 {
			t.Fatal(bad)
		}
		p.all[f.Addr] = f
	}
	p.flow = p.all[it.Flowing()]
	return p
}

// Load answers the facts that moves ask for.
func (p *play) Load(q any) (any, error) {
	switch q := q.(type) {
	case form.ItemByHash:
		if it, ok := p.items[q.Hash]; ok {
			return it, nil
		}
	case form.ItemInForce:
		for _, it := range p.items {
			if it.Code == q.Code {
				return it, nil
			}
		}
	case kernel.PartyByID:
		if q.ID == reader.ID {
			return reader, nil
		}
	case kernel.PartyByCode:
		if q.Code == reader.Code {
			return reader, nil
		}
		return kernel.Party{}, nil
	case kernel.PaperByID:
		return kernel.Paper{ID: q.ID, Number: p.numbers[q.ID]}, nil
	case kernel.UploadByID:
		if u, ok := shelf.Load(q.ID); ok {
			return kernel.Upload{Paper: u.(kernel.Paper), By: p.by}, nil
		}
	case kernel.CaseByID:
		if c, ok := p.cases[q.ID]; ok {
			return c, nil
		}
	}
	return nil, errs.New(errs.NotFound, "kernel.no_such_case", nil)
}

func (p *play) newID() string { p.n++; return fmt.Sprintf("ID%06d", p.n) }

// Who acts.
var (
	citizen = kernel.Actor{User: "u-1", Party: reader.ID, Rights: kernel.AllRights()}
	clerk   = kernel.Actor{User: "u-2", Name: "宋时雨", Posts: []kernel.Post{{Unit: "library", Role: kernel.RoleClerk}}}
	head    = kernel.Actor{User: "u-3", Name: "叶怀谷", Posts: []kernel.Post{{Unit: "library", Role: kernel.RoleHead}}}
	other   = kernel.Actor{User: "u-4", Name: "外部门", Posts: []kernel.Post{{Unit: "archive", Role: kernel.RoleClerk}}}
)

func (p *play) submit(a kernel.Actor, it form.Item, in itemflow.SubmitInput) error {
	p.t.Helper()
	p.id = kernel.CaseID(p.newID())
	c := kernel.Case{ID: p.id, No: "YL2026-LB01-00001", Flow: it.Flowing(), Item: it.Code, ItemHash: it.Hash(), Unit: it.Unit, Opened: p.now, Data: json.RawMessage("{}")}
	if a.Party != "" {
		c.Grant(kernel.PartyAccess(kernel.RelOwner, a.Party, kernel.RoleOwner, kernel.ViewSecret))
	}
	p.by = a.User
	m, _ := p.flow.Find("submit")
	return p.run(m, c, a, in)
}

func (p *play) run(m kernel.Move, c kernel.Case, a kernel.Actor, in any) error {
	raw, err := json.Marshal(in)
	if err != nil {
		p.t.Fatal(err)
	}
	out, err := m.Run(p, kernel.TurnInput{Case: c, Input: raw, Actor: a, Now: p.now, NewID: p.newID, Number: func(x string) string { return "YL2026-" + x + "-00001" }})
	if err != nil {
		return err
	}
	p.cases[c.ID], p.last = out.Case, out.Effects
	for _, e := range out.Effects {
		switch e := e.(type) {
		case kernel.Notify:
			p.said = append(p.said, e)
		case kernel.IssueDocument:
			p.drawn = append(p.drawn, e)
			if e.Series != "" {
				p.numbers[e.ID] = fmt.Sprintf("%s〔2026〕%d号", e.Series, len(p.numbers)+1)
			}
		case kernel.OpenCase:
			k := kernel.Case{ID: e.ID, No: e.No, Flow: e.Flow, State: e.State, Data: e.Data, Access: e.Access, Unit: e.Unit, Parent: e.Parent, Limits: e.Limits}
			k.Grant(kernel.UnitAccess(e.Unit, kernel.RoleClerk))
			p.cases[e.ID] = k
		case kernel.MoveChild:
			was := p.id
			p.id = e.Case
			err = p.act(kernel.SystemActor(kernel.RoleSystem), e.Move, e.Input)
			p.id = was
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// act makes a move as the desk would: state and role first.
func (p *play) act(a kernel.Actor, move string, in any) error {
	p.t.Helper()
	c := p.cases[p.id]
	f := p.all[c.Flow]
	m, ok := f.Find(move)
	if !ok {
		return errs.New(errs.NotFound, "kernel.no_such_move", errs.Args{"move": move})
	}
	p.by = a.User
	roles, _ := kernel.RolesOf(a, c)
	if err := f.Fits(m, c, roles); err != nil {
		return err
	}
	return p.run(m, c, a, in)
}

func (p *play) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

func (p *play) code(want string, err error) {
	p.t.Helper()
	e := errs.As(err)
	if e == nil {
		p.t.Fatalf("want %s, got %v", want, err)
	}
	if e.Code == want {
		return
	}
	for _, m := range e.More {
		if m.Code == want {
			return
		}
	}
	p.t.Fatalf("want %s, got %v", want, err)
}

func (p *play) state(want kernel.State) itemflow.Data {
	p.t.Helper()
	c := p.cases[p.id]
	if c.State != want {
		p.t.Fatalf("state %s, want %s", c.State, want)
	}
	d, err := itemflow.DataOf(c)
	p.must(err)
	return d
}

func (p *play) wait(days int) { p.now = p.now.AddDate(0, 0, days) }

// paper is the data of the last paper of that template.
func (p *play) paper(template string) string {
	p.t.Helper()
	for i := len(p.drawn) - 1; i >= 0; i-- {
		if p.drawn[i].Template == template {
			return string(p.drawn[i].Data)
		}
	}
	p.t.Fatalf("no paper %s", template)
	return ""
}

func argOf(err error, key string) any {
	if e := errs.As(err); e != nil {
		return e.Args[key]
	}
	return nil
}
