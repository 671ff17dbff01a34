package sqlstore

import (
	"context"
	"slices"

	"quanlian/kernel"
)

// Beside gives the cases before and after one in the list that the query asks
// for; of a case that the list has not, the first of the list comes after.
func (s *Store) Beside(ctx context.Context, a kernel.Actor, level kernel.Level, q kernel.CaseQuery, id kernel.CaseID) (before, after *kernel.Case, err error) {
	keys := keysOf(q)
	asked, more := s.asked(q, narrow)
	list := legs(a, level, partOf(q), standingOf(q))
	stands, args := s.firstOf(list, asked+" and c.case_id = ?", append(slices.Clone(more), string(id)), keys, false, 1, 0)
	here, err := many[listRow](ctx, s.r, stands, args...)
	if err != nil {
		return nil, nil, err
	}
	next := func(back bool) (*kernel.Case, error) {
		beyond, at := "", []any(nil)
		if len(here) > 0 {
			beyond, at = past(keys, here[0], back)
		}
		page, args := s.firstOf(list, asked+beyond, append(slices.Clone(more), at...), keys, back, 1, 0)
		w, seen := scope(a, level)
		rows, err := many[caseRow](ctx, s.r, "select "+briefColumns+" from ("+page+") p join cases c on c.id = p.case_id where "+w, append(args, seen...)...)
		if err != nil || len(rows) == 0 {
			return nil, err
		}
		c, err := rows[0].asCase()
		return &c, err
	}
	if after, err = next(false); err != nil || len(here) == 0 {
		return nil, after, err
	}
	before, err = next(true)
	return before, after, err
}

// past is the condition that a row lies beyond another one in the order.
func past(keys []key, r listRow, back bool) (string, []any) {
	value := map[string]any{"case_id": r.CaseID, "clock": r.Clock, "due": r.Due, "updated": r.Updated, "opened": r.Opened, "title": r.Title}
	var cond string
	var args []any
	for i := len(keys) - 1; i >= 0; i-- {
		column, v, than := "c."+keys[i].column, value[keys[i].column], " > ?"
		if keys[i].down != back {
			than = " < ?"
		}
		if cond == "" {
			cond, args = column+than, []any{v}
			continue
		}
		cond = "(" + column + than + " or (" + column + " = ? and " + cond + "))"
		args = append([]any{v, v}, args...)
	}
	// The first column alone bounds the run that an index reads.
	bound := " >= ?"
	if keys[0].down != back {
		bound = " <= ?"
	}
	return " and c." + keys[0].column + bound + " and " + cond, append([]any{value[keys[0].column]}, args...)
}
