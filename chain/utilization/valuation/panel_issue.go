package valuation

import (
	"encoding/json"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/registry"
)

// ReportRef names a report.
type ReportRef struct {
	Case kernel.CaseID `json:"case"`
	No   string        `json:"no"`
	Day  calendar.Date `json:"day"` // on which it was issued
}

// Revocation is why and since when a report does not count any more.
type Revocation struct {
	Day    calendar.Date `json:"day"`
	Reason string        `json:"reason"`
}

// Readable reports whether the report of the panel may be read in the state: a
// report that no longer stands stays readable and says so.
func Readable(s kernel.State) bool {
	return s == PanelIssued || s == PanelSuperseded || s == PanelRevoked
}

// issueReport: the head signs off; the report is a paper with a number. It takes
// the place of the earlier reports on the same right for the same purpose.
func issueReport(sign string) kernel.Move {
	return kernel.MoveOf[PanelData, none, panelFacts]{
		Name: "issue", From: []kernel.State{PanelReview}, By: []kernel.Role{kernel.RoleHead},
		Facts: func(v kernel.View, _ kernel.Case, d PanelData, _ none) (panelFacts, error) {
			list, err := kernel.Load(v, kernel.CasesOf{Flow: Panel, States: []kernel.State{PanelIssued}, About: registry.About(d.Right)})
			if err != nil {
				return panelFacts{}, err
			}
			view, err := registry.RightAt(v, "right", d.Right)
			return panelFacts{stand: list, view: view}, err
		},
		Guard: func(t kernel.Turn[PanelData, none, panelFacts]) error {
			if _, ended := endedBy(t.Facts.view, t.Now); ended != t.Data.Result.Dead() {
				return errs.New(errs.Conflict, "utilization.valuation.result_old", nil)
			}
			return nil
		},
		Effects: func(t kernel.Turn[PanelData, none, panelFacts]) (kernel.Out[PanelData], error) {
			return doIssue(t, sign)
		},
	}.Build()
}

func doIssue(t kernel.Turn[PanelData, none, panelFacts], sign string) (kernel.Out[PanelData], error) {
	d := t.Data
	d.Issued, d.Report = calendar.DateOf(t.Now), t.NewID()
	effects, err := d.replace(t)
	if err != nil {
		return kernel.Out[PanelData]{}, err
	}
	effects = append(effects, d.endSeats()...)
	sheet, err := panelPaper(t.Case.No, d)
	if err != nil {
		return kernel.Out[PanelData]{}, err
	}
	paper, err := json.Marshal(sheet)
	if err != nil {
		return kernel.Out[PanelData]{}, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	return kernel.Out[PanelData]{To: PanelIssued, Data: d, Change: func(c *kernel.Case) {
		c.Meet("panel", t.Now)
		if d.Publish {
			c.Grant(kernel.PublicAccess(kernel.ViewSummary))
		}
	}, Effects: append(effects,
		kernel.IssueDocument{ID: d.Report, Kind: "utilization.valuation.paper.panel", Template: Matter + "/panel", Data: paper, Series: sign + "专评"},
		kernel.Notify{To: kernel.RoleOwner, Text: "utilization.valuation.notice.issued", Args: map[string]string{"no": t.Case.No}},
	)}, nil
}

// replace notes the reports whose place this one takes, and tells them.
func (d *PanelData) replace(t kernel.Turn[PanelData, none, panelFacts]) ([]kernel.Effect, error) {
	var out []kernel.Effect
	for _, c := range t.Facts.stand {
		old, err := PanelOf(c)
		if err != nil {
			return nil, err
		}
		if c.ID == t.Case.ID || old.Right != d.Right || old.Scene != d.Scene {
			continue
		}
		raw, err := json.Marshal(supersedeInput{By: ReportRef{t.Case.ID, t.Case.No, d.Issued}, Closed: !d.Publish && old.Owner.ID != d.Owner.ID})
		if err != nil {
			return nil, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
		}
		d.Replaces = append(d.Replaces, ReportRef{c.ID, c.No, old.Issued})
		out = append(out, kernel.MoveChild{Case: c.ID, Move: "supersede", Input: raw})
	}
	return out, nil
}

type supersedeInput struct {
	By ReportRef `json:"by"`
	// Closed: whoever owns the earlier report may not read the later one.
	Closed bool `json:"closed,omitempty"`
}

func supersede() kernel.Move {
	return kernel.MoveOf[PanelData, supersedeInput, none]{
		Name: "supersede", From: []kernel.State{PanelIssued}, By: []kernel.Role{kernel.RoleSystem}, Hidden: true, OnHold: true,
		Effects: func(t kernel.Turn[PanelData, supersedeInput, none]) (kernel.Out[PanelData], error) {
			t.Data.Replaced = &t.Input.By
			told := kernel.Notify{To: kernel.RoleOwner, Text: "utilization.valuation.notice.superseded", Args: map[string]string{"no": t.Case.No, "by": t.Input.By.No}}
			if t.Input.Closed {
				told.Text, told.Args = "utilization.valuation.notice.superseded_closed", map[string]string{"no": t.Case.No}
			}
			return kernel.Out[PanelData]{To: PanelSuperseded, Data: t.Data, Effects: []kernel.Effect{told}}, nil
		},
	}.Build()
}

// revoke takes a report back, with a reason that whoever reads it is told. The
// report stays where it is; an earlier one that it replaced does not come back.
func revoke() kernel.Move {
	return kernel.MoveOf[PanelData, kernel.ReasonInput, none]{
		Name: "revoke", Needs: []string{"reason"}, From: []kernel.State{PanelIssued, PanelSuperseded}, By: []kernel.Role{kernel.RoleHead},
		Guard: func(t kernel.Turn[PanelData, kernel.ReasonInput, none]) error {
			return needWords("reason", t.Input.Reason, shortestReason)
		},
		Effects: func(t kernel.Turn[PanelData, kernel.ReasonInput, none]) (kernel.Out[PanelData], error) {
			t.Data.Revoked = &Revocation{calendar.DateOf(t.Now), t.Input.Reason}
			raw, err := json.Marshal(t.Input)
			if err != nil {
				return kernel.Out[PanelData]{}, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
			}
			told := []kernel.Effect{kernel.Notify{To: kernel.RoleOwner, Text: "utilization.valuation.notice.revoked", Args: map[string]string{"no": t.Case.No, "reason": t.Input.Reason}}}
			for _, s := range t.Data.Seats {
				if s.State == SeatSubmitted { // who scored; the seat itself is done
					told = append(told, kernel.MoveChild{Case: s.Case, Move: "revoked", Input: raw})
				}
			}
			return kernel.Out[PanelData]{To: PanelRevoked, Data: t.Data, Effects: told}, nil
		},
	}.Build()
}
