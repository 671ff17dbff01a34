package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/ident"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/rows"
	"quanlian/registry"
)

// portfolio is an owner with many patents, somebody who approves, and a rival.
type portfolio struct {
	t       *testing.T
	h       *house
	numbers []string
}

// number makes the i-th application number of a year, with its check digit.
func number(t *testing.T, i int) string {
	t.Helper()
	_, err := ident.ParseApplication(fmt.Sprintf("20221%07d", i))
	for _, d := range "0123456789X" {
		if a, e := ident.ParseApplication(fmt.Sprintf("20221%07d.%c", i, d)); e == nil {
			return a.String()
		}
	}
	t.Fatal(err)
	return ""
}

func newPortfolio(t *testing.T, h *house, n int, approval ...kernel.Duty) *portfolio {
	t.Helper()
	p := &portfolio{t: t, h: h}
	ctx := context.Background()
	all := kernel.AllRights()
	err := h.desk.Do(ctx, kernel.SystemActor("seed"), "portfolio",
		kernel.PutParty{Party: kernel.Party{ID: "owner", Kind: "enterprise", Name: "甲公司", Code: "CODE-owner", Approval: approval}},
		kernel.PutParty{Party: kernel.Party{ID: "rival", Kind: "enterprise", Name: "乙公司", Code: "CODE-rival"}},
		kernel.PutUser{ID: "u-owner", Login: "owner", Name: "经办"}, kernel.PutMember{User: "u-owner", Party: "owner", Duty: kernel.DutyHandler, Rights: all},
		kernel.PutUser{ID: "u-head", Login: "head", Name: "负责人"}, kernel.PutMember{User: "u-head", Party: "owner", Duty: kernel.DutyHead, Rights: all})
	if err != nil {
		t.Fatal(err)
	}
	var records []registry.Record
	for i := range n + 1 {
		o := registry.Owner{Party: "owner", Name: "甲公司", USCC: "CODE-owner"}
		if i == n { // the last one is another's
			o = registry.Owner{Party: "rival", Name: "乙公司", USCC: "CODE-rival"}
		}
		p.numbers = append(p.numbers, number(t, i+1))
		records = append(records, grantedRecord(p.numbers[i], o))
	}
	if _, _, _, err := h.store.Sink(h.now).Put(ctx, records); err != nil {
		t.Fatal(err)
	}
	p.observed()
	return p
}

func (p *portfolio) observed() {
	p.t.Helper()
	if err := p.h.store.ObserveAll(context.Background(), p.h.now()); err != nil {
		p.t.Fatal(err)
	}
}

func grantedRecord(number string, o registry.Owner) registry.Record {
	filed := calendar.On(2022, 3, 1)
	r := registry.Right{Number: number, Kind: registry.Invention, Title: "一种" + number + "装置", IPCMain: "G01L1/22", Filing: filed, Granted: calendar.On(2023, 9, 1)}
	ev := func(k registry.EventKind, day calendar.Date, d registry.Detail) registry.Event {
		return registry.NewEvent(registry.Event{Right: number, Kind: k, ValidFrom: day, Source: "test", Detail: d})
	}
	owners := []registry.Owner{o}
	events := []registry.Event{ev(registry.Filed, filed, registry.Detail{Kind: r.Kind, Owners: owners}), ev(registry.Granted, r.Granted, registry.Detail{Kind: r.Kind, Owners: owners})}
	for y := 2; y <= 12; y++ {
		events = append(events, ev(registry.FeePaid, filed.AddYears(min(y-1, 3)), registry.Detail{Year: y}))
	}
	rec := registry.Record{Source: "test", Doc: r.Granted, Right: r, Events: events}
	rec.Key = registry.RecordKey(rec)
	return rec
}

func (p *portfolio) hat(user kernel.UserID) kernel.Actor {
	p.t.Helper()
	hats, err := p.h.store.Hats(context.Background(), user, p.h.now())
	if err != nil {
		p.t.Fatal(err)
	}
	return hats[0]
}

