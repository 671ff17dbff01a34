package hall

import (
	"encoding/json"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/kernel"
)

// States of a need (需求).
const (
	NeedReview kernel.State = "review"
	NeedOpen   kernel.State = "open"
	NeedMet    kernel.State = "met"
	NeedEnded  kernel.State = "ended"
)

// NeedData is what a buyer looks for. Text and target are matched; the rest
// filters and weighs.
type NeedData struct {
	Title     string        `json:"title"`
	Text      string        `json:"text"`
	Target    string        `json:"target"`   // parameters to reach
	Industry  string        `json:"industry"` // GB/T 4754 class
	IPC       []string      `json:"ipc"`      // suggested and confirmed
	BudgetLow money.Fen     `json:"budget_low"`
	Budget    money.Fen     `json:"budget"` // upper end; 0 open
	Deadline  calendar.Date `json:"deadline,omitzero"`
	Maturity  int           `json:"maturity"` // least level wanted, 1–9; 0 any
	Mode      string        `json:"mode"`     // assignment, licence, either
	District  string        `json:"district"`
	// BudgetFirm and LocalOnly make the upper end of the budget and the district
	// conditions: what does not meet them is not proposed at all.
	BudgetFirm bool `json:"budget_firm,omitempty"`
	LocalOnly  bool `json:"local_only,omitempty"`
	// Confidential keeps the text from everybody but the hall and the matcher.
	Confidential bool     `json:"confidential"`
	Buyer        PartyRef `json:"buyer" wire:"told"`
	// Engaged is the broker who works for the buyer.
	Engaged *Engagement `json:"engaged,omitempty" wire:"told"`
	Deals   []string    `json:"deals,omitempty" wire:"told"`
	// Quiet keeps new matches from being told; Pushed is what was told already.
	Quiet  bool    `json:"quiet,omitempty" wire:"told"`
	Pushed *Pushed `json:"pushed,omitempty" wire:"told"`
}

func needFlow(r Rules) *kernel.Flow {
	f := kernel.WithStandard(kernel.Flow{
		Addr: Need, Prefix: "XQ",
		States: []kernel.StateDef{{Name: NeedReview, Turn: Clerk}, {Name: NeedOpen}, {Name: NeedMet, Terminal: true}, {Name: NeedEnded, Terminal: true, Ends: kernel.EndNothing}},
		Opens:  []kernel.Move{r.postNeed()},
		Moves:  []kernel.Move{approveNeed(), amendNeed(), closeNeed("met", NeedMet), closeNeed("end", NeedEnded), needEnded(), needFulfilled(), alerts(), classes(), push(), joinNeed(), leaveNeed()},
	}, []kernel.State{NeedReview, NeedOpen}, Clerk)
	f.Moves = append(withoutStandard(f.Moves, kernel.MoveWithdraw), withdrawNeed())
	return &f
}

func (r Rules) postNeed() kernel.Move {
	return kernel.MoveOf[NeedData, NeedData, kernel.Party]{
		Name: "post", Needs: []string{"title", "text"}, By: []kernel.Role{kernel.RoleOwner}, Right: kernel.RightSubmit, Outward: true,
		Facts: func(v kernel.View, c kernel.Case, _ NeedData, _ NeedData) (kernel.Party, error) {
			return kernel.Load(v, kernel.PartyByID{ID: c.PartyAs(kernel.RoleOwner)})
		},
		Guard: func(t kernel.Turn[NeedData, NeedData, kernel.Party]) error {
			return t.Input.Faults(calendar.DateOf(t.Now))
		},
		Effects: func(t kernel.Turn[NeedData, NeedData, kernel.Party]) (kernel.Out[NeedData], error) {
			d := t.Input
			var err error
			if d.IPC, err = (ClassesInput{IPC: d.IPC}).All(); err != nil {
				return kernel.Out[NeedData]{}, err
			}
			d.Buyer, d.Deals, d.Pushed, d.Engaged = refOf(t.Facts), nil, nil, nil
			return kernel.Out[NeedData]{To: NeedReview, Data: d, Change: func(k *kernel.Case) {
				k.Title, k.Unit = d.Title, Unit
				k.Grant(kernel.UnitAccess(Unit, Clerk))
				k.StartLimit(kernel.Limit{Name: "review_need", Committed: true, Period: r.ReviewNeed, Regime: calendar.Administrative, From: t.Now, Verified: true})
			}}, nil
		},
	}.Build()
}

// Faults: a need must say enough to be matched. Unit: characters. Source: our
// own bounds.
func (d NeedData) Faults(today calendar.Date) error {
	var l errs.List
	chosen(&l, "mode", d.Mode)
	within(&l, map[string]string{"target": d.Target, "district": d.District})
	division(&l, d.Industry)
	if !d.Deadline.IsZero() && d.Deadline.Before(today) {
		l.Add(errs.At("deadline", "utilization.hall.deadline_past", nil))
	}
	if n := len([]rune(d.Title)); n < 4 || n > 60 {
		l.Add(errs.At("title", "utilization.hall.need_title", nil))
	}
	if n := len([]rune(d.Text)); n < 10 || n > 5000 {
		l.Add(errs.At("text", "utilization.hall.need_text", nil))
	}
	if d.Budget < 0 || d.BudgetLow < 0 || (d.Budget > 0 && d.BudgetLow > d.Budget) {
		l.Add(errs.At("budget", "utilization.hall.need_budget", nil))
	}
	if _, err := (ClassesInput{IPC: d.IPC}).All(); err != nil {
		l = append(l, errs.All(err)...)
	}
	if d.BudgetFirm && d.Budget == 0 {
		l.Add(errs.At("budget", "utilization.hall.need_firm", nil))
	}
	if d.LocalOnly && d.District == "" {
		l.Add(errs.At("district", "utilization.hall.need_local", nil))
	}
	if d.Maturity < 0 || d.Maturity > 9 {
		l.Add(errs.At("maturity", "utilization.hall.maturity", nil))
	}
	return l.Err()
}

