package catalogue

import (
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/source"
	"quanlian/kernel"
	"quanlian/kernel/form"
)

// Rules are what a change is judged by.
type Rules struct {
	// Check gives every mistake of an item, and the item with its defaults.
	Check func(form.Item) (form.Item, []source.Fault)
	// HasFlow tells whether the program runs the flow of an item.
	HasFlow func(kernel.FlowAddr) bool
}

// standing is what the store knows of the item of a change.
type standing struct {
	inForce form.Item // on the first day of the change; zero when there is none
	others  []kernel.Case
}

// stand loads the version that the change would follow.
func stand(v kernel.View, it form.Item, others bool) (standing, error) {
	var s standing
	var err error
	if it.Code != "" {
		s.inForce, err = kernel.Load(v, form.ItemInForce{Code: it.Code, On: it.From})
		if err != nil && errs.KindOf(err) != errs.NotFound {
			return s, err
		}
	}
	if others {
		s.others, err = kernel.Load(v, kernel.CasesOf{Flow: Change, States: []kernel.State{Draft, Review, Recall}})
		return s, err
	}
	return s, nil
}

func standOf[I any](v kernel.View, _ kernel.Case, d Data, _ I) (standing, error) {
	return stand(v, d.Item, false)
}

// otherOf is the number of another open change of the same item.
func (s standing) otherOf(code string, but kernel.CaseID) string {
	for _, c := range s.others {
		if d, err := DataOf(c); err == nil && c.ID != but && d.Item.Code == code {
			return c.No
		}
	}
	return ""
}

func (s standing) hash() string {
	if s.inForce.Code == "" {
		return ""
	}
	return s.inForce.Hash()
}

// fits refuses what no edit may do; mistakes of the text may still stand in a
// draft.
func (r Rules) fits(in EditInput, s standing) error {
	it := in.Item
	var l errs.List
	if it.Code == "" {
		l.Add(errs.At("code", "service.catalogue.no_code", nil))
	}
	if it.From.IsZero() {
		l.Add(errs.At("from", "service.catalogue.no_day", nil))
	}
	if !r.HasFlow(it.Flowing()) {
		l.Add(errs.At("flow", "service.catalogue.no_flow", errs.Args{"flow": it.Flow}))
	}
	if was := s.inForce; was.Code != "" && (was.Link != it.Link || was.Matter != it.Matter) {
		l.Add(errs.At("matter", "service.catalogue.fixed_place", nil))
	}
	return l.Err()
}

// Length of a reason. Unit: characters. Source: our own bound [D]: one word is
// no reason.
const leastNote = 4

// ready tells whether a change may go on: sound, dated, said why, and made from
// the version that it follows.
func (r Rules) ready(d Data, s standing, now time.Time) error {
	var l errs.List
	_, faults := r.Check(d.Item)
	for _, f := range source.Grave(faults) {
		l.Add(errs.At(f.Field, f.Code, f.Args))
	}
	if today := calendar.DateOf(now); d.Item.From.Before(today) {
		l.Add(errs.At("from", "service.catalogue.day_past", errs.Args{"day": d.Item.From.String()}))
	}
	if utf8.RuneCountInString(strings.TrimSpace(d.Note)) < leastNote {
		l.Add(errs.At("note", "service.catalogue.no_note", nil))
	}
	if d.Item.Hash() == s.hash() {
		l.Add(errs.New(errs.Invalid, "service.catalogue.nothing_changed", nil))
	}
	if err := l.Err(); err != nil {
		return err
	}
	if s.hash() != d.Base {
		return errs.New(errs.Conflict, "service.catalogue.base_changed", errs.Args{"code": d.Item.Code})
	}
	return nil
}

func needReason(s string) error {
	if utf8.RuneCountInString(strings.TrimSpace(s)) < leastNote {
		return errs.At("reason", "service.catalogue.no_note", nil)
	}
	return nil
}

// DataOf reads the change of a case.
func DataOf(c kernel.Case) (Data, error) {
	var d Data
	if err := json.Unmarshal(c.Data, &d); err != nil {
		return d, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
	}
	return d, nil
}