// agency is a firm that acts for the owner, with an approval of its own.
func (p *portfolio) agency(approval ...kernel.Duty) {
	p.t.Helper()
	all := kernel.AllRights()
	err := p.h.desk.Do(context.Background(), kernel.SystemActor("seed"), "agency",
		kernel.PutParty{Party: kernel.Party{ID: "agency", Kind: "agency", Name: "代理公司", Approval: approval}},
		kernel.PutUser{ID: "u-agent", Login: "agent", Name: "代理师"}, kernel.PutMember{User: "u-agent", Party: "agency", Duty: kernel.DutyHandler, Rights: all},
		kernel.PutUser{ID: "u-partner", Login: "partner", Name: "合伙人"}, kernel.PutMember{User: "u-partner", Party: "agency", Duty: kernel.DutyHead, Rights: all},
		kernel.GrantMandate{Mandate: kernel.Mandate{ID: "m-owner", Principal: "owner", Agent: "agency", Scope: []string{"*"}, Rights: []kernel.Right{kernel.RightView, kernel.RightDraft, kernel.RightSubmit}, From: p.h.now().Add(-time.Hour), To: p.h.now().AddDate(1, 0, 0)}})
	if err != nil {
		p.t.Fatal(err)
	}
}

// hatFor is the user's way of acting for the party.
func (p *portfolio) hatFor(user kernel.UserID, party kernel.PartyID) kernel.Actor {
	p.t.Helper()
	hats, err := p.h.store.Hats(context.Background(), user, p.h.now())
	if err != nil {
		p.t.Fatal(err)
	}
	i := slices.IndexFunc(hats, func(a kernel.Actor) bool { return a.Party == party })
	if i < 0 {
		p.t.Fatalf("%s does not act for %s: %+v", user, party, hats)
	}
	return hats[i]
}

// sheet is a CSV of all patents with every kind of wrong row among them; it
// says how many of them are good.
func (p *portfolio) sheet() (content []byte, good int) {
	var b bytes.Buffer
	b.WriteString("专利号,方式,许可种类,价格（万元）\nPatent number,Way,Kind of licence,\"Price (CNY 10,000, without VAT)\"\n")
	own := p.numbers[:len(p.numbers)-1]
	for i, n := range own {
		switch i % 25 {
		case 7:
			fmt.Fprintf(&b, "%s,出借,,3\n", n)
		case 19:
			fmt.Fprintf(&b, "%s,许可,,3\n", n) // no kind of licence
		default:
			fmt.Fprintf(&b, "%s,转让,,%d\n", n, 10+i)
			good++
		}
	}
	fmt.Fprintf(&b, "%s,转让,,5\n", own[0])                 // twice
	fmt.Fprintf(&b, "%s,转让,,5\n", p.numbers[len(own)])    // another's
	fmt.Fprintf(&b, "%s,转让,,5\n", number(p.t, 9_000_000)) // not in the register
	return b.Bytes(), good
}

// begin puts the sheet in as its maker does.
func (p *portfolio) begin(content []byte) kernel.CaseID {
	p.t.Helper()
	ctx := context.Background()
	sha, err := p.h.files.Put(content)
	if err != nil {
		p.t.Fatal(err)
	}
	a, id := p.hat("u-owner"), "upload-"+sha[:8]
	err = p.h.desk.Do(ctx, a, id, kernel.PutDocument{ID: id, Kind: "utilization.hall.paper.sheet", Name: "挂牌.csv", SHA256: sha, Bytes: int64(len(content)), Media: "text/csv", Level: kernel.ViewSecret, By: a.User})
	if err != nil {
		p.t.Fatal(err)
	}
	r, err := p.h.desk.Open(ctx, a, desk.OpenCommand{Flow: hall.Bulk, Move: "upload", Key: "begin " + id, Input: json.RawMessage(`{"upload":"` + id + `"}`)})
	if err != nil {
		p.t.Fatal(err)
	}
	return r.Case
}

func (p *portfolio) bulk(id kernel.CaseID) (kernel.Case, hall.BulkData) {
	p.t.Helper()
	c, err := p.h.store.Case(context.Background(), kernel.SystemActor("test"), string(id), kernel.ViewSecret)
	if err != nil {
		p.t.Fatal(err)
	}
	d, err := hall.BulkOf(c)
	if err != nil {
		p.t.Fatal(err)
	}
	return c, d
}

