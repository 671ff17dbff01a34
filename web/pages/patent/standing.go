package patent

import (
	"net/url"
	"strings"

	"quanlian/catalogue/lang"
	"quanlian/registry"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Standing is how a right stands, line by line, the same lines for any right:
// two of them are compared. What does not rest on it has no text.
func Standing(v *site.Visit, s registry.State) []ui.Pair {
	l := v.L
	var names []string
	for _, o := range s.Owners {
		names = append(names, o.Name)
	}
	status := l.T("web.patent.status_text." + string(s.Status))
	if !s.Since.IsZero() {
		status += l.T("web.enter.since", "day", s.Since.String())
	}
	out := []ui.Pair{{Key: l.T("web.enter.status"), Text: status}, {Key: l.T("web.patent.owners"), Text: strings.Join(names, l.T("web.patent.and"))}, {Key: l.T("web.patent.term_end"), Text: dateText(s)}}
	fee, err := s.FeeStatus(v.Env.Calendar)
	paid := ui.Pair{Key: l.T("web.patent.fee")}
	if err == nil {
		paid.Text = l.T("web.patent.fee_text." + string(fee.Standing))
		if !fee.NextDue.IsZero() {
			paid.Text += l.T("web.enter.next") + l.T("web.patent.fee_next", "year", fee.NextYear, "day", fee.NextDue.String())
		}
	}
	return append(append(out, paid), burdens(l, s)...)
}

func dateText(s registry.State) string {
	if s.TermEnd.IsZero() {
		return ""
	}
	return s.TermEnd.String()
}

// burdens are what rests on the right, one line a kind; empty where nothing does.
func burdens(l *lang.Localizer, s registry.State) []ui.Pair {
	var out []ui.Pair
	for _, k := range []registry.EventKind{registry.Pledged, registry.Preserved, registry.Suspended, registry.Licensed, registry.OpenLicensed, registry.ChallengeFiled} {
		var lines []string
		for _, b := range s.Burdens(k) {
			lines = append(lines, burdenText(l, b))
		}
		out = append(out, ui.Pair{Key: l.T("web.enter.burden." + string(k)), Text: strings.Join(lines, l.T("web.enter.next"))})
	}
	return out
}

func burdenText(l *lang.Localizer, b registry.Encumbrance) string {
	var parts []string
	if b.Licence != "" {
		parts = append(parts, l.T("web.value.licence."+string(b.Licence)))
	}
	if b.Party != nil {
		parts = append(parts, b.Party.Name)
	}
	if b.Ref != b.Event {
		parts = append(parts, b.Ref)
	}
	span := l.T("web.enter.from", "from", b.Since.String())
	if !b.Until.IsZero() {
		span = b.Since.String() + " — " + b.Until.String()
	}
	if !b.From.IsZero() {
		span = l.T("web.enter.from", "from", b.From.String())
		if !b.Until.IsZero() {
			span = b.From.String() + " — " + b.Until.String()
		}
		span += l.T("web.enter.recorded", "day", b.Since.String())
	}
	return strings.Join(append(parts, span), "　")
}

// href is the page for a kind of event; "" asks again which.
func (x enterView) href(k registry.EventKind) string {
	q := url.Values{}
	if k != "" {
		q.Set("kind", string(k))
	}
	if x.wrong != nil {
		q.Set("corrects", x.wrong.ID)
	}
	to := "/patent/" + x.right.Number + "/enter"
	if len(q) > 0 {
		to += "?" + q.Encode()
	}
	return to
}

// field is a question; what is called by another name in one kind says so.
func (x enterView) field(name string) ui.Field {
	f := x.sheet.Field(name, "w3")
	l := x.v.L
	if key := "web.enter.field." + name + "." + string(x.kind); l.Has(key) {
		f.Label = l.T(key)
	}
	switch name {
	case "year", "amount":
		f.Width, f.Mode = "w2", "decimal"
	case "owners", "note", "document", "scope":
		f.Width = ""
	}
	f.Optional = name == "note" || name == "doc_day" || name == "from" || name == "until" || name == "scope" || name == "amount" ||
		name == "ref" && x.kind != registry.Pledged && x.kind != registry.Licensed || name == "party" && x.kind != registry.Pledged && x.kind != registry.Licensed
	if name == "ref" && len(x.stands) > 0 {
		var refs []string
		for _, b := range x.stands {
			refs = append(refs, burdenText(l, b))
		}
		f.Hint = l.T("web.enter.stands", "list", strings.Join(refs, l.T("web.enter.next")))
	}
	return f
}

func (x enterView) licences() []ui.Option {
	out := []ui.Option{{Text: x.v.L.T("web.enter.choose")}}
	for _, k := range []registry.LicenceKind{registry.Exclusive, registry.Sole, registry.Ordinary, registry.Cross} {
		out = append(out, ui.Option{Value: string(k), Text: x.v.L.T("web.value.licence." + string(k))})
	}
	return x.sheet.Chosen("licence", out)
}
