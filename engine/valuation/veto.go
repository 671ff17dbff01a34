package valuation

import "slices"

// vetoDead is the veto on a right that is not in force.
const vetoDead = "engine.valuation.veto.dead"

// judge sets the score after vetoes, the grade, the flags and the notices.
func (r *Result) judge(run *scoring, total *float64) {
	t, s := run.tree, &run.q.Subject
	r.vetoes(run, s)
	r.stateFlags(s)
	r.dataFlags(run)
	r.Notices = []Notice{
		{Code: "engine.valuation.notice.names_unverified"},
		{Code: "engine.valuation.notice.weights_design"},
		{Code: "engine.valuation.notice.curves_design"},
	}
	if r.SecondRound == nil {
		r.SecondRound = []string{}
	}
	if total != nil {
		r.Raw, r.Score = shown(*total), shown(*total)
	}
	if len(r.Vetoes) > 0 {
		r.Score = shown(0)
	}
	if r.Score != nil {
		r.Grade = t.grade(*r.Score)
	}
}

// vetoes finds what makes the right worthless whatever its score.
// Source: domain.md §2.2 (our decision): a dead patent has value zero.
func (r *Result) vetoes(run *scoring, s *Subject) {
	if st := s.Status; st.Known && st.Value.Dead() {
		n := Notice{Code: vetoDead, Args: map[string]string{"status": string(st.Value)}}
		n.Source, n.AsOf = s.origin(st.Source, st.AsOf)
		r.Vetoes = append(r.Vetoes, n)
	}
	end, _, ok := run.termEnd(s)
	if !ok || r.AsOf < end {
		return
	}
	r.Vetoes = append(r.Vetoes, Notice{Code: "engine.valuation.veto.term_over", Args: map[string]string{"day": string(end)}})
	if s.Status.Known && !s.Status.Value.Dead() {
		r.flag("engine.valuation.flag.status_conflict", nil)
	}
}

// Dead reports whether the result rests on a right that was no longer in force.
func (r *Result) Dead() bool {
	return slices.ContainsFunc(r.Vetoes, func(n Notice) bool { return n.Code == vetoDead })
}

// stateFlags tells the state of the right that a reader must see.
func (r *Result) stateFlags(s *Subject) {
	switch {
	case !s.Status.Known:
		r.flag("engine.valuation.flag.status_unknown", nil)
	case s.Status.Value == Pending:
		r.flag("engine.valuation.flag.not_granted", nil)
	}
	if s.Preserved.Value {
		r.flag("engine.valuation.flag.preserved", nil)
	}
	if s.Suspended.Value {
		r.flag("engine.valuation.flag.suspended", nil)
	}
	if s.AnnualFee.Value == "arrears" {
		r.flag("engine.valuation.flag.fee_arrears", nil)
	}
	if slices.ContainsFunc(s.Invalidations.Value, func(v Invalidation) bool { return !v.decided(r.AsOf) }) {
		r.flag("engine.valuation.flag.invalidation_pending", nil)
	}
}

// dataFlags tells how far the data carry the score.
func (r *Result) dataFlags(run *scoring) {
	t := run.tree
	if r.AsOf < t.EffectiveFrom || (t.EffectiveTo != "" && r.AsOf > t.EffectiveTo) {
		r.flag("engine.valuation.flag.standard_not_in_force", map[string]string{"from": string(t.EffectiveFrom)})
	}
	if r.Confidence < t.LowConfidence.Value {
		r.flag("engine.valuation.flag.low_confidence", nil)
	}
	if len(run.raw) > 0 {
		r.flag("engine.valuation.flag.not_normalised", nil)
	}
	if len(r.SecondRound) > 0 {
		r.flag("engine.valuation.flag.second_round", nil)
	}
	for _, v := range run.verdicts {
		if v.Dispersed {
			r.flag("engine.valuation.flag.panel_dispersed", nil)
			break
		}
	}
}

func (r *Result) flag(code string, args map[string]string) {
	r.Flags = append(r.Flags, Notice{Code: code, Args: args})
}
