package items

import (
	"net/http"
	"slices"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/web/httpx"
	"quanlian/web/itemform"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// sheet is one page of the form as it is checked before sending.
type sheet struct {
	Title string
	Rows  []ui.Pair
}

// sheets are all pages with their answers; ready is false while something is
// missing, and the page then says where.
func (p pages) sheets(v *site.Visit, it form.Item, d draft) (out []sheet, ready bool) {
	l, facts := v.L, factsOf(v)
	ready = true
	for _, s := range it.Steps {
		if !s.When.Holds(d.Values, facts) {
			continue
		}
		_, bad := p.Checker.CheckStep(it, s, d.Values, facts)
		bad = append(bad, p.ruleFaults(v, it, s, d)...)
		x := sheet{Title: s.Name.In(l.Zh())}
		for _, a := range itemform.Answers(l, s, d.Values, facts) {
			row := ui.Pair{Key: a.Label, Text: a.Text, Href: stepURL(it, s.ID) + "#" + ui.FieldID(a.Path), No: a.Field.Kind == form.KindRef || a.Field.Kind == form.KindRefs}
			if i := slices.IndexFunc(bad, func(e *errs.Error) bool { return e.Field == a.Path }); i >= 0 {
				row.Text, row.Part = "", ui.Light(ui.No, l.Error(bad[i]))
			} else if a.Text == "" {
				row.Text = l.T("web.items.left_blank")
			}
			x.Rows = append(x.Rows, row)
		}
		ready = ready && len(bad) == 0
		out = append(out, x)
	}
	papers := sheet{Title: l.T("web.items.materials")}
	owed := p.owed(v, it, d)
	ready = ready && len(owed) == 0
	for _, m := range it.Materials {
		if m.When.Holds(d.Values, facts) {
			papers.Rows = append(papers.Rows, p.paperPair(v, it, m, d, slices.ContainsFunc(owed, func(x form.Material) bool { return x.ID == m.ID })))
		}
	}
	return append(out, papers), ready
}

func (p pages) paperPair(v *site.Visit, it form.Item, m form.Material, d draft, owed bool) ui.Pair {
	l := v.L
	row := ui.Pair{Key: m.Name.In(l.Zh()), Href: stepURL(it, stepMaterials) + "#" + ui.FieldID("file."+m.ID)}
	var names []string
	for _, f := range d.of(m.ID) {
		names = append(names, f.Name)
	}
	switch {
	case len(names) > 0:
		row.Text = l.List(names)
	case m.Source == "system":
		row.Text, row.Href, row.Whose = l.T("web.items.made_by_system"), "", l.T("web.items.nothing_to_do")
	case m.Spare:
		row.Text = l.T("web.items.spared")
	case slices.Contains(d.Promises, m.ID):
		row.Text = l.T("web.items.promised")
	case owed:
		row.Part = ui.Light(ui.No, l.T("web.items.owed"))
	case !m.Later.IsZero() && !m.Optional:
		row.Text = l.T("web.items.later", "period", site.PeriodText(l, m.Later))
	default:
		row.Text = l.T("web.items.left_blank")
	}
	return row
}

// submit sends the draft. A fault leads back to its page; nothing is lost.
func (p pages) submit(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	it, err := p.wanted(r, v)
	if err != nil {
		return err
	}
	d, ok, err := load(r.Context(), v, subject(it.Code))
	if err != nil {
		return err
	}
	if !ok { // sent already, in another window
		return v.Go(w, r, "/my", v.L.T("web.items.no_draft"))
	}
	receipt, err := v.File(r, it, d.input())
	if err != nil {
		if k := errs.KindOf(err); k != errs.Invalid && k != errs.Conflict && k != errs.Forbidden {
			return err
		}
		r.SetPathValue("step", stepCheck)
		return p.draw(w, r, v, httpx.Status(err), it, d, err)
	}
	if err := drop(r, v, subject(it.Code)); err != nil {
		return err
	}
	if d.Ticket != "" {
		return handedIn(w, r, v, it, d, receipt)
	}
	if receipt.Pending != "" {
		return v.Go(w, r, "/my", v.L.T("web.case.waits_inside"))
	}
	return v.Go(w, r, v.Env.CaseURL(kernel.Case{No: receipt.No, Flow: it.Flowing()}), v.L.T("web.items.sent", "no", receipt.No))
}

// autosave keeps what was typed on a page while it is being typed.
func (p pages) autosave(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	it, d, err := p.typed(r, v)
	if err != nil {
		return err
	}
	return saved(w, r, v, d, subject(it.Code))
}

// saved keeps a draft and answers with one sentence.
func saved(w http.ResponseWriter, r *http.Request, v *site.Visit, d draft, subject string) error {
	if err := d.save(r, v, subject); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write([]byte(v.L.T("web.draft.saved", "at", v.L.Clock(v.Env.Now())))) // the reader may have left
	return nil
}

// typed is the draft with what the posted page says.
func (p pages) typed(r *http.Request, v *site.Visit) (form.Item, draft, error) {
	it, err := p.wanted(r, v)
	if err != nil {
		return it, draft{}, err
	}
	d, err := start(r.Context(), v, it)
	if err != nil {
		return it, d, err
	}
	if s, ok := stepOf(it, r.PathValue("step")); ok {
		d.Values = itemform.Read(r.PostForm, s, d.Values)
	}
	return it, d, nil
}

// fields draws the fields again after an answer that others hang on.
func (p pages) fields(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	it, d, err := p.typed(r, v)
	if err != nil {
		return err
	}
	s, ok := stepOf(it, r.PathValue("step"))
	if !ok {
		return errs.New(errs.NotFound, "web.no_such_page", nil)
	}
	sheet := p.sheet(r.Context(), v, s, d, ui.FaultsOf(v.L, nil))
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	return itemform.Fields(v.L, sheet.Blocks(), "/item/"+it.Code+"/fields/"+s.ID).Render(r.Context(), w)
}

// keepTemplate keeps the answers for the next application of the kind.
func (p pages) keepTemplate(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	it, err := p.wanted(r, v)
	if err != nil {
		return err
	}
	d, err := start(r.Context(), v, it)
	if err != nil {
		return err
	}
	if err := (draft{Values: known(it, d.Values)}).save(r, v, template(it.Code)); err != nil {
		return err
	}
	return v.Go(w, r, "/item/"+it.Code+"/apply", v.L.T("web.items.template_kept"))
}

// discard throws the draft away.
func (p pages) discard(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	it, err := p.wanted(r, v)
	if err != nil {
		return err
	}
	if err := drop(r, v, subject(it.Code)); err != nil {
		return err
	}
	return v.Go(w, r, "/item/"+it.Code, v.L.T("web.items.discarded"))
}
