package sqlstore

import (
	"context"
	"slices"
	"strings"

	"quanlian/kernel"
)

// standing is which cases a list looks at.
type standing int

const (
	anyCase standing = iota
	openCases
	closedCases
)

func standingOf(q kernel.CaseQuery) standing {
	switch {
	case q.Open && !q.Closed:
		return openCases
	case q.Closed && !q.Open:
		return closedCases
	}
	return anyCase
}

// in case_access a row that was written by a program before this column says
// -1: then the case itself is asked, as every list does anyhow.
func (s standing) access() string {
	switch s {
	case openCases:
		return " and a.closed in (0, -1)"
	case closedCases:
		return " and a.closed in (1, -1)"
	}
	return ""
}

// scope is the one condition by which rows are the actor's to see: the same
// subjects that kernel.RolesOf compares. level is the least disclosure asked.
func scope(a kernel.Actor, level kernel.Level) (string, []any) {
	if a.System != "" {
		return "1 = 1", nil
	}
	q, args := granted(a, level, part{})
	return "exists (select 1 from case_access a where a.case_id = c.id and " + q + ")", args
}

// part is as what the actor takes part: in a role, or in any but anybody's.
type part struct {
	role kernel.Role
	own  bool
}

func partOf(q kernel.CaseQuery) part { return part{q.Role, q.Part} }

// listScope is the same condition for a list of cases: what the actor may see is
// looked up first, because it is little beside all cases, and of it only what
// stands as asked.
func listScope(a kernel.Actor, level kernel.Level, as part, of standing) (string, []any) {
	if a.System != "" {
		return scope(a, level)
	}
	q, args := granted(a, level, as)
	if a.Scope != nil || standsIn(a) { // these ask the case itself
		return "exists (select 1 from case_access a where a.case_id = c.id and " + q + ")", args
	}
	return "c.id in (select a.case_id from case_access a where " + q + of.access() + ")", args
}

func granted(a kernel.Actor, level kernel.Level, as part) (string, []any) {
	seen, args := subjects(a)
	q := seen + " and a.level >= ?"
	args = append(args, int64(level))
	if as.role != "" {
		q += " and a.role = ?"
		args = append(args, string(as.role))
	}
	if as.own {
		q += " and a.role <> ?"
		args = append(args, string(kernel.RolePublic))
	}
	if a.Scope != nil { // an agent sees of its principal only what the mandate covers
		covered := []string{"a.relation = 'public'"}
		for _, m := range a.Scope {
			covered = append(covered, "c.flow like ?")
			args = append(args, m+".%")
		}
		q += " and (" + strings.Join(covered, " or ") + ")"
	}
	return q, args
}

func standsIn(a kernel.Actor) bool {
	return slices.ContainsFunc(a.Posts, func(p kernel.Post) bool { return p.DeputyFor != "" })
}

// subjects are the rows of case_access that are the actor's own, and those of
// an absent colleague's cases in the unit for which the actor stands in.
func subjects(a kernel.Actor) (string, []any) {
	q, args := "a.subject in (?)", []any{in(a.Subjects())}
	for _, p := range a.Posts {
		if p.DeputyFor != "" {
			q += " or (a.relation = 'assignee' and a.subject = ? and c.unit = ?)"
			args = append(args, "user:"+string(p.DeputyFor), string(p.Unit))
		}
	}
	return "(" + q + ")", args
}

// where is the scope and everything that the query asks.
func (s *Store) where(q kernel.CaseQuery, a kernel.Actor, level kernel.Level) (string, []any) {
	w, args := listScope(a, level, partOf(q), standingOf(q))
	asked, more := s.asked(q)
	return w + asked, append(args, more...)
}

// asked is what the query asks beside the scope.
func (s *Store) asked(q kernel.CaseQuery) (string, []any) {
	w, args := "", []any(nil)
	add := func(cond string, v ...any) {
		w += " and " + cond
		args = append(args, v...)
	}
	if q.Flow != "" {
		add("c.flow = ?", string(q.Flow))
	}
	if len(q.States) > 0 {
		add("c.state in (?)", in(q.States))
	}
	if q.Party != "" {
		add("exists (select 1 from case_access b where b.case_id = c.id and b.subject = ?)", "party:"+string(q.Party))
	}
	if q.Assignee != "" {
		add("c.assignee = ?", string(q.Assignee))
	}
	if len(q.AnyOf) > 0 {
		add("c.assignee in (?)", in(q.AnyOf))
	}
	if q.Pool {
		add("c.assignee = ''")
	}
	if len(q.Turn) > 0 {
		add("c.turn in (?)", in(q.Turn))
	}
	if q.Open {
		add("c.closed = 0")
	}
	if q.Closed {
		add("c.closed <> 0")
	}
	for _, x := range []struct{ column, value string }{{"c.unit", string(q.Unit)}, {"c.district", q.District}, {"c.item", q.Item}} {
		if x.value != "" {
			add(x.column+" = ?", x.value)
		}
	}
	if len(q.Nos) > 0 {
		add("c.no in (?)", in(q.Nos))
	}
	if len(q.Not) > 0 {
		add("c.flow not in (?)", in(q.Not))
	}
	if !q.DueAfter.IsZero() {
		add("c.due > ?", micros(q.DueAfter))
	}
	if q.Text != "" {
		p := "%" + q.Text + "%"
		add("(c.no "+s.like()+" ? or c.title "+s.like()+" ?)", p, p)
	}
	if !q.DueBy.IsZero() {
		add("c.due <> 0 and c.due <= ?", micros(q.DueBy))
	}
	if cond := s.light(q.Light); cond != "" { // last: it reads what is long
		add(cond)
	}
	return w, args
}

