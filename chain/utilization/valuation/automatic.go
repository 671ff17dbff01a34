package valuation

import (
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	engine "quanlian/engine/valuation"
	"quanlian/registry"
)

// SceneTransfer is the scene of the hall: a transfer or licence. The other
// scenes are named by the tree of the standard.
const SceneTransfer = "transfer"

// Automatic evaluates a right from what the register knows on a day, for a
// scene (自动评价). Designs are outside the standard.
func Automatic(cal *calendar.Calendar, v registry.View, scene string, day calendar.Date, now time.Time) (*engine.Result, error) {
	q, err := request(cal, v, scene, day, now)
	if err != nil {
		return nil, err
	}
	tree, err := engine.Default()
	if err != nil {
		return nil, err
	}
	return tree.Evaluate(q)
}

// request freezes the facts of the register as of a day.
func request(cal *calendar.Calendar, v registry.View, scene string, day calendar.Date, now time.Time) (engine.Request, error) {
	if v.Right.Kind == registry.Design {
		return engine.Request{}, errs.New(errs.Invalid, "utilization.valuation.design", nil)
	}
	s := registry.AsOf(v.Events, day, now)
	if s.Status == registry.StatusUnknown {
		return engine.Request{}, errs.New(errs.Invalid, "utilization.valuation.nothing_known", nil)
	}
	fee, err := s.FeeStatus(cal)
	if err != nil {
		return engine.Request{}, err
	}
	return engine.Request{AsOf: dayOf(day), Scene: scene, Subject: Subject(v, s, fee), DataVersions: map[string]string{"register": v.Updated.UTC().Format(time.RFC3339)}}, nil
}

// HighValue answers the five kinds of high-value invention patent from the same
// facts, computed and official apart (五类高价值发明专利).
func HighValue(cal *calendar.Calendar, v registry.View, day calendar.Date, now time.Time) (engine.HighValue, error) {
	q, err := request(cal, v, "", day, now)
	if err != nil {
		return engine.HighValue{}, err
	}
	tree, err := engine.Default()
	if err != nil {
		return engine.HighValue{}, err
	}
	return tree.HighValueOf(&q.Subject, q.AsOf, nil) // the official amount of a pledge is not known
}
