package ledger

import (
	"strconv"

	"quanlian/catalogue/lang"
	"quanlian/ledger"
	"quanlian/web/ui"
)

// classes in the order in which a clerk looks at them.
var classes = []ledger.Class{ledger.Matched, ledger.Answers, ledger.Unmatched, ledger.Missing, ledger.Differs, ledger.Unexplained, ledger.Doubled, ledger.OffBalance}

func classState(c ledger.Class) ui.State {
	switch c {
	case ledger.Matched:
		return ui.Done
	case ledger.Answers:
		return ui.Run
	case ledger.Unmatched, ledger.Missing:
		return ui.Soon
	}
	return ui.Late
}

// figures are the counts of a comparison.
func (x statementView) figures() []ui.Figure {
	l := x.v.L
	out := []ui.Figure{{Label: l.T("web.ledger.lines"), Value: strconv.Itoa(x.s.Lines), Unit: l.T("web.ledger.line_unit"), Basis: l.T("web.ledger.period", "first", x.s.First.String(), "last", x.s.Last.String())}}
	for _, c := range classes {
		if n := x.s.Report.Count[c]; n > 0 || c == ledger.Matched {
			out = append(out, ui.Figure{Label: l.T("web.ledger.class." + string(c)), Value: strconv.Itoa(n), Unit: l.T("web.ledger.line_unit"), State: classState(c), Basis: l.T("web.ledger.class_means." + string(c))})
		}
	}
	return out
}

// table lists the findings that are not plain agreement first.
func (x statementView) table() ui.Table {
	l := x.v.L
	t := ui.Table{Caption: l.T("web.ledger.findings"), Cols: []ui.Col{{Text: l.T("web.ledger.finding")}, {Text: l.T("web.ledger.line_no"), Right: true}, {Text: l.T("web.ledger.bank_ref")}, {Text: l.T("web.ledger.sub_account")}, {Text: l.T("web.ledger.theirs"), Right: true}, {Text: l.T("web.ledger.ours"), Right: true}, {Text: l.T("web.ledger.will")}}}
	for _, matched := range []bool{false, true} {
		for _, f := range x.s.Report.Findings {
			if (f.Class == ledger.Matched) == matched {
				t.Rows = append(t.Rows, row(l, f))
			}
		}
	}
	return t
}

func row(l *lang.Localizer, f ledger.Finding) ui.Row {
	no, ref, sub, theirs, ours := "—", "", "", "—", "—"
	if f.Line != nil {
		no, ref, sub = strconv.Itoa(f.Line.No), f.Line.BankRef, f.Line.SubAccount
		theirs = signed(f.Line.In) + f.Line.Amount.String()
	}
	if m := f.Movement; m != nil {
		ours = signed(m.In) + m.Amount.String()
		if f.Line == nil {
			ref, sub = m.BankRef, m.SubAccount
		}
	}
	if f.Class == ledger.OffBalance && f.Task != nil {
		ours, theirs = f.Task.Ours.String(), f.Task.Theirs.String()
	}
	will := l.T("web.ledger.will." + string(f.Class))
	sub2 := ""
	if f.By != "" {
		sub2 = l.T("web.ledger.by." + f.By)
	}
	return ui.Row{Cells: []ui.Cell{{Part: ui.Chip(classState(f.Class), l.T("web.ledger.class."+string(f.Class)))}, {Text: no}, {Text: ref, Sub: sub2, No: true}, {Text: sub, No: true}, {Text: theirs, NoWrap: true}, {Text: ours, NoWrap: true}, {Text: will}}}
}

func signed(in bool) string {
	if in {
		return "＋"
	}
	return "−"
}

func (x statementView) refused() ui.Table {
	l := x.v.L
	t := ui.Table{Caption: l.T("web.ledger.refused"), Stack: true, Cols: []ui.Col{{Text: l.T("web.ledger.file_row"), Right: true}, {Text: l.T("web.ledger.why")}, {Text: l.T("web.ledger.cells")}}}
	for _, r := range x.s.Refused {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: strconv.Itoa(r.Row)}, {Text: l.Error(r.Err)}, {Text: r.Text, Clip: true}}})
	}
	return t
}

// readTable lists the statements that were read into the book.
func (x statementsView) readTable() ui.Table {
	l := x.v.L
	t := ui.Table{Caption: l.T("web.ledger.read_before"), Cols: []ui.Col{{Text: l.T("web.ledger.file")}, {Text: l.T("web.ledger.days")}, {Text: l.T("web.ledger.lines"), Right: true}}}
	for _, c := range classes {
		t.Cols = append(t.Cols, ui.Col{Text: l.T("web.ledger.class." + string(c)), Right: true})
	}
	t.Cols = append(t.Cols, ui.Col{Text: l.T("web.ledger.ended_by")}, ui.Col{Text: l.T("web.ledger.at"), Right: true})
	for _, s := range x.read {
		r := ui.Row{Cells: []ui.Cell{{Text: s.Name, Sub: s.SHA256[:8] + "…", Clip: true}, {Text: s.First.String() + " — " + s.Last.String(), NoWrap: true}, {Text: strconv.Itoa(s.Lines)}}}
		for _, c := range classes {
			r.Cells = append(r.Cells, ui.Cell{Text: strconv.Itoa(s.Count[c])})
		}
		r.Cells = append(r.Cells, ui.Cell{Text: s.By, NoWrap: true}, ui.Cell{Text: l.Moment(s.Made, x.v.Env.Now()), NoWrap: true})
		t.Rows = append(t.Rows, r)
	}
	return t
}
