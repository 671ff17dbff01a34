package hall

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"quanlian/adapter/esign"
	"quanlian/base/errs"
	"quanlian/chain/utilization/hall"
	"quanlian/evidence"
	"quanlian/kernel"
	"quanlian/ledger"
	"quanlian/registry"
)

// table is a whole hall in memory: cases, book, register, bank. It runs the
// moves of the tables without a database, fast enough for random play.
type table struct {
	steady  bool // people do only what the state asks for
	t       *rapid.T
	flows   map[kernel.FlowAddr]*kernel.Flow
	cases   map[kernel.CaseID]kernel.Case
	parties map[kernel.PartyID]kernel.Party
	rights  map[string]registry.View
	book    *ledger.Book
	answers map[string]ledger.Answer
	orders  []ledger.Instruction // in the order in which they left
	office  []string             // questions to the office
	signing []kernel.Ask         // questions to the signature service
	signs   *esign.Fake
	now     time.Time
	n       int
}

// Load answers the queries of the hall's moves.
func (x *table) Load(query any) (any, error) {
	switch q := query.(type) {
	case kernel.CaseByID:
		c, ok := x.cases[q.ID]
		if !ok {
			return nil, errs.New(errs.NotFound, "kernel.no_such_case", nil)
		}
		return c, nil
	case kernel.CasesOf:
		var out []kernel.Case
		for _, c := range x.cases {
			if c.Flow == q.Flow && slices.Contains(q.States, c.State) && (q.Title == "" || c.Title == q.Title) && (q.About == "" || c.About == q.About) && (q.Parent == "" || c.Parent == q.Parent) && (q.Subject == "" || slices.ContainsFunc(c.Access, func(a kernel.Access) bool { return a.Subject == q.Subject })) {
				out = append(out, c)
			}
		}
		return out, nil
	case kernel.PartyByID:
		return x.parties[q.ID], nil
	case kernel.PaperByID:
		return kernel.Paper{ID: q.ID, Name: "contract.pdf", SHA256: drawnHash}, nil
	case registry.RightByNumber:
		return x.rights[q.Number], nil
	case ledger.StatesOf:
		return x.book.States(), nil
	case ledger.KnownOf:
		return x.known(q), nil
	}
	return nil, fmt.Errorf("no answer for %T", query)
}

func (x *table) known(q ledger.KnownOf) ledger.Known {
	k := ledger.Known{Bank: q.Bank}
	if a, ok := x.answers[q.BankRef]; ok {
		k.Seen = &a
	}
	i := slices.IndexFunc(x.orders, func(o ledger.Instruction) bool { return o.Key == q.Key })
	if i < 0 {
		return k
	}
	k.Instruction = &x.orders[i]
	k.Hold, _ = x.book.Find(q.Key)
	if end, ok := x.book.EndOf(q.Key); ok {
		k.End = &end
	}
	if s, ok := x.book.State(k.Hold.Debit); ok {
		k.Spare = s.Available()
	}
	return k
}

func (x *table) id() string {
	x.n++
	return fmt.Sprintf("id%d", x.n)
}

// act makes a move as the desk does; what is refused changes nothing.
func (x *table) act(a kernel.Actor, id kernel.CaseID, move string, in any) error {
	c := x.cases[id]
	f := x.flows[c.Flow]
	m, ok := f.Find(move)
	if !ok {
		x.t.Fatalf("no move %s", move)
	}
	roles, _ := kernel.RolesOf(a, c)
	if err := f.Fits(m, c, roles); err != nil {
		return err
	}
	return x.run(m, c, a, in)
}

func (x *table) open(a kernel.Actor, flow kernel.FlowAddr, move string, in any) kernel.CaseID {
	f := x.flows[flow]
	m, _ := f.Find(move)
	c := kernel.Case{ID: kernel.CaseID(x.id()), No: fmt.Sprintf("YL2026-%s-%05d", f.Prefix, x.n), Flow: flow, Data: json.RawMessage("{}")}
	c.Grant(kernel.PartyAccess(kernel.RelOwner, a.Party, kernel.RoleOwner, kernel.ViewSecret))
	if err := x.run(m, c, a, in); err != nil {
		x.t.Fatalf("%s: %v", move, err)
	}
	return c.ID
}

func (x *table) run(m kernel.Move, c kernel.Case, a kernel.Actor, in any) error {
	out, err := m.Run(x, kernel.TurnInput{Case: c, Input: raw(in), Actor: a, Now: x.now, NewID: x.id, Number: func(p string) string { return p }})
	if err != nil {
		return err
	}
	x.cases[c.ID] = out.Case
	for _, e := range out.Effects {
		x.apply(m.Name, e)
	}
	return nil
}

// apply brings about an effect. What a move has let through, neither the book
// nor another case may refuse: that would block the deal.
func (x *table) apply(move string, e kernel.Effect) {
	switch e := e.(type) {
	case ledger.Record:
		x.book.Open(e.Accounts...)
		for i, r := range x.book.ApplyBatch(e.Transfers) {
			if !r.OK() {
				x.t.Fatalf("%s: the book refuses %+v: %v", move, e.Transfers[i], r.Err)
			}
		}
		for _, a := range e.Answers {
			x.answers[a.BankRef] = a
		}
	case kernel.Ask:
		switch e.Party {
		case hall.Office:
			x.office = append(x.office, e.Key)
			return
		case hall.Esign:
			x.signing = append(x.signing, e)
			return
		}
		var in ledger.Instruction
		if err := json.Unmarshal(e.Payload, &in); err != nil {
			x.t.Fatal(err)
		}
		x.orders = append(x.orders, in)
	case kernel.MoveChild:
		if err := x.act(kernel.SystemActor(kernel.RoleSystem), e.Case, e.Move, e.Input); err != nil {
			x.t.Fatalf("%s: %s of the listing: %v", move, e.Move, err)
		}
	case registry.AppendEvents:
		v := x.rights[e.Right]
		for _, ev := range e.Events {
			ev.RecordedAt = x.now
			v.Events = append(slices.Clone(v.Events), ev)
		}
		x.rights[e.Right] = v
	}
}

// happens writes into the register.
func (x *table) happens(number string, k registry.EventKind, ref string) {
	x.apply("register", registry.AppendEvents{Right: number, Events: []registry.Event{registry.NewEvent(registry.Event{Right: number, Kind: k, ValidFrom: x.day(), Ref: ref})}})
}

// drawnHash is that of every paper of the table.
var drawnHash = strings.Repeat("5a", 32)

// esigns lets the signature service answer at once.
func (x *table) esigns(id kernel.CaseID) {
	for _, a := range x.signing {
		if err := x.signs.Send(context.Background(), a); err != nil {
			x.t.Fatal(err)
		}
	}
	x.signing = nil
	list, err := x.signs.Answers(context.Background())
	if err != nil {
		x.t.Fatal(err)
	}
	for _, a := range list {
		var said evidence.SignAnswer
		if err := json.Unmarshal(a.Payload, &said); err != nil {
			x.t.Fatal(err)
		}
		sum := sha256.Sum256([]byte(said.Signature))
		said.SHA256 = hex.EncodeToString(sum[:])
		x.must(kernel.SystemActor(hall.Esign), id, "signature_answer", said)
	}
}
