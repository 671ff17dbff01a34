package hall

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
	"quanlian/registry"
)

// ObjectInput is what somebody has against an agreed price that stands open.
type ObjectInput struct {
	By   string `json:"by"`
	Text string `json:"text"`
}

func objectPublicity() kernel.Move {
	return kernel.MoveOf[DealData, ObjectInput, none]{
		Name: "object", Needs: []string{"text"}, From: []kernel.State{DealPublicity}, By: []kernel.Role{Clerk},
		Guard: func(t kernel.Turn[DealData, ObjectInput, none]) error { return reasonAt("text", t.Input.Text) },
		Effects: func(t kernel.Turn[DealData, ObjectInput, none]) (kernel.Out[DealData], error) {
			t.Data.Publicity = t.Data.Publicity.with(Objection{By: t.Input.By, Text: t.Input.Text, At: t.Now})
			return kernel.Out[DealData]{Data: t.Data, Effects: []kernel.Effect{tell(Seller, "objection", t.Case.No)}}, nil
		},
	}.Build()
}

// with is the publicity with one more objection.
func (p *Publicity) with(o Objection) *Publicity {
	out := *p
	out.Objections = append(append([]Objection(nil), p.Objections...), o)
	return &out
}

// objectOpenly is the objection of anybody who can be reached, from the page of
// what stands open; it is not offered on the deal's own page.
func objectOpenly() kernel.Move {
	return kernel.MoveOf[DealData, itemflow.ObjectInput, none]{
		Name: "object_openly", From: []kernel.State{DealPublicity}, By: []kernel.Role{kernel.RolePublic}, Hidden: true,
		Guard: func(t kernel.Turn[DealData, itemflow.ObjectInput, none]) error {
			if calendar.DateOf(t.Now).After(t.Data.Publicity.To) {
				return errs.New(errs.Conflict, "kernel.itemflow.publicity_over", nil)
			}
			return t.Input.Check(false)
		},
		Effects: func(t kernel.Turn[DealData, itemflow.ObjectInput, none]) (kernel.Out[DealData], error) {
			t.Data.Publicity = t.Data.Publicity.with(Objection{By: t.Input.Name, Contact: t.Input.Contact, Text: t.Input.Text, Code: itemflow.Track(t.NewID()), At: t.Now})
			return kernel.Out[DealData]{Data: t.Data, Effects: []kernel.Effect{tell(Clerk, "objection", t.Case.No), tell(Seller, "objection", t.Case.No)}}, nil
		},
	}.Build()
}

// SettleInput says how an objection was settled; Upheld ends the deal.
type SettleInput struct {
	Result string `json:"result"`
	Upheld bool   `json:"upheld"`
}

func settleObjection() kernel.Move {
	return kernel.MoveOf[DealData, SettleInput, none]{
		Name: "settle_objection", Needs: []string{"result"}, From: []kernel.State{DealPublicity}, By: []kernel.Role{Clerk, kernel.RoleHead},
		Guard: func(t kernel.Turn[DealData, SettleInput, none]) error {
			if t.Data.Publicity.open() == 0 {
				return errs.New(errs.Conflict, "utilization.hall.no_objection", nil)
			}
			return reasonAt("result", t.Input.Result)
		},
		Effects: func(t kernel.Turn[DealData, SettleInput, none]) (kernel.Out[DealData], error) {
			p := *t.Data.Publicity
			p.Objections = append([]Objection(nil), p.Objections...)
			for i := range p.Objections {
				if p.Objections[i].Settled == "" {
					p.Objections[i].Settled = t.Input.Result
				}
			}
			t.Data.Publicity = &p
			out := kernel.Out[DealData]{Data: t.Data}
			if t.Input.Upheld {
				t.Data.Ending, t.Data.EndedBy = t.Input.Result, Clerk
				out = kernel.Out[DealData]{To: DealEnded, Data: t.Data, Change: hide, Effects: []kernel.Effect{kernel.ClearTimer{Name: "publicity"}}}
			} else if calendar.DateOf(t.Now).After(p.To) { // the period ran out while the objection was open
				out = t.Data.publicityOver(t.Case.No)
			}
			return out, nil
		},
	}.Build()
}

// open counts objections that nobody has settled.
func (p *Publicity) open() int {
	if p == nil {
		return 0
	}
	n := 0
	for _, o := range p.Objections {
		if o.Settled == "" {
			n++
		}
	}
	return n
}

