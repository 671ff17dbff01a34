package sqlstore

import (
	"slices"
	"strconv"
	"strings"

	"quanlian/kernel"
)

// reach are the rows of case_list that one of the actor's subjects has, or those
// of an absent colleague for whom the actor stands in.
type reach struct {
	subject string
	unit    kernel.UnitID // of the absent colleague's cases; "" for a subject of one's own
}

// on is the condition that a row is of the reach; list and own are the aliases of
// case_list, and of the table that says subject and relation.
func (r reach) on(list, own string) (string, []any) {
	if r.unit == "" {
		return written(own+".subject", r.subject) // public is one, and has an index
	}
	return "(" + own + ".subject = ? and " + own + ".relation = 'assignee' and " + list + ".unit = ?)", []any{r.subject, string(r.unit)}
}

func (r reach) office() bool { return strings.HasPrefix(r.subject, "unit:") }

// reaches are the actor's, offices first: they have the most, and of the rows of
// the others most are the office's too.
func reaches(a kernel.Actor) []reach {
	var out []reach
	for _, s := range a.Subjects() {
		out = append(out, reach{subject: s})
	}
	for _, p := range a.Posts {
		if p.DeputyFor != "" {
			out = append(out, reach{"user:" + string(p.DeputyFor), p.Unit})
		}
	}
	place := func(r reach) int {
		for i, head := range []string{"unit:", "party:"} {
			if strings.HasPrefix(r.subject, head) {
				return i
			}
		}
		return 2
	}
	slices.SortStableFunc(out, func(x, y reach) int { return place(x) - place(y) })
	var once []reach
	for _, r := range out {
		if !slices.Contains(once, r) {
			once = append(once, r)
		}
	}
	return once
}

// leg is one ordered run of case_list: of one reach, open or closed. A case is in
// one leg of a list at most.
type leg struct {
	cond string
	args []any
}

// legs are all rows that the actor sees at the level, taking part as said: the
// same rows as [scope], each case once.
func legs(a kernel.Actor, level kernel.Level, as part, of standing) []leg {
	var out []leg
	before := []reach(nil)
	for _, r := range reaches(a) {
		on, args := r.on("c", "c")
		fit, more := fits(a, level, as, "c")
		cond, args := on+fit, append(args, more...)
		if as.role == "" {
			again, more := seenBy(a, level, as, []reach{r})
			cond, args = cond+" and (c.alone = 1 or not "+again+" and e.role < c.role))", append(args, more...)
		}
		if offices := officesOf(before); len(offices) > 0 && !r.office() && as.role == "" && a.Scope == nil {
			cond, args = cond+" and c.office not in (?)", append(args, in(offices))
		}
		if len(before) > 0 {
			again, more := seenBy(a, level, as, before)
			cond, args = cond+" and not "+again+")", append(args, more...)
		}
		if as.party != "" && r.subject != "party:"+string(as.party) {
			takes, more := taking(as.party, "c.case_id")
			cond, args = cond+takes, append(args, more...)
		}
		before = append(before, r)
		for _, closed := range of.closed() {
			out = append(out, leg{"c.closed = " + strconv.Itoa(closed) + " and " + cond, args})
		}
	}
	return out
}

// closed are the values of case_list.closed.
func (s standing) closed() []int {
	switch s {
	case openCases:
		return []int{0}
	case closedCases:
		return []int{1}
	}
	return []int{0, 1}
}

func officesOf(list []reach) []string {
	var out []string
	for _, r := range list {
		if r.office() {
			out = append(out, r.subject)
		}
	}
	return out
}

// fits is what a row must be beside its subject: of the level, the part, and
// what a mandate covers.
func fits(a kernel.Actor, level kernel.Level, as part, own string) (string, []any) {
	q, args := " and "+own+".level >= ?", []any{int64(level)}
	if as.role != "" {
		q += " and " + own + ".role = ?"
		args = append(args, string(as.role))
	}
	if as.own {
		q += " and " + own + ".role not in (?)"
		args = append(args, in(apart))
	}
	if a.Scope != nil { // an agent sees of its principal only what the mandate covers
		covered := []string{own + ".relation = 'public'"}
		for _, m := range a.Scope {
			covered = append(covered, "c.flow like ?")
			args = append(args, m+".%")
		}
		q += " and (" + strings.Join(covered, " or ") + ")"
	}
	return q, args
}

// seenBy is an open bracket: there is a row by which the case is seen through one
// of the reaches.
func seenBy(a kernel.Actor, level kernel.Level, as part, by []reach) (string, []any) {
	var ways []string
	var args []any
	for _, r := range by {
		on, more := r.on("c", "e")
		ways, args = append(ways, on), append(args, more...)
	}
	fit, more := fits(a, level, as, "e")
	return "exists (select 1 from case_access e where e.case_id = c.case_id and (" + strings.Join(ways, " or ") + ")" + fit, append(args, more...)
}
