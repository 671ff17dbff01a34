package patent

import (
	"slices"
	"strings"

	"quanlian/catalogue/lang"
	"quanlian/registry"
	"quanlian/web/ui"
)

// facts are the bibliography of a right and how it stands; what nobody knows has
// no line.
func facts(l *lang.Localizer, v registry.View, s registry.State, fee registry.FeeStatus) []ui.Pair {
	var names []string
	for _, o := range s.Owners {
		names = append(names, o.Name)
	}
	kind := string(v.Right.Kind)
	if k := "web.value.kind." + kind; l.Has(k) {
		kind = l.T(k)
	}
	paid := ui.Pair{Key: l.T("web.patent.fee"), Text: l.T("web.patent.fee_text." + string(fee.Standing))}
	if !fee.NextDue.IsZero() {
		paid.Note = l.T("web.patent.fee_next", "year", fee.NextYear, "day", fee.NextDue.String())
	}
	r := v.Right
	and := l.T("web.patent.and")
	all := []ui.Pair{
		{Key: l.T("web.patent.number"), Text: r.Number, No: true}, {Key: l.T("web.patent.kind"), Text: kind},
		{Key: l.T("web.patent.owners"), Text: strings.Join(names, and)}, {Key: l.T("web.patent.address"), Text: strings.TrimSpace(r.Postcode + " " + r.Address)},
		{Key: l.T("web.patent.inventors"), Text: strings.Join(r.Inventors, and)},
		{Key: l.T("web.patent.ipc"), Text: r.IPCMain, No: true}, {Key: l.T("web.patent.ipc_more"), Text: strings.Join(more(r), and)},
		{Key: l.T("web.patent.filing"), Text: r.Filing.String(), No: true}, {Key: l.T("web.patent.published"), Text: r.Published.String(), No: true}, {Key: l.T("web.patent.granted"), Text: r.Granted.String(), No: true},
	}
	all = append(append(all, docRows(l, r.Documents)...), ui.Pair{Key: l.T("web.patent.term_end"), Text: s.TermEnd.String(), No: true}, paid,
		ui.Pair{Key: l.T("web.patent.agency"), Text: r.Agency, Note: r.AgencyCode}, ui.Pair{Key: l.T("web.patent.agents"), Text: strings.Join(r.Agents, and)},
		ui.Pair{Key: l.T("web.patent.family"), Text: strings.Join(r.Family, and)})
	for _, p := range r.Priorities {
		all = append(all, ui.Pair{Key: l.T("web.patent.priority"), Text: p.Number, Note: p.Date.String(), No: true})
	}
	if n := len(r.Citations); n > 0 {
		all = append(all, ui.Pair{Key: l.T("web.patent.citations"), Text: l.T("web.patent.citations_n", "n", n)})
	}
	all = append(all, burdens(l, s)...)
	if !v.ObservedAt.IsZero() {
		all = append(all, ui.Pair{Key: l.T("web.patent.observed"), Text: clock(v.ObservedAt), No: true})
	}
	return slices.DeleteFunc(all, func(p ui.Pair) bool { return p.Text == "" })
}

// more are the classes besides the main one.
func more(r registry.Right) []string {
	var out []string
	for _, c := range r.IPC {
		if c != r.IPCMain {
			out = append(out, c)
		}
	}
	return out
}

// docRows are the publication and grant numbers, each with its day.
func docRows(l *lang.Localizer, list []registry.Document) []ui.Pair {
	var out []ui.Pair
	for _, d := range list {
		key := "web.patent.pub_no"
		if d.Grant {
			key = "web.patent.grant_no"
		}
		out = append(out, ui.Pair{Key: l.T(key), Text: d.Number, Note: d.Date.String(), No: true})
	}
	return out
}

// lastDoc is the newest of the numbers that a row lists.
func lastDoc(docs string) string { return docs[strings.LastIndexByte(docs, ' ')+1:] }

// said are the facts that are known.
func said(facts ...string) []string {
	return slices.DeleteFunc(facts, func(f string) bool { return f == "" })
}