func (s *Store) light(l kernel.CaseLight) string {
	switch l {
	case kernel.CaseHeld:
		return s.onHold()
	case kernel.CaseRunning:
		return "c.due <> 0 and not " + s.onHold()
	case kernel.CaseNoLimit:
		return "c.due = 0 and not " + s.onHold()
	}
	return ""
}

func (s *Store) orderOf(q kernel.CaseQuery) string {
	switch q.Sort {
	case "updated":
		return " order by c.updated desc, c.id"
	case "opened":
		return " order by c.opened desc, c.id"
	case "oldest":
		return " order by c.opened, c.id"
	case "title":
		return " order by c.title, c.id"
	}
	// A clock that stands still comes last: nobody here can move it on.
	return " order by case when " + s.onHold() + " then 2 when c.due = 0 then 1 else 0 end, c.due, c.updated desc, c.id"
}

// briefColumns name a case; what is long stays where it lies.
const briefColumns = `c.id, c.no, c.flow, c.item, c.item_hash, c.title, c.state, c.version, '{}' as data, c.assignee, c.unit, c.district, c.parent, '{}' as envelope, c.opened, c.updated, c.closed, c.due, c.turn`

// Cases lists the cases that the actor may see at the level, with their number
// before paging.
func (s *Store) Cases(ctx context.Context, a kernel.Actor, level kernel.Level, q kernel.CaseQuery) ([]kernel.Case, int, error) {
	w, args := s.where(q, a, level)
	var total int
	if !q.Uncounted {
		n, err := s.Tally(ctx, a, level, q)
		if err != nil {
			return nil, 0, err
		}
		total = n[0]
	}
	// Unit: rows. Source: a page of the workbench has 25 (look/LOOK.md §4).
	if q.Limit <= 0 || q.Limit > 500 {
		q.Limit = 25
	}
	columns := caseColumns
	if q.Brief {
		columns = briefColumns
	}
	// Sorted by what is short; the long columns are read of one page only.
	rows, err := many[caseRow](ctx, s.r, "select "+columns+" from cases c join (select c.id from cases c where "+w+s.orderOf(q)+" limit ? offset ?) p on p.id = c.id"+s.orderOf(q), append(args, q.Limit, q.Offset)...)
	if err != nil {
		return nil, 0, err
	}
	cases, err := asCases(rows)
	return cases, total, err
}

// Tally counts the cases of several queries, the open ones in one pass, and so
// the closed ones: a page of chips asks the database twice, not chip by chip.
func (s *Store) Tally(ctx context.Context, a kernel.Actor, level kernel.Level, list ...kernel.CaseQuery) ([]int, error) {
	out := make([]int, len(list))
	type group struct {
		of standing
		as part
	}
	groups := map[group][]int{}
	for i, q := range list {
		g := group{standingOf(q), partOf(q)}
		groups[g] = append(groups[g], i)
	}
	for g, at := range groups {
		if n, ok, err := s.closedAll(ctx, a, level, g.of, list, at); ok || err != nil {
			for _, i := range at {
				out[i] = n
			}
			if err != nil {
				return nil, err
			}
			continue
		}
		if err := s.tally(ctx, a, level, g.of, g.as, list, at, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// tally counts the queries at the places in one pass over their scope.
func (s *Store) tally(ctx context.Context, a kernel.Actor, level kernel.Level, of standing, as part, list []kernel.CaseQuery, at []int, out []int) error {
	w, scoped := listScope(a, level, as, of)
	var sums []string
	var args []any
	for _, i := range at {
		asked, more := s.asked(list[i])
		sums = append(sums, "coalesce(sum(case when 1 = 1"+asked+" then 1 else 0 end), 0)")
		args = append(args, more...)
	}
	switch of {
	case openCases:
		w += " and c.closed = 0"
	case closedCases:
		w += " and c.closed <> 0"
	}
	counts := make([]any, len(at))
	for k, i := range at {
		counts[k] = &out[i]
	}
	q := "select " + strings.Join(sums, ", ") + " from cases c where " + w
	return wrap(s.r.NewRaw(q, append(args, scoped...)...).Scan(ctx, counts...))
}

// closedAll counts all closed cases of the actor by case_access alone: they are
// many, and nothing else is asked of them. ok is false for any other question.
func (s *Store) closedAll(ctx context.Context, a kernel.Actor, level kernel.Level, of standing, list []kernel.CaseQuery, at []int) (n int, ok bool, err error) {
	if of != closedCases || len(at) != 1 || a.System != "" || a.Scope != nil || standsIn(a) {
		return 0, false, nil
	}
	q := list[at[0]]
	if asked, _ := s.asked(q); asked != " and c.closed <> 0" || partOf(q) != (part{}) {
		return 0, false, nil
	}
	seen, args := subjects(a)
	args = append(args, int64(level))
	both := append(slices.Clone(args), args...)
	_, err = one(ctx, s.r, &n, `select count(*) from (select a.case_id from case_access a where `+seen+` and a.closed = 1 and a.level >= ?
		union select a.case_id from case_access a join cases c on c.id = a.case_id where `+seen+` and a.closed = -1 and a.level >= ? and c.closed <> 0) x`, both...)
	return n, true, err
}
