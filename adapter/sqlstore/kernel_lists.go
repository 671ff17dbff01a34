package sqlstore

import (
	"context"
	"math"
	"slices"
	"strconv"
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

// scope is the one condition by which rows are the actor's to see: the same
// subjects that kernel.RolesOf compares. level is the least disclosure asked.
func scope(a kernel.Actor, level kernel.Level) (string, []any) {
	if a.System != "" {
		return "1 = 1", nil
	}
	q, args := granted(a, level, part{})
	return "exists (select 1 from case_access a where a.case_id = c.id and " + q + ")", args
}

// part is as what the actor takes part: in a role, or in any but anybody's, and
// who does beside it.
type part struct {
	role  kernel.Role
	own   bool
	party kernel.PartyID // which takes part too, "" for none
}

// apart are the roles by which a case is read and not worked: what is asked of an
// office beside it is a case of its own, and stands in its list once.
var apart = []kernel.Role{kernel.RolePublic, kernel.RoleAssist}

func partOf(q kernel.CaseQuery) part { return part{q.Role, q.Part, q.Party} }

func granted(a kernel.Actor, level kernel.Level, as part) (string, []any) {
	seen, args := subjects(a)
	if as.role == kernel.RoleSigner { // asked in person; the rows of the offices are many
		seen, args = "a.subject = ?", []any{"user:" + string(a.User)}
	}
	q := seen + " and a.level >= ?"
	args = append(args, int64(level))
	if as.role != "" {
		q += " and a.role = ?"
		args = append(args, string(as.role))
	}
	if as.own {
		q += " and a.role not in (?)"
		args = append(args, in(apart))
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

// table is how asked finds in one what the query asks.
type table struct{ id, held, yours, closed string }

// narrow are those of case_list, by the alias c.
var narrow = table{"c.case_id", "c.clock = 2", "c.yours = 1", "c.ended"}

// whole are those of cases.
var whole = table{"c.id", stillOfCase, "1 = 0", "c.closed"}

// stillOfCase knows a case whose clock stands still, where cases are read.
const stillOfCase = "exists (select 1 from case_list h where h.case_id = c.id and h.clock = 2)"

// asked is what the query asks beside the scope.
func (s *Store) asked(q kernel.CaseQuery, of table) (string, []any) {
	w, args := s.sought(q, of)
	add := func(cond string, v ...any) {
		w += " and " + cond
		args = append(args, v...)
	}
	if q.About != "" {
		add(of.id+" in (select k.id from cases k where k.about = ? and k.about <> '')", q.About)
	}
	if q.Flow != "" {
		add("c.flow = ?", string(q.Flow))
	}
	if len(q.States) > 0 {
		add("c.state in (?)", in(q.States))
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
	switch len(q.Turn) {
	case 0:
	case 1: // said so, an index of one turn serves
		cond, v := written("c.turn", string(q.Turn[0]))
		add(cond, v...)
	default:
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
	if len(q.Flows) > 0 {
		add("c.flow in (?)", in(q.Flows))
	}
	if len(q.Not) > 0 {
		add("c.flow not in (?)", in(q.Not))
	}
	if q.Yours {
		add(of.yours)
	}
	if q.Others {
		add("not " + of.yours)
	}
	lit, more := limited(q, of)
	return w + lit, append(args, more...)
}

// limited is what it asks of the limit.
func limited(q kernel.CaseQuery, of table) (w string, args []any) {
	add := func(cond string, v ...any) {
		w += " and " + cond
		args = append(args, v...)
	}
	if !q.DueAfter.IsZero() {
		add("c.due > ?", micros(q.DueAfter))
	}
	if !q.DueBy.IsZero() {
		add("c.due <> 0 and c.due <= ?", micros(q.DueBy))
	}
	switch q.Light {
	case kernel.CaseHeld:
		add(of.held)
	case kernel.CaseRunning:
		add("c.due <> 0 and not " + of.held)
	case kernel.CaseNoLimit:
		add("c.due = 0 and not " + of.held)
	}
	return w, args
}

// key is a column that a list is sorted by.
type key struct {
	column string
	down   bool
}

// keysOf are the columns of the query's order, the last of them one of a kind.
func keysOf(q kernel.CaseQuery) []key {
	id := key{"case_id", false}
	switch q.Sort {
	case "updated":
		return []key{{"updated", true}, id}
	case "opened":
		return []key{{"opened", true}, id}
	case "oldest":
		return []key{{"opened", false}, id}
	case "title":
		return []key{{"title", false}, id}
	}
	// A clock that stands still comes last: nobody here can move it on.
	return []key{{"clock", false}, {"due", false}, {"updated", true}, id}
}

// by is the order of a list, of columns with the alias; back is the other way.
func by(keys []key, alias string, back bool) string {
	var list []string
	for _, k := range keys {
		c := alias + "." + k.column
		if k.down != back {
			c += " desc"
		}
		list = append(list, c)
	}
	return " order by " + strings.Join(list, ", ")
}

// briefColumns name a case; what is long stays where it lies.
const briefColumns = `c.id, c.no, c.flow, c.item, c.item_hash, c.title, c.state, c.version, '{}' as data, c.assignee, c.unit, c.district, c.parent, '{}' as envelope, c.opened, c.updated, c.closed, c.due, c.turn`

// Cases lists the cases that the actor may see at the level, with their number
// before paging.
func (s *Store) Cases(ctx context.Context, a kernel.Actor, level kernel.Level, q kernel.CaseQuery) ([]kernel.Case, int, error) {
	var total int
	if !q.Uncounted {
		n, err := s.Tally(ctx, a, level, q)
		if err != nil {
			return nil, 0, err
		}
		total = n[0]
	}
	cases, _, err := s.CasesFrom(ctx, a, level, q)
	return cases, total, err
}

// CasesFrom lists them without their number, each with its place in the list.
func (s *Store) CasesFrom(ctx context.Context, a kernel.Actor, level kernel.Level, q kernel.CaseQuery) ([]kernel.Case, []kernel.CasePlace, error) {
	// Unit: rows. Source: a page of the workbench has 25 (look/LOOK.md §4).
	if q.Limit <= 0 || q.Limit > 500 {
		q.Limit = 25
	}
	read := caseColumns
	if q.Brief {
		read = briefColumns
	}
	keys := keysOf(q)
	page, args := s.pageOf(a, level, q, keys)
	// What the page shows is asked of case_access once more: it is the truth of
	// who sees what, and twenty-five rows cost nothing.
	w, more := scope(a, level)
	args = append(args, more...)
	for _, k := range keys {
		read += ", p." + k.column + " as k_" + k.column
	}
	rows, err := many[placedRow](ctx, s.r, "select "+read+" from ("+page+") p join cases c on c.id = p.case_id where "+w+by(keys, "p", false), args...)
	if err != nil {
		return nil, nil, err
	}
	cases, places := make([]kernel.Case, len(rows)), make([]kernel.CasePlace, len(rows))
	for i, r := range rows {
		if cases[i], err = r.asCase(); err != nil {
			return nil, nil, err
		}
		places[i] = kernel.CasePlace{ID: cases[i].ID, Clock: r.KClock, Due: r.KDue, Updated: r.KUpdated, Opened: r.KOpened, Title: r.KTitle}
	}
	return cases, places, nil
}

// placedRow is a case with the keys of its list.
type placedRow struct {
	caseRow
	KID      string `bun:"k_case_id"`
	KClock   int64  `bun:"k_clock"`
	KDue     int64  `bun:"k_due"`
	KUpdated int64  `bun:"k_updated"`
	KOpened  int64  `bun:"k_opened"`
	KTitle   string `bun:"k_title"`
}

// beyond is the condition that rows come after the place of the query.
func beyond(q kernel.CaseQuery, keys []key) (string, []any) {
	p := q.After
	if p.ID == "" {
		return "", nil
	}
	return past(keys, listRow{CaseID: string(p.ID), Clock: p.Clock, Due: p.Due, Updated: p.Updated, Opened: p.Opened, Title: p.Title}, false)
}

// pageOf selects the keys of the page: the first rows of each leg in the list's
// order, which an index has, and of those the first.
func (s *Store) pageOf(a kernel.Actor, level kernel.Level, q kernel.CaseQuery, keys []key) (string, []any) {
	if a.System != "" {
		return s.pageOfAll(q, keys)
	}
	asked, more := s.asked(q, narrow)
	after, at := beyond(q, keys)
	asked, more = asked+after, append(more, at...)
	return s.firstOf(legs(a, level, partOf(q), standingOf(q)), asked, more, keys, false, q.Limit, q.Offset)
}

// Stubs lists every case that the actor may see at the level, however many: the
// few columns of a long list, all of them in case_list.
func (s *Store) Stubs(ctx context.Context, a kernel.Actor, level kernel.Level, q kernel.CaseQuery) ([]kernel.CaseStub, error) {
	keys := keysOf(q)
	asked, more := s.asked(q, narrow)
	read := keys
	for _, c := range []string{"no", "flow", "title", "state", "parent", "yours", "ended"} {
		if !slices.ContainsFunc(keys, func(k key) bool { return k.column == c }) {
			read = append(read, key{column: c})
		}
	}
	page, args := s.rowsOf(legs(a, level, partOf(q), standingOf(q)), asked, more, read, keys, false, math.MaxInt32, 0)
	rows, err := many[listRow](ctx, s.r, page, args...)
	out := make([]kernel.CaseStub, len(rows))
	for i, r := range rows {
		out[i] = kernel.CaseStub{ID: kernel.CaseID(r.CaseID), No: r.No, Flow: kernel.FlowAddr(r.Flow), Title: r.Title, State: kernel.State(r.State), Parent: kernel.CaseID(r.Parent), Yours: r.Yours == 1, Closed: instant(r.Ended)}
	}
	return out, err
}

// firstOf selects the keys of rows of the legs that are as asked, in order.
func (s *Store) firstOf(list []leg, asked string, more []any, keys []key, back bool, limit, offset int) (string, []any) {
	return s.rowsOf(list, asked, more, keys, keys, back, limit, offset)
}

// rowsOf selects columns of them, the keys among them.
func (s *Store) rowsOf(list []leg, asked string, more []any, read, keys []key, back bool, limit, offset int) (string, []any) {
	var cols, parts []string
	for _, k := range read {
		cols = append(cols, "c."+k.column)
	}
	var args []any
	one := "select " + strings.Join(cols, ", ") + " from case_list c where "
	if len(list) == 1 {
		args = append(append(args, list[0].args...), more...)
		return one + list[0].cond + asked + by(keys, "c", back) + " limit ? offset ?", append(args, limit, offset)
	}
	for _, l := range list {
		parts = append(parts, "select * from ("+one+l.cond+asked+by(keys, "c", back)+" limit ?) l"+strconv.Itoa(len(parts)))
		args = append(append(append(args, l.args...), more...), limit+offset)
	}
	return "select * from (" + strings.Join(parts, " union all ") + ") c" + by(keys, "c", back) + " limit ? offset ?", append(args, limit, offset)
}

// pageOfAll is of all cases, for the program itself.
func (s *Store) pageOfAll(q kernel.CaseQuery, keys []key) (string, []any) {
	asked, args := s.asked(q, whole)
	var cols []string
	for _, k := range keys {
		switch k.column {
		case "case_id":
			cols = append(cols, "c.id as case_id")
		case "clock":
			cols = append(cols, "case when "+stillOfCase+" then 2 when c.due = 0 then 1 else 0 end as clock")
		default:
			cols = append(cols, "c."+k.column)
		}
	}
	after, at := beyond(q, keys)
	args = append(args, at...)
	return "select * from (select " + strings.Join(cols, ", ") + " from cases c where 1 = 1" + asked + ") c where 1 = 1" + after + by(keys, "c", false) + " limit ? offset ?", append(args, q.Limit, q.Offset)
}