// until waits for the bulk to satisfy the condition.
func (p *portfolio) until(id kernel.CaseID, what string, ok func(kernel.Case, hall.BulkData) bool) hall.BulkData {
	p.t.Helper()
	var d hall.BulkData
	patiently(p.t, what, func() (string, bool) {
		var c kernel.Case
		c, d = p.bulk(id)
		return fmt.Sprintf("state %s, good %d bad %d listed %d", c.State, d.Count(rows.Good), d.Count(rows.Bad), d.Count(rows.Made)), ok(c, d)
	})
	return d
}

// patiently looks until it is done, and gives up when nothing has moved for five
// minutes: a laden machine may be as slow as it likes.
func patiently(t *testing.T, what string, look func() (seen string, done bool)) {
	t.Helper()
	const still = 5 * time.Minute
	last, end := "", time.Now().Add(still)
	for {
		seen, done := look()
		if done {
			return
		}
		if seen != last {
			last, end = seen, time.Now().Add(still)
		}
		if time.Now().After(end) {
			t.Fatalf("never %s: %s", what, seen)
		}
		time.Sleep(50 * time.Millisecond) // a look reads every row
	}
}

func in(s kernel.State) func(kernel.Case, hall.BulkData) bool {
	return func(c kernel.Case, _ hall.BulkData) bool { return c.State == s }
}

// faultOf is the first fault of the row of the number, in row order.
func faultOf(d hall.BulkData, number string, nth int) string {
	for _, r := range d.Rows {
		if r.Right != number {
			continue
		}
		if nth--; nth > 0 {
			continue
		}
		if len(r.Faults) == 0 {
			return ""
		}
		return r.Faults[0].Code
	}
	return "no row"
}

// listings counts the listings and checks that no right has two.
func (p *portfolio) listings(want int) {
	p.t.Helper()
	seen := map[string]bool{}
	for offset := 0; ; offset += 500 {
		list, total, err := p.h.store.Cases(context.Background(), kernel.SystemActor("test"), kernel.ViewSecret, kernel.CaseQuery{Flow: hall.Listing, Limit: 500, Offset: offset, Sort: "opened"})
		if err != nil {
			p.t.Fatal(err)
		}
		if total != want {
			p.t.Fatalf("%d listings, want %d", total, want)
		}
		for _, c := range list {
			d, err := hall.ListingOf(c)
			if err != nil {
				p.t.Fatal(err)
			}
			if seen[d.Right] {
				p.t.Errorf("%s is listed twice", d.Right)
			}
			seen[d.Right] = true
		}
		if len(list) == 0 || offset+len(list) >= total {
			return
		}
	}
}

// once: every listed row names a case of its own, in which the move was made
// once, by the maker, under the key of the row.
func (p *portfolio) once(d hall.BulkData) {
	p.t.Helper()
	var cases []kernel.CaseID
	for i, r := range d.Rows {
		if r.State != rows.Made {
			continue
		}
		if slices.Contains(cases, r.Case) {
			p.t.Fatalf("two rows name %s", r.Case)
		}
		cases = append(cases, r.Case)
		if i%29 != 0 {
			continue
		}
		h, err := p.h.store.History(context.Background(), r.Case)
		if err != nil {
			p.t.Fatal(err)
		}
		made := 0
		for _, e := range h {
			if e.Act == "list" {
				made++
				if e.Actor.User != "u-owner" || !strings.HasSuffix(e.Key, fmt.Sprintf("/%d", r.Line)) {
					p.t.Errorf("row %d was listed by %s under %s", r.Line, e.Actor.User, e.Key)
				}
			}
		}
		if made != 1 {
			p.t.Errorf("row %d was listed %d times", r.Line, made)
		}
	}
}

// pass works until the bulk stands in the state.
func (p *portfolio) pass(id kernel.CaseID, s kernel.State) {
	p.t.Helper()
	for range 20 {
		if _, err := p.h.workRows(context.Background()); err != nil {
			p.t.Fatal(err)
		}
		if c, _ := p.bulk(id); c.State == s {
			return
		}
	}
	c, _ := p.bulk(id)
	p.t.Fatalf("the bulk stands in %s, want %s", c.State, s)
}
