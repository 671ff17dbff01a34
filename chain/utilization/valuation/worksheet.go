package valuation

import (
	"bytes"
	"encoding/json"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/engine/valuation/appraise"
	"quanlian/kernel"
	"quanlian/registry"
)

// Addresses of the matter's flows.
const (
	Matter                    = "utilization/valuation"
	Worksheet kernel.FlowAddr = Matter + ".worksheet" // 测算
	Panel     kernel.FlowAddr = Matter + ".panel"     // 专家评价
	Seat      kernel.FlowAddr = Matter + ".seat"      // 专家席位
)

// WorksheetKept is the one state of a worksheet: it lies in its owner's file.
const WorksheetKept kernel.State = "kept"

// WorksheetData is one computation by a money method, with all that it rests on.
// It is no appraisal and says so.
type WorksheetData struct {
	Right  string              `json:"right"`
	Title  string              `json:"title"`
	Party  string              `json:"party"` // who keeps it
	Method string              `json:"method"`
	AsOf   string              `json:"as_of"`
	Value  money.Fen           `json:"value"`
	Low    money.Fen           `json:"low,omitempty"`
	High   money.Fen           `json:"high,omitempty"`
	Result *appraise.Valuation `json:"-"`
	Sheet  json.RawMessage     `json:"sheet"` // the worksheet as it was computed
	Paper  string              `json:"paper"`
	Made   calendar.Date       `json:"made"`
}

// WorksheetOf reads the worksheet of a case and computes it again: the same
// inputs give the same value for ever.
func WorksheetOf(c kernel.Case) (WorksheetData, error) {
	var d WorksheetData
	if err := json.Unmarshal(c.Data, &d); err != nil {
		return d, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
	}
	var err error
	d.Result, err = appraise.Value(d.Method, bytes.NewReader(d.Sheet))
	return d, err
}

// KeepInput is a worksheet to be kept.
type KeepInput struct {
	Right  string          `json:"right"`
	Method string          `json:"method"`
	Sheet  json.RawMessage `json:"sheet"`
}

type keepFacts struct {
	view  registry.View
	party kernel.Party
}

func worksheetFlow() *kernel.Flow {
	return &kernel.Flow{Addr: Worksheet, Prefix: "CS", States: []kernel.StateDef{{Name: WorksheetKept, Terminal: true}}, Opens: []kernel.Move{keepWorksheet()}}
}

// keepWorksheet computes the worksheet and puts it into the file of the party,
// with a paper of it. Anybody may compute; what is kept is one's own.
func keepWorksheet() kernel.Move {
	return kernel.MoveOf[WorksheetData, KeepInput, keepFacts]{
		Name: "keep", Needs: []string{"right", "method", "sheet"}, By: []kernel.Role{kernel.RoleOwner}, Right: kernel.RightDraft,
		Facts: func(v kernel.View, c kernel.Case, _ WorksheetData, in KeepInput) (keepFacts, error) {
			var f keepFacts
			var err error
			if f.view, err = registry.RightAt(v, "right", in.Right); err != nil {
				return f, err
			}
			f.party, err = kernel.Load(v, kernel.PartyByID{ID: c.PartyAs(kernel.RoleOwner)})
			return f, err
		},
		Effects: func(t kernel.Turn[WorksheetData, KeepInput, keepFacts]) (kernel.Out[WorksheetData], error) {
			res, err := appraise.Value(t.Input.Method, bytes.NewReader(t.Input.Sheet))
			if err != nil {
				return kernel.Out[WorksheetData]{}, err
			}
			r := t.Facts.view.Right
			d := WorksheetData{Right: r.Number, Title: r.Title, Party: t.Facts.party.Name, Method: res.Method, Value: res.Value.Fen(), Sheet: t.Input.Sheet, Paper: t.NewID(), Made: calendar.DateOf(t.Now), AsOf: asOf(t.Input.Sheet)}
			if res.Range != nil {
				d.Low, d.High = res.Range.Low.Fen(), res.Range.High.Fen()
			}
			paper, err := json.Marshal(worksheetPaper(t.Case.No, d, res))
			if err != nil {
				return kernel.Out[WorksheetData]{}, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
			}
			return kernel.Out[WorksheetData]{To: WorksheetKept, Data: d, Change: func(c *kernel.Case) { c.Title, c.About = d.Title, registry.About(d.Right) },
				Effects: []kernel.Effect{kernel.IssueDocument{ID: d.Paper, Kind: "utilization.valuation.paper.worksheet", Template: Matter + "/worksheet", Data: paper}}}, nil
		},
	}.Build()
}

// asOf is the day that a worksheet names, "" for none.
func asOf(sheet json.RawMessage) string {
	var x struct {
		AsOf string `json:"as_of"`
	}
	if json.Unmarshal(sheet, &x) != nil {
		return ""
	}
	return x.AsOf
}
