package items

import (
	"context"
	"slices"

	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/web/itemform"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// sentItem is one item of what is done as one, with what is sent for it.
type sentItem struct {
	it form.Item
	in itemflow.SubmitInput
}

// sentThing shows what would be sent for several items: a page or a paper that they
// share once, with their names.
func (p pages) sentThing(ctx context.Context, v *site.Visit, in itemflow.ThingInput) ([]site.SentPart, error) {
	var all []sentItem
	var list []form.Item
	for _, t := range in.Parts {
		it, err := p.itemOf(ctx, t.Code, t.Hash)
		if err != nil {
			return nil, err
		}
		all, list = append(all, sentItem{it, t.Input}), append(list, it)
	}
	var out []site.SentPart
	for _, j := range form.Join(list) {
		out = append(out, sentPages(v, j, all)...)
	}
	files, err := p.sentPapers(ctx, v, all)
	return append(out, files...), err
}

// sentPages are a page's answers, once for all items that say the same.
func sentPages(v *site.Visit, j form.Joined, all []sentItem) []site.SentPart {
	var out []site.SentPart
	var of [][]string
	for _, x := range all {
		if !slices.Contains(j.Items, x.it.Code) {
			continue
		}
		rows := sentRows(v, j.Step, x.in.Values)
		if len(rows) == 0 {
			continue
		}
		i := slices.IndexFunc(out, func(p site.SentPart) bool { return slices.EqualFunc(p.Rows, rows, samePair) })
		if i < 0 {
			i, out, of = len(out), append(out, site.SentPart{Rows: rows}), append(of, nil)
		}
		of[i] = append(of[i], x.it.Name.In(v.L.Zh()))
	}
	for i := range out {
		out[i].Title = sentTitle(v, j.Step.Name.In(v.L.Zh()), of[i])
	}
	return out
}

func samePair(a, b ui.Pair) bool { return a.Key == b.Key && a.Text == b.Text }

// sentTitle names the page, and the items that it is of.
func sentTitle(v *site.Visit, page string, items []string) string {
	if len(items) > 1 {
		return v.L.T("web.approval.shared", "page", page, "items", v.L.List(items))
	}
	return items[0] + "　" + page
}

// sentRows are the answers of a page; none where it is not asked.
func sentRows(v *site.Visit, s form.Step, values form.Values) []ui.Pair {
	facts := factsOf(v)
	if !s.When.Holds(values, facts) {
		return nil
	}
	var out []ui.Pair
	for _, a := range itemform.Answers(v.L, s, values, facts) {
		if a.Text != "" {
			out = append(out, ui.Pair{Key: a.Label, Text: a.Text, No: a.Field.Kind == form.KindRef || a.Field.Kind == form.KindRefs})
		}
	}
	return out
}

// sentPapers are the files and promises: those of several items together, then item
// by item.
func (p pages) sentPapers(ctx context.Context, v *site.Visit, all []sentItem) ([]site.SentPart, error) {
	of := map[string][]string{} // the items of a paper, by its upload, or the name of what is promised
	for _, x := range all {
		for _, k := range x.papers() {
			of[k] = append(of[k], x.it.Name.In(v.L.Zh()))
		}
	}
	var together, apart []site.SentPart
	for _, x := range all {
		for _, k := range x.papers() {
			names := of[k]
			delete(of, k) // once
			if len(names) == 0 {
				continue
			}
			title, into := sentTitle(v, v.L.T("web.approval.files"), names), &apart
			if len(names) > 1 {
				into = &together
			}
			i := slices.IndexFunc(*into, func(s site.SentPart) bool { return s.Title == title })
			if i < 0 {
				i, *into = len(*into), append(*into, site.SentPart{Title: title})
			}
			if err := p.sentPaper(ctx, v, x, k, &(*into)[i]); err != nil {
				return nil, err
			}
		}
	}
	return append(together, apart...), nil
}

// papers are the keys of what goes with it.
func (x sentItem) papers() []string {
	var out []string
	for _, f := range x.in.Files {
		out = append(out, f.Upload)
	}
	for _, id := range x.in.Promises {
		if m, ok := x.it.Material(id); ok {
			out = append(out, "promise "+m.Name.Zh)
		}
	}
	return out
}

// sentPaper adds one of them.
func (p pages) sentPaper(ctx context.Context, v *site.Visit, x sentItem, key string, into *site.SentPart) error {
	zh := v.L.Zh()
	if i := slices.IndexFunc(x.in.Files, func(f itemflow.File) bool { return f.Upload == key }); i >= 0 {
		m, _ := x.it.Material(x.in.Files[i].Material)
		row, err := p.sentFile(ctx, v, x.in.Files[i], m.Name.In(zh))
		into.Files = append(into.Files, row)
		return err
	}
	for _, id := range x.in.Promises {
		if m, _ := x.it.Material(id); key == "promise "+m.Name.Zh {
			into.Rows = append(into.Rows, ui.Pair{Key: v.L.T("web.approval.promised"), Text: m.Name.In(zh)})
		}
	}
	return nil
}
