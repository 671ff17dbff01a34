package items

import (
	"cmp"
	"context"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/web/itemform"
	"quanlian/web/pages/caseview"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// desk is a case as its staff see it: the answers as one dense table, the
// checklist, the attachments.
func (p pages) desk(ctx context.Context, v *site.Visit, c kernel.Case) (caseview.Desk, error) {
	d, err := itemflow.DataOf(c)
	if err != nil {
		return caseview.Desk{}, err
	}
	it, err := p.Kept.KeptItem(ctx, c.ItemHash)
	if err != nil {
		return caseview.Desk{}, err
	}
	zh := v.L.Zh()
	out := caseview.Desk{Title: it.Name.In(zh), Contents: p.answers(ctx, v, it, d)}
	out.Contents.Rows = append(p.breachRows(ctx, v, c, d), out.Contents.Rows...)
	extracts, err := p.extracts(ctx, v, it, d)
	if err != nil {
		return out, err
	}
	for _, e := range extracts {
		out.Contents.Rows = append(out.Contents.Rows, e.rows(v.L)...)
	}
	for _, k := range it.Checklist {
		line := caseview.CheckLine{ID: k.ID, Text: k.Text.In(zh)}
		if x, ok := d.Checks[k.ID]; ok {
			line.Ticked = x.Name + " " + v.L.MonthDay(x.At)
			if x.Auto {
				line.Ticked = v.L.T("web.items.auto_checked") + " " + v.L.MonthDay(x.At)
				line.Back = c.Closed.IsZero()
			}
		}
		line.Why = autoText(v.L, d, k.ID)
		out.Checks = append(out.Checks, line)
	}
	for _, f := range d.Current() {
		m, _ := it.Material(f.Material)
		x := caseview.DeskFile{ID: f.ID, Name: cmp.Or(m.Name.In(zh), f.Name), Media: f.Media, Hash: f.SHA256, Fact: f.Name + "　" + fileFacts(v.L, f.Bytes, f.Pages)}
		if state, text := scanned(v, f.SHA256); state != ui.Done {
			x.Shut = text
		} else if locked(v, f.Media, f.SHA256) {
			x.Said = v.L.T("web.items.locked_desk")
		}
		out.Files = append(out.Files, x)
	}
	number(v.L, out.Files)
	return out, nil
}

// number tells apart files that stand under one name.
func number(l *lang.Localizer, files []caseview.DeskFile) {
	total, nth := map[string]int{}, map[string]int{}
	for _, f := range files {
		total[f.Name]++
	}
	for i, f := range files {
		if nth[f.Name]++; total[f.Name] > 1 {
			files[i].Name = l.T("web.items.file_nth", "name", f.Name, "n", nth[f.Name], "of", total[f.Name])
		}
	}
}

// autoText says what the program saw for a line, and who took its tick back.
func autoText(l *lang.Localizer, d itemflow.Data, check string) string {
	if b, ok := d.Overruled[check]; ok {
		return l.T("web.items.auto_back", "name", b.Name, "day", l.MonthDay(b.At), "reason", b.Reason)
	}
	for _, a := range d.Auto {
		if a.Check == check {
			args := errs.Args{}
			for k, v := range a.Args {
				args[k] = v
			}
			return l.Fill(a.Code, args)
		}
	}
	return ""
}

// answers is the filled form as one table, with what the registers know beside
// the numbers.
func (p pages) answers(ctx context.Context, v *site.Visit, it form.Item, d itemflow.Data) ui.Table {
	l := v.L
	t := ui.Table{Caption: l.T("web.items.contents"), Quiet: true, Cols: []ui.Col{{Text: l.T("web.items.field")}, {Text: l.T("web.items.answer")}}}
	facts := form.Facts{Party: kernel.Party{Kind: d.Applicant.Kind}, Agent: d.Applicant.Agent, District: d.Applicant.District}
	if _, asked := stepOf(it, "applicant"); !asked || d.Channel == "window" {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: l.T("web.items.applicant")}, {Text: d.Applicant.Name, Sub: d.Applicant.Code}}})
	}
	t.Rows = append(t.Rows, renamed(ctx, v, d.Applicant.Party)...)
	for _, s := range it.Steps {
		head := ui.Row{Group: true, Cells: []ui.Cell{{Text: s.Name.In(l.Zh()), Span: 2}}}
		rows := []ui.Row{}
		for _, a := range itemform.Answers(l, s, d.Values, facts) {
			if !told(a) {
				continue
			}
			cell := ui.Cell{Text: a.Text}
			if a.Field.Register != "" {
				cell.Sub = l.List(p.known(ctx, v, a.Field, d.Values[a.Path]))
			}
			rows = append(rows, ui.Row{Cells: []ui.Cell{{Text: a.Label}, cell}})
		}
		if len(rows) > 0 {
			t.Rows = append(append(t.Rows, head), rows...)
		}
	}
	return t
}

// told reports whether an answer says something: it was given, and is no statement
// without which nobody can send the form.
func told(a itemform.Answer) bool {
	return a.Text != "" && (a.Field.Kind != form.KindYes || a.Field.Optional)
}

// Unit: changes. Source: our choice.
const mostRenamed = 20

// renamed tells staff under which other names or codes the applicant was known,
// each with the document that proves it.
func renamed(ctx context.Context, v *site.Visit, of kernel.PartyID) []ui.Row {
	if of == "" {
		return nil
	}
	list, err := v.Env.People.PartyChanges(ctx, of, mostRenamed)
	if err != nil { // the desk works without
		return nil
	}
	var out []ui.Row
	for _, c := range list {
		if c.PaperID == "" {
			continue
		}
		text := v.L.T("web.items.renamed_was", "day", v.L.Date(c.At), "field", v.L.T("web.org.changed."+c.Field), "was", cmp.Or(c.Was, "—"))
		out = append(out, ui.Row{Cells: []ui.Cell{{Text: v.L.T("web.items.renamed")}, {Text: text, Href: "/paper/" + c.PaperID}}})
	}
	return out
}