func endPublicity() kernel.Move {
	return kernel.MoveOf[DealData, none, none]{
		Name: "end_publicity", From: []kernel.State{DealPublicity}, By: []kernel.Role{Timer, Clerk},
		Guard: func(t kernel.Turn[DealData, none, none]) error {
			if to := t.Data.Publicity.To; !calendar.DateOf(t.Now).After(to) {
				return errs.New(errs.TooEarly, "utilization.hall.publicity_runs", errs.Args{"until": to.String()})
			}
			return nil
		},
		Effects: func(t kernel.Turn[DealData, none, none]) (kernel.Out[DealData], error) {
			if t.Data.Publicity.open() > 0 { // the deal waits for the clerk, not for the clock
				return kernel.Out[DealData]{Data: t.Data, Effects: []kernel.Effect{tell(Clerk, "objection_open", t.Case.No)}}, nil
			}
			return t.Data.publicityOver(t.Case.No), nil
		},
	}.Build()
}

func (d DealData) publicityOver(no string) kernel.Out[DealData] {
	p := *d.Publicity
	p.Done = true
	d.Publicity = &p
	return kernel.Out[DealData]{To: DealDraft, Data: d, Change: hide, Effects: []kernel.Effect{tell(Seller, "publicity_over", no)}}
}

func (d DealData) checkInput(p registry.Purpose) checkInput {
	in := checkInput{kind: registry.Assignment, sellers: owners([]PartyRef{d.Seller}), buyers: owners([]PartyRef{d.Buyer}), consents: owners(d.Consents), pledgees: d.Pledgees, purpose: p}
	if d.Record != nil && len(d.Record.Owners) > 0 {
		in.buyers = d.Record.Owners // with the owners who kept their shares
	}
	if d.Terms != nil {
		in.kind, in.licence = d.Terms.Deal, d.Terms.Licence
	}
	return in
}

// checked runs the rights check and notes it in the deal; a block refuses.
func (r Rules) checked(d DealData, f dealRights, p registry.Purpose, now time.Time) (DealData, error) {
	c, err := r.check(d, f, p, now)
	if err != nil {
		return d, err
	}
	d.Checks = append(append([]Check(nil), d.Checks...), c)
	return d, c.err()
}

// contractPaper is what the contract's template draws.
type contractPaper struct {
	No     string   `json:"no"`
	Right  string   `json:"right"`
	Title  string   `json:"title"`
	Seller PartyRef `json:"seller"`
	Buyer  PartyRef `json:"buyer"`
	Terms  Terms    `json:"terms"`
	// Words are the terms as a reader of the contract needs them.
	Words termWords `json:"words"`
}

func (r Rules) draft() kernel.Move {
	return kernel.MoveOf[DealData, none, none]{
		Name: "draft", From: []kernel.State{DealDraft}, By: []kernel.Role{Seller, Broker}, Right: kernel.RightSubmit,
		Guard: func(t kernel.Turn[DealData, none, none]) error {
			if t.Data.wantsFiling() {
				return errs.New(errs.TooEarly, "utilization.hall.filing_missing", nil)
			}
			return nil
		},
		Effects: func(t kernel.Turn[DealData, none, none]) (kernel.Out[DealData], error) {
			paper, err := json.Marshal(contractPaper{No: t.Case.No, Right: t.Data.Right, Title: t.Data.Title, Seller: t.Data.Seller, Buyer: t.Data.Buyer, Terms: *t.Data.Terms, Words: t.Data.Terms.words()})
			if err != nil {
				return kernel.Out[DealData]{}, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
			}
			sum := sha256.Sum256(paper)
			id := t.NewID()
			t.Data.Contract = &Contract{Document: id, Hash: hex.EncodeToString(sum[:]), Drafted: t.Now}
			return kernel.Out[DealData]{To: DealSigning, Data: t.Data, Effects: []kernel.Effect{
				kernel.IssueDocument{ID: id, Kind: "utilization.hall.paper.contract_" + string(t.Data.Terms.Deal), Template: Matter + "/contract_" + string(t.Data.Terms.Deal), Data: paper},
				tell(Seller, "drafted", t.Case.No), tell(Buyer, "drafted", t.Case.No),
			}}, nil
		},
	}.Build()
}

func unsign() kernel.Move {
	return kernel.MoveOf[DealData, kernel.ReasonInput, none]{
		Name: "back_to_talks", Needs: []string{"reason"}, From: []kernel.State{DealDraft, DealSigning}, By: both, Right: kernel.RightSubmit,
		Guard: func(t kernel.Turn[DealData, kernel.ReasonInput, none]) error { return reason(t.Input.Reason) },
		Effects: func(t kernel.Turn[DealData, kernel.ReasonInput, none]) (kernel.Out[DealData], error) {
			t.Data.Contract, t.Data.Terms = nil, nil
			return kernel.Out[DealData]{To: DealTalks, Data: t.Data, Effects: []kernel.Effect{tell(other(side(t.Roles)), "back_to_talks", t.Case.No)}}, nil
		},
	}.Build()
}
