package hall

import (
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	engine "quanlian/engine/valuation"
	"quanlian/kernel"
	"quanlian/registry"
)

// Evaluator evaluates a right from the register, for the scene of a transfer or
// licence. It is fulfilled by the matter of evaluation and joined in cmd.
type Evaluator func(v registry.View, day calendar.Date, now time.Time) (*engine.Result, error)

// Evaluation is the automatic evaluation of a listing's right as of a day (自动
// 评价). It is no appraisal.
type Evaluation struct {
	Score      float64  `json:"score"`
	Grade      string   `json:"grade,omitempty"` // "" where the data do not carry a letter
	Confidence float64  `json:"confidence"`      // 0–1
	Low        bool     `json:"low,omitempty"`   // the confidence is too low for a letter
	Present    int      `json:"present"`         // indicators with data
	Leaves     int      `json:"leaves"`
	Missing    []string `json:"missing,omitempty"` // ids of third-level indicators without data
	Vetoes     []string `json:"vetoes,omitempty"`  // language keys
	// VetoArgs are what stands in their sentences, in the same order.
	VetoArgs []map[string]string `json:"veto_args,omitempty"`
	Fault    string              `json:"fault,omitempty"` // language key: why there is none
	AsOf     string              `json:"as_of"`
	Version  string              `json:"version"` // of tree and signals
	At       time.Time           `json:"at"`
	// Register is the state of the register it was made of, see [registry.View].
	Register time.Time `json:"register"`
}

// GradeLow stands in the card where the data do not carry a letter.
const GradeLow = "low"

// Letter is the grade as cards and filters know it: a letter, "low", or "".
func (e *Evaluation) Letter() string {
	switch {
	case e == nil || e.Fault != "":
		return ""
	case e.Low:
		return GradeLow
	}
	return e.Grade
}

// EvaluationVersion names the algorithm: tree and signals. A listing that was
// evaluated by another one is evaluated again.
func EvaluationVersion() (string, error) {
	t, err := engine.Default()
	if err != nil {
		return "", err
	}
	if t.Version == t.SignalsVersion {
		return t.Version, nil
	}
	return t.Version + "+" + t.SignalsVersion, nil
}

// evaluate evaluates the right of the listing anew: after listing, when the
// register has learnt something, when the algorithm or the day has moved on.
func (r Rules) evaluate() kernel.Move {
	return kernel.MoveOf[ListingData, none, listingFacts]{
		Name: "evaluate", From: []kernel.State{ListingReview, ListingListed, ListingSuspended, ListingContract}, By: []kernel.Role{kernel.RoleSystem}, Hidden: true, OnHold: true,
		Facts: func(v kernel.View, _ kernel.Case, d ListingData, _ none) (listingFacts, error) {
			view, err := right(v, d.Right)
			return listingFacts{view: view}, err
		},
		Effects: func(t kernel.Turn[ListingData, none, listingFacts]) (kernel.Out[ListingData], error) {
			e, err := r.evaluation(t.Facts.view, t.Now)
			if err != nil {
				return kernel.Out[ListingData]{}, err
			}
			t.Data.Evaluation = e
			told := t.Data.over(t.Case, t.Facts.view, t.Now)
			return kernel.Out[ListingData]{Data: t.Data, Effects: told}, nil
		},
	}.Build()
}

func (r Rules) evaluation(v registry.View, now time.Time) (*Evaluation, error) {
	if r.Evaluate == nil {
		return nil, errs.New(errs.Internal, "utilization.hall.no_evaluator", nil)
	}
	version, err := EvaluationVersion()
	if err != nil {
		return nil, err
	}
	day := calendar.DateOf(now)
	e := &Evaluation{AsOf: day.String(), Version: version, At: now, Register: v.Updated}
	res, err := r.Evaluate(v, day, now)
	if k := errs.KindOf(err); k == errs.Invalid || k == errs.NotFound {
		e.Fault = errs.As(err).Code // a design, a right without a filing: says so instead of trying for ever
		return e, nil
	}
	if err != nil {
		return nil, err
	}
	e.take(res)
	return e, nil
}

func (e *Evaluation) take(res *engine.Result) {
	e.Confidence, e.Present, e.Leaves = res.Confidence, res.Present, res.Leaves
	for _, l1 := range res.Tree {
		for _, l2 := range l1.Children {
			for _, leaf := range l2.Children {
				if leaf.Score == nil && !leaf.Extension {
					e.Missing = append(e.Missing, leaf.ID)
				}
			}
		}
	}
	for _, n := range res.Vetoes {
		e.Vetoes, e.VetoArgs = append(e.Vetoes, n.Code), append(e.VetoArgs, n.Args)
	}
	if res.Score == nil {
		e.Low = true
		return
	}
	e.Score, e.Grade = *res.Score, res.Grade
	if len(res.Vetoes) > 0 {
		return // a dead right is worth nothing however little is known of it
	}
	for _, n := range res.Flags {
		if n.Code == "engine.valuation.flag.low_confidence" {
			e.Low, e.Grade = true, ""
		}
	}
}
