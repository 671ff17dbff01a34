package items

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/kernel/rows"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Unit: rows. Source: our choice; what one reads before agreeing. All of them
// stand on the page of the sheet.
const sentLines = 100

// sentBatch shows the rows of a sheet that would be sent: what each says, what
// they share, and the files that go with all.
func (p pages) sentBatch(ctx context.Context, v *site.Visit, cmd desk.Command) ([]site.SentPart, error) {
	c, err := v.Env.Cases.Case(ctx, v.Actor, string(cmd.Case), kernel.ViewSecret)
	if err != nil {
		return nil, err
	}
	d, err := itemflow.BatchDataOf(c)
	if err != nil {
		return nil, err
	}
	it, by, err := p.linesOf(ctx, v, d)
	if err != nil {
		return nil, err
	}
	var in rows.StartInput
	_ = json.Unmarshal(cmd.Input, &in) // no input: every good row
	list := slices.DeleteFunc(slices.Clone(d.Rows), func(r itemflow.BatchRow) bool { return !in.Takes(r.Row) })
	part := site.SentPart{Title: v.L.T("web.approval.lines", "n", len(list))}
	for i, r := range list {
		if i == sentLines {
			part.Rows = append(part.Rows, ui.Pair{Text: v.L.T("web.approval.more_lines", "n", len(list)-i)})
			break
		}
		part.Rows = append(part.Rows, sentLine(v, it, d, r, by[r.Line]))
	}
	all := itemflow.SubmitInput{Values: d.Shared, Files: d.Files, Promises: d.Promises}
	same, err := p.sentParts(ctx, v, it, all)
	return append([]site.SentPart{part}, same...), err
}

// sentLine is one row of the sheet in words.
func sentLine(v *site.Visit, it form.Item, d itemflow.BatchData, r itemflow.BatchRow, s SheetRow) ui.Pair {
	values := form.Values{}
	for _, from := range []form.Values{d.Shared, s.Values} {
		for k, x := range from {
			values[k] = x
		}
	}
	var said []string
	say := func(key, text string) { said = append(said, key+v.L.T("web.ui.colon")+text) }
	for _, step := range it.Steps {
		if step.Once() {
			continue
		}
		for _, a := range sentRows(v, step, values) {
			say(a.Key, a.Text)
		}
	}
	for _, m := range it.Materials {
		if names := s.Files[m.ID]; len(names) > 0 {
			say(m.Name.In(v.L.Zh()), v.L.List(names))
		}
	}
	return ui.Pair{Key: v.L.T("web.approval.line", "line", strconv.Itoa(r.Line)), Text: r.About + "　" + r.Sub, Note: strings.Join(said, "　")}
}