func approveNeed() kernel.Move {
	return kernel.MoveOf[NeedData, none, none]{
		Name: "approve", From: []kernel.State{NeedReview}, By: []kernel.Role{Clerk},
		Guard: func(t kernel.Turn[NeedData, none, none]) error { return countersigned(t.Case) },
		Effects: func(t kernel.Turn[NeedData, none, none]) (kernel.Out[NeedData], error) {
			out := kernel.Out[NeedData]{To: NeedOpen, Data: t.Data, Change: func(k *kernel.Case) {
				k.Meet("review_need", t.Now)
				if !t.Data.Confidential {
					k.Grant(kernel.PublicAccess(kernel.ViewSummary))
				}
			}, Effects: []kernel.Effect{kernel.Notify{To: kernel.RoleOwner, Text: "utilization.hall.notice.need_open", Args: map[string]string{"no": t.Case.No}}}}
			if !t.Data.Deadline.IsZero() {
				out.Effects = append(out.Effects, kernel.SetTimer{Name: "deadline", At: t.Data.Deadline.At(24), Move: "deadline"})
			}
			return out, nil
		},
	}.Build()
}

// needRequests are the requests to list that wait for the need's sake.
func needRequests[I any](v kernel.View, c kernel.Case, _ NeedData, _ I) ([]kernel.Case, error) {
	return requestsFor(v, c.ID)
}

func closeNeed(name string, to kernel.State) kernel.Move {
	return kernel.MoveOf[NeedData, none, []kernel.Case]{
		Name: name, From: []kernel.State{NeedOpen}, By: []kernel.Role{kernel.RoleOwner, kernel.RoleSystem}, Right: kernel.RightSubmit,
		Facts: needRequests[none],
		Effects: func(t kernel.Turn[NeedData, none, []kernel.Case]) (kernel.Out[NeedData], error) {
			return kernel.Out[NeedData]{To: to, Data: t.Data, Change: hide, Effects: moot(t.Facts)}, nil
		},
	}.Build()
}

func needEnded() kernel.Move {
	return kernel.MoveOf[NeedData, none, []kernel.Case]{
		Name: "deadline", From: []kernel.State{NeedOpen}, By: []kernel.Role{Timer}, Hidden: true,
		Facts: needRequests[none],
		Effects: func(t kernel.Turn[NeedData, none, []kernel.Case]) (kernel.Out[NeedData], error) {
			return kernel.Out[NeedData]{To: NeedEnded, Data: t.Data, Change: hide, Effects: moot(t.Facts)}, nil
		},
	}.Build()
}

// withdrawNeed is 撤回, which also takes the need from the public's eyes.
func withdrawNeed() kernel.Move {
	return kernel.MoveOf[NeedData, kernel.ReasonInput, []kernel.Case]{
		Name: kernel.MoveWithdraw, Needs: []string{"reason"}, By: []kernel.Role{kernel.RoleOwner}, Right: kernel.RightWithdraw, Outward: true, Anytime: true, OnHold: true,
		Facts: needRequests[kernel.ReasonInput],
		Guard: func(t kernel.Turn[NeedData, kernel.ReasonInput, []kernel.Case]) error { return reason(t.Input.Reason) },
		Effects: func(t kernel.Turn[NeedData, kernel.ReasonInput, []kernel.Case]) (kernel.Out[NeedData], error) {
			return kernel.Out[NeedData]{To: kernel.StateWithdrawn, Data: t.Data, Change: func(c *kernel.Case) { c.EndHold(t.Now); hide(c) }, Effects: moot(t.Facts)}, nil
		},
	}.Build()
}

// NeedOf reads the need of a case.
func NeedOf(c kernel.Case) (NeedData, error) {
	var d NeedData
	if err := json.Unmarshal(c.Data, &d); err != nil {
		return d, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
	}
	return d, nil
}

// needFulfilled: a deal that names the need was signed.
func needFulfilled() kernel.Move {
	return kernel.MoveOf[NeedData, none, []kernel.Case]{
		Name: "fulfilled", From: []kernel.State{NeedOpen, NeedMet, NeedEnded, kernel.StateWithdrawn}, By: []kernel.Role{kernel.RoleSystem}, Hidden: true, OnHold: true,
		Facts: needRequests[none],
		Effects: func(t kernel.Turn[NeedData, none, []kernel.Case]) (kernel.Out[NeedData], error) {
			out := kernel.Out[NeedData]{Data: t.Data}
			if t.Case.State == NeedOpen {
				out.To, out.Change, out.Effects = NeedMet, hide, moot(t.Facts)
			}
			return out, nil
		},
	}.Build()
}
