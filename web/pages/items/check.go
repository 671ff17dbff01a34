package items

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

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
	Whose string // which of several items ask it
	Rows  []ui.Pair
}

// sheets are all pages with their answers; ready is false while something is
// missing, and the page then says where.
func (p pages) sheets(v *site.Visit, f filling) (out []sheet, ready bool) {
	l, facts := v.L, factsOf(v)
	ready = true
	for _, pg := range asked(v, f) {
		bad := p.pageFaults(v, f, pg)
		x := sheet{Title: pg.step.Name.In(l.Zh()), Whose: whose(v, f, pg)}
		for _, a := range itemform.Answers(l, pg.step, f.answers(pg), facts) {
			row := ui.Pair{Key: a.Label, Text: a.Text, Href: pageURL(f, pg.key) + "#" + ui.FieldID(a.Path), No: a.Field.Kind == form.KindRef || a.Field.Kind == form.KindRefs}
			if i := slices.IndexFunc(bad, func(e *errs.Error) bool { return e.Field == a.Path }); i >= 0 {
				row.Text, row.Part = "", ui.Light(ui.No, l.Error(bad[i]))
			} else if a.Text == "" {
				row.Text = l.T("web.items.left_blank")
			}
			x.Rows = append(x.Rows, row)
		}
		if len(x.Rows) == 0 { // rows that nobody added
			row := ui.Pair{Key: x.Title, Text: l.T("web.items.left_blank"), Href: pageURL(f, pg.key)}
			if len(bad) > 0 {
				row.Text, row.Part = "", ui.Light(ui.No, l.Error(bad[0]))
			}
			x.Rows = append(x.Rows, row)
		}
		ready = ready && len(bad) == 0
		out = append(out, x)
	}
	papers := sheet{Title: l.T("web.items.materials")}
	owed := p.owedPapers(v, f)
	ready = ready && len(owed) == 0
	for _, x := range wantedPapers(v, f) {
		papers.Rows = append(papers.Rows, p.paperPair(v, f, x, slices.ContainsFunc(owed, func(o paper) bool { return o.field == x.field })))
	}
	return append(append(out, papers), p.sheetsOf(v, f)...), ready
}

// sheetsOf are what the registers say in place of the papers that are spared.
func (p pages) sheetsOf(v *site.Visit, f filling) []sheet {
	var out []sheet
	for _, x := range wantedPapers(v, f) {
		e, ok, err := p.drafted(context.Background(), v, x.it, f.draftOf(x.it).Values, x.m)
		if ok && err == nil { // the form works without the register
			out = append(out, e.sheet(v.L))
		}
	}
	return out
}

// draftsOnly says who has to send what the visitor may only draft; "" for who may.
func draftsOnly(v *site.Visit) string {
	switch {
	case v.Actor.Party == "" || v.Actor.Has(kernel.RightSubmit):
		return ""
	case v.Actor.Mandate != "":
		return v.L.T("web.items.drafts_only_for", "name", v.Party.Name)
	}
	return v.L.T("web.items.drafts_only")
}

func (p pages) paperPair(v *site.Visit, f filling, x paper, owed bool) ui.Pair {
	l, m, d := v.L, x.m, f.draftOf(x.it)
	row := ui.Pair{Key: m.Name.In(l.Zh()), Href: pageURL(f, stepMaterials) + "#" + ui.FieldID(x.field)}
	var names []string
	for _, f := range d.of(m.ID) {
		name := f.Name
		if locked(v, f.Media, f.SHA256) {
			name = l.T("web.items.locked_named", "file", name)
		}
		names = append(names, name)
	}
	switch {
	case len(names) > 0:
		row.Text = l.List(names)
	case m.Source == "system":
		row.Text, row.Href, row.Whose = l.T("web.items.made_by_system"), "", l.T("web.items.nothing_to_do")
	case m.Spare && !owed && v.Party.ID != "" && x.it.Spared(m, d.Values, p.confirmed(v, x.it, d.Values)):
		row.Text = l.T(sparedText(m))
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
	if err := d.open(); err != nil {
		r.SetPathValue("step", stepCheck)
		return p.draw(w, r, v, http.StatusConflict, &single{it, d}, err)
	}
	receipt, err := v.File(r, it, d.input())
	if err != nil {
		if k := errs.KindOf(err); k != errs.Invalid && k != errs.Conflict && k != errs.Forbidden {
			return err
		}
		r.SetPathValue("step", stepCheck)
		return p.draw(w, r, v, httpx.Status(err), &single{it, d}, err)
	}
	if err := drop(r, v, subject(it.Code), d.saved); err != nil {
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
func (p pages) autosave(open opener) site.Page {
	return func(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
		f, pg, err := opened(r, v, open)
		if err != nil {
			return err
		}
		if err := p.unsent(r, v, f); err != nil {
			return saidStale(w, v, err)
		}
		m := meld(r, v, f, pg)
		if err = f.save(r, v); v.SaidHanded(w, err) {
			return nil
		}
		if err != nil {
			return err
		}
		return saidMelded(w, v, pg, m, pageURL(f, pg.key))
	}
}

func saidSaved(w http.ResponseWriter, v *site.Visit, more ...string) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	lines := append([]string{v.L.T("web.draft.saved", "at", v.L.Clock(v.Env.Now()))}, more...)
	_, _ = w.Write([]byte(strings.Join(lines, "\n"))) // the reader may have left
	return nil
}

// opened is the form as it stands, and the page of the address.
func opened(r *http.Request, v *site.Visit, open opener) (filling, formPage, error) {
	f, err := open(r, v)
	if err != nil {
		return nil, formPage{}, err
	}
	pg, ok := pageOf(f, r.PathValue("step"))
	if !ok {
		return nil, formPage{}, errs.New(errs.NotFound, "web.no_such_page", nil)
	}
	return f, pg, nil
}

// fields draws the fields again after an answer that others hang on.
func (p pages) fields(open opener) site.Page {
	return func(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
		f, pg, err := opened(r, v, open)
		if err != nil {
			return err
		}
		f.put(pg, itemform.Read(r.PostForm, pg.step, f.answers(pg)))
		sheet := p.sheet(r.Context(), v, pg.step, draft{Values: f.answers(pg)}, ui.FaultsOf(v.L, nil))
		return fieldsAlone(w, r, v, p.withPicks(r, v, sheet.Blocks(), pg.asks[0], pg.step), f.base()+"/fields/"+pg.key)
	}
}

func fieldsAlone(w http.ResponseWriter, r *http.Request, v *site.Visit, blocks []itemform.Block, refresh string) error {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	return itemform.Fields(v.L, blocks, refresh).Render(r.Context(), w)
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
	return p.templated(w, r, v, &single{it, d}, stepCheck)
}

// templated keeps the answers of the form and comes back to the page.
func (p pages) templated(w http.ResponseWriter, r *http.Request, v *site.Visit, f filling, page string) error {
	it := f.items()[0]
	if err := (draft{Values: known(it, f.draftOf(it).Values)}).save(r, v, template(it.Code)); err != nil {
		return err
	}
	return v.Go(w, r, pageURL(f, page), v.L.T("web.items.template_kept"))
}

// discard throws the draft away.
func (p pages) discard(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	it, err := p.wanted(r, v)
	if err != nil {
		return err
	}
	if err := drop(r, v, subject(it.Code), time.Time{}); err != nil {
		return err
	}
	return v.Go(w, r, "/item/"+it.Code, v.L.T("web.items.discarded"))
}
