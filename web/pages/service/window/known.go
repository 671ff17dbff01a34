package window

import (
	"cmp"
	"net/http"

	"quanlian/chain/service/window"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// knownCase is a case of who stands at the counter.
type knownCase struct {
	No, Href, Name, State, Whose string
	Chip                         ui.State
	Clocks                       []clockLine
}

// clockLine is a limit that runs: ours, or that of the office to which the case
// was forwarded.
type clockLine struct {
	Text  string
	Limit ui.Limit
}

// knownPaper is a paper that the building has from an earlier case.
type knownPaper struct {
	Material, No, Day string
	file              itemflow.File
}

// Unit: cases. Source: what a clerk reads while somebody waits.
const mostKnown = 8

// remembered writes down that the person's data were shown at the counter.
func remembered(r *http.Request, v *site.Visit, t window.TicketRow, k window.Known) error {
	c, err := caseOf(r, v, t.Case)
	if err != nil {
		return err
	}
	for _, c := range append([]kernel.Case{c}, k.Cases[:min(len(k.Cases), mostKnown)]...) {
		if err := v.Env.Desk.RememberServed(r.Context(), v.Actor, c); err != nil {
			return err
		}
	}
	return nil
}

// cases are what is under way, and what was, newest first.
func (p pages) cases(r *http.Request, v *site.Visit, list []kernel.Case) (out []knownCase, papers []knownPaper, err error) {
	seen := map[string]bool{}
	for _, c := range list[:min(len(list), mostKnown)] {
		d, err := itemflow.DataOf(c)
		if err != nil {
			return nil, nil, err
		}
		x := knownCase{No: c.No, Name: d.Name.In(v.L.Zh()), State: v.StateText(c), Whose: cmp.Or(v.AwaitsText(c), v.WhoseText(c)), Chip: v.StateOf(c)}
		if _, err := v.Env.Cases.Case(r.Context(), v.Actor, c.No, kernel.ViewDetail); err == nil {
			x.Href = v.Env.CaseURL(c)
		}
		for _, s := range v.Limits(c) {
			if s.Light.Kind != ui.LimitClosed && c.Closed.IsZero() {
				x.Clocks = append(x.Clocks, clockLine{Text: clockText(v, c, s), Limit: s.Light})
			}
		}
		out = append(out, x)
		papers = append(papers, p.papers(r, v, c, d, seen)...)
	}
	return out, papers, nil
}

// clockText names a limit; that of another office says so.
func clockText(v *site.Visit, c kernel.Case, s site.LimitStand) string {
	text := v.LimitText(c.Flow, s.Limit)
	if s.Limit.Outside {
		return v.L.T("web.window.outside_clock", "limit", text)
	}
	return text
}

// papers are the materials of a case that may serve again, the newest of each.
func (p pages) papers(r *http.Request, v *site.Visit, c kernel.Case, d itemflow.Data, seen map[string]bool) []knownPaper {
	it, ok := p.item(r, d.Code)
	var out []knownPaper
	for _, f := range d.Files {
		m, has := it.Material(f.Material)
		if !ok || !has || f.Replaced || seen[m.Name.Zh] {
			continue
		}
		seen[m.Name.Zh] = true
		out = append(out, knownPaper{Material: m.Name.In(v.L.Zh()), No: c.No, Day: v.L.Date(d.Filed), file: itemflow.File{Material: m.Name.Zh, Name: f.Name, SHA256: f.SHA256, Bytes: f.Bytes, Media: f.Media}})
	}
	return out
}

// again are the papers that who stands at the counter wants to use again.
func (p pages) again(r *http.Request, v *site.Visit, t window.TicketData) ([]itemflow.File, error) {
	if r.PostFormValue("again") == "" {
		return nil, nil
	}
	known, err := p.Windows.WindowPerson(r.Context(), window.Person{Code: t.Person, Phone: t.Phone, Party: t.Party})
	if err != nil {
		return nil, err
	}
	_, papers, err := p.cases(r, v, known.Cases)
	var out []itemflow.File
	for _, x := range papers {
		out = append(out, x.file)
	}
	return out, err
}
