package items

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/a-h/templ"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
	"quanlian/web/pages/caseview"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// publicView is a case as anybody sees it while it is public.
type publicView struct {
	L    *lang.Localizer
	Data itemflow.Data
	Name string
}

func (x publicView) rows() []ui.Pair {
	out := []ui.Pair{{Key: x.L.T("web.items.item"), Text: x.Name}}
	if p := x.Data.Publicity; p != nil {
		out = append(out, ui.Pair{Key: x.L.T("web.items.applicant"), Text: x.Data.Applicant.Name},
			ui.Pair{Key: x.L.T("web.items.publicity"), Text: p.From.String() + " — " + p.To.String()})
	}
	return out
}

// askedOf lead the office that was asked from the case to the request it answers.
func (p pages) askedOf(v *site.Visit, d itemflow.Data) []templ.Component {
	var out []templ.Component
	for _, a := range d.Asked {
		if a.Open() && slices.ContainsFunc(v.Officer().Posts, func(x kernel.Post) bool { return x.Unit == a.Unit }) {
			out = append(out, caseview.First(factsPanel(v.L.T("web.items.asked_of_you"), []ui.Pair{{Key: v.L.T("itemflow.field.question"), Text: a.Question}, {Key: v.L.T("web.items.asked_answer"), Part: caseLink(a.No)}})))
		}
	}
	return out
}

// opinionPanels show what another office was asked.
func opinionPanels(_ context.Context, v *site.Visit, c kernel.Case, _ kernel.Level) ([]templ.Component, error) {
	var d itemflow.AskedData
	if err := json.Unmarshal(c.Data, &d); err != nil {
		return nil, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
	}
	rows := []ui.Pair{{Key: v.L.T("web.items.of_case"), Part: caseLink(d.No)}, {Key: v.L.T("itemflow.field.question"), Text: d.Question}}
	if d.Answer != "" {
		rows = append(rows, ui.Pair{Key: v.L.T("itemflow.field.answer"), Text: d.Answer})
	}
	if d.Waived != "" {
		rows = append(rows, ui.Pair{Key: v.L.T("itemflow.move.waive_opinion"), Text: d.Waived})
	}
	return []templ.Component{factsPanel(v.L.T("web.items.asked"), rows)}, nil
}

// reviewPanels show the bad rating and what was done about it.
func reviewPanels(_ context.Context, v *site.Visit, c kernel.Case, _ kernel.Level) ([]templ.Component, error) {
	var d itemflow.Review
	if err := json.Unmarshal(c.Data, &d); err != nil {
		return nil, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
	}
	l := v.L
	rows := []ui.Pair{{Key: l.T("web.items.of_case"), Part: caseLink(d.No)}, {Key: l.T("web.items.rating"), Text: l.T("itemflow.value.grade."+itemflow.Grades()[len(itemflow.Grades())-d.Stars]) + "　" + d.Text}}
	who := "web.items.rating_anonymous"
	if d.Named {
		who = "web.items.rating_named"
	}
	rows = append(rows, ui.Pair{Key: l.T("web.items.rating_who"), Text: l.T(who)})
	for _, x := range []struct{ key, text string }{{"verify", d.Found}, {"fix", d.Fixed}, {"reply", d.Reply}, {"recheck", d.Checked}} {
		if x.text != "" {
			rows = append(rows, ui.Pair{Key: l.T("itemflow.move." + x.key), Text: x.text})
		}
	}
	return []templ.Component{factsPanel(l.T("web.items.rating"), rows)}, nil
}
