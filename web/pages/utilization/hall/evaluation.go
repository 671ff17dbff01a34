package hall

import (
	"context"
	"fmt"

	"github.com/a-h/templ"

	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/chain/utilization/valuation"
	engine "quanlian/engine/valuation"
	valuationpages "quanlian/web/pages/utilization/valuation"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// evaluationView is the automatic evaluation of a listing's right.
type evaluationView struct {
	L       *lang.Localizer
	Grade   string
	Score   string
	Facts   []string
	Low     string
	Lacks   string
	Notes   []string
	Waiting bool
	Basis   string
	Panels  []valuationpages.Report // of expert panels
	More    string                  // where the score opens down to its evidence
}

// gradeText is what stands beside the letter on a card.
func gradeText(l *lang.Localizer, r hall.ListingRow) string {
	switch r.Grade {
	case "":
		return ""
	case hall.GradeLow:
		return l.T("web.hall.grade_low")
	}
	return l.T("web.hall.grade_score", "score", fmt.Sprintf("%.1f", r.Score))
}

// letter is the grade that is drawn as a letter; none where the data do not
// carry one.
func letter(grade string) string {
	if grade == hall.GradeLow {
		return ""
	}
	return grade
}

// evaluationOf shows how the right was evaluated, or that it will be.
func evaluationOf(ctx context.Context, v *site.Visit, rights valuationpages.Rights, d hall.ListingData) (templ.Component, error) {
	l, e := v.L, d.Evaluation
	x := evaluationView{L: l, More: "/patent/" + d.Right + "#evaluation"}
	var err error
	if x.Panels, err = valuationpages.Reports(ctx, v, rights, d.Right); err != nil {
		return nil, err
	}
	switch {
	case e == nil:
		x.Waiting = true
		return evaluationPanel(x), nil
	case e.Fault != "":
		x.Notes = []string{l.T(e.Fault)}
		return evaluationPanel(x), nil
	}
	for i := range e.Vetoes {
		x.Notes = append(x.Notes, vetoText(l, *e, i))
	}
	confidence := fmt.Sprintf("%.2f", e.Confidence)
	x.Grade, x.Score = e.Grade, fmt.Sprintf("%.1f", e.Score)
	x.Facts = []string{l.T("web.patent.out_of"), l.T("web.patent.confidence", "confidence", confidence), l.T("web.patent.present", "present", e.Present, "total", e.Leaves)}
	if e.Low {
		x.Low = l.T("web.patent.low", "confidence", confidence)
	}
	names, err := leafNames(l, e.Missing)
	if err != nil {
		return nil, err
	}
	if len(names) > 0 {
		x.Lacks = l.T("web.hall.lacks", "list", l.List(names))
	}
	x.Basis = l.T("web.hall.evaluated", "day", e.AsOf, "version", e.Version)
	return evaluationPanel(x), nil
}

// leafNames are the third-level indicators by their names.
func leafNames(l *lang.Localizer, ids []string) ([]string, error) {
	tree, err := engine.Default()
	if err != nil {
		return nil, err
	}
	by := map[string]string{}
	for _, n := range tree.Leaves() {
		by[n.ID] = n.Name.EN
		if l.Zh() {
			by[n.ID] = n.Name.ZH
		}
	}
	var out []string
	for _, id := range ids {
		out = append(out, by[id])
	}
	return out, nil
}

// evaluateFact is what the deal page says under its first step.
func evaluateFact(l *lang.Localizer, e *hall.Evaluation) string {
	switch e.Letter() {
	case "":
		return ""
	case hall.GradeLow:
		return l.T("web.hall.grade_none")
	}
	return l.T("web.hall.grade_step", "grade", e.Grade, "score", fmt.Sprintf("%.1f", e.Score))
}

// gradeNote stands under a list of cards with grades.
func gradeNote(l *lang.Localizer) templ.Component { return ui.Basis(l.T("web.patent.no_appraisal")) }

// vetoText says why a right is worth nothing: with its status or day, unless the
// evaluation was made before they were kept.
func vetoText(l *lang.Localizer, e hall.Evaluation, i int) string {
	if i < len(e.VetoArgs) {
		return valuation.NoticeText(l, engine.Notice{Code: e.Vetoes[i], Args: e.VetoArgs[i]})
	}
	return l.T("web.hall.veto")
}
