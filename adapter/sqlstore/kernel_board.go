package sqlstore

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/kernel/workload"
)

// Work gives the actor's open cases and those closed since an instant, with
// everything that the board reckons with: the same scope as the inbox.
func (s *Store) Work(ctx context.Context, a kernel.Actor, since time.Time) (open, closed []kernel.Case, err error) {
	// The board needs limits and pauses, not what was filled in.
	const columns = `c.id, c.no, c.flow, c.item, c.item_hash, c.title, c.state, c.version, '{}' as data, c.assignee, c.unit, c.district, c.parent, c.envelope, c.opened, c.updated, c.closed, c.due, c.turn`
	read := func(of standing, cond string, more ...any) ([]kernel.Case, error) {
		ids, args := s.fromRuns(a, of, "c.case_id", cond, more, "")
		w, seen := scope(a, kernel.ViewDetail)
		rows, err := many[caseRow](ctx, s.r, "select "+columns+" from cases c where c.id in ("+ids+") and "+w, append(args, seen...)...)
		if err != nil {
			return nil, err
		}
		return asCases(rows)
	}
	if open, err = read(openCases, ""); err != nil {
		return nil, nil, err
	}
	closed, err = read(closedCases, closedSince, micros(since), micros(since))
	return open, closed, err
}

// A case that was closed since an instant was written since: by that an index
// finds it.
const closedSince = " and c.updated >= ? and c.ended >= ?"

// runs are the actor's legs with where they are read from: for the program itself,
// all cases.
func runs(a kernel.Actor, of standing) (from string, list []leg) {
	if a.System != "" {
		return "(select id as case_id, flow, unit, opened, updated, closed, closed as ended from cases) c", []leg{{of.whole(), nil}}
	}
	return "case_list c", legs(a, kernel.ViewDetail, part{own: true}, of)
}

// fromRuns selects from each of them what is as said, all together, without the
// flows that are apart.
func (s *Store) fromRuns(a kernel.Actor, of standing, read string, cond string, more []any, end string) (string, []any) {
	var parts []string
	var args []any
	from, list := runs(a, of)
	if not, which := s.without(); not != "" {
		cond, more = cond+not, append(slices.Clone(more), which...)
	}
	for _, l := range list {
		parts = append(parts, "select "+read+" from "+from+" where "+l.cond+" and c.unit <> ''"+cond+end)
		args = append(append(args, l.args...), more...)
	}
	return strings.Join(parts, " union all "), args
}

// without leaves the flows out that are apart, of a table called c.
func (s *Store) without() (cond string, args []any) {
	if len(s.apart) == 0 {
		return "", nil
	}
	return " and c.flow not in (?)", []any{in(s.apart)}
}

// DayCount is how many cases came in and were closed on a day.
type DayCount struct {
	Day     calendar.Date
	In, Out int
}

// Unit: microseconds. Source: UTC+8 and the length of a day.
const (
	chinaShift = int64(8 * 3600 * 1e6)
	dayLength  = int64(24 * 3600 * 1e6)
)

// Days counts the actor's cases day by day since a day, in China's days.
func (s *Store) Days(ctx context.Context, a kernel.Actor, since calendar.Date) ([]DayCount, error) {
	by := map[int64]*DayCount{}
	at := micros(since.At(0))
	for _, x := range []struct {
		column, cond string
		of           standing
		args         []any
	}{{"opened", " and c.opened >= ?", anyCase, []any{at}}, {"ended", closedSince, closedCases, []any{at, at}}} {
		q, args := s.fromRuns(a, x.of, "(c."+x.column+" + "+strconv.FormatInt(chinaShift, 10)+") / "+strconv.FormatInt(dayLength, 10)+" as d, count(*) as n", x.cond, x.args, " group by 1")
		rows, err := many[struct {
			D int64 `bun:"d"`
			N int   `bun:"n"`
		}](ctx, s.r, q, args...)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if by[r.D] == nil {
				by[r.D] = &DayCount{Day: calendar.DateOf(time.UnixMicro(r.D*dayLength - chinaShift))}
			}
			if x.column == "opened" {
				by[r.D].In += r.N
			} else {
				by[r.D].Out += r.N
			}
		}
	}
	var out []DayCount
	for d := since; len(by) > 0; d = d.AddDays(1) {
		k := (d.At(0).UnixMicro() + chinaShift) / dayLength
		if x := by[k]; x != nil {
			out = append(out, *x)
			delete(by, k)
		}
	}
	return out, nil
}

// Names gives the names of users by their ids.
func (s *Store) Names(ctx context.Context, ids []kernel.UserID) (map[kernel.UserID]string, error) {
	out := map[kernel.UserID]string{}
	if len(ids) == 0 {
		return out, nil
	}
	rows, err := many[struct {
		ID   string `bun:"id"`
		Name string `bun:"name"`
	}](ctx, s.r, "select id, name from users where id in (?)", in(ids))
	for _, r := range rows {
		out[kernel.UserID(r.ID)] = r.Name
	}
	return out, err
}

// Pool gives the open cases of declared items in the units that nobody has and
// that wait for a clerk, oldest first, and who could be given them, with what
// each has. Who is away, and has a deputy, is left out.
func (s *Store) Pool(ctx context.Context, units []kernel.UnitID, at time.Time, limit int) ([]workload.Waiting, []workload.Staff, error) {
	if len(units) == 0 {
		return nil, nil, nil
	}
	cases, err := many[struct {
		ID       string `bun:"id"`
		Unit     string `bun:"unit"`
		District string `bun:"district"`
		Opened   int64  `bun:"opened"`
	}](ctx, s.r, "select id, unit, district, opened from cases where unit in (?) and closed = 0 and assignee = '' and item <> '' and turn = ? order by opened, id limit ?", in(units), string(kernel.RoleClerk), limit)
	if err != nil || len(cases) == 0 {
		return nil, nil, err
	}
	not, which := s.without()
	people, err := many[struct {
		User     string `bun:"user_id"`
		Unit     string `bun:"unit"`
		District string `bun:"district"`
		N        int    `bun:"n"`
		Last     int64  `bun:"last"`
	}](ctx, s.r, `select p.user_id, p.unit, p.district, count(c.id) as n, coalesce(max(c.opened), 0) as last from posts p
		left join cases c on c.assignee = p.user_id and c.unit = p.unit and c.closed = 0`+not+`
		where p.unit in (?) and p.role = ? and p.deputy_for = '' and (p.until = 0 or p.until > ?)
		and not exists (select 1 from deputies d where d.absent = p.user_id and d.unit = p.unit and d.role = p.role and d.starts <= ? and d.ends > ? and (d.ended = 0 or d.ended > ?))
		group by p.user_id, p.unit, p.district order by p.user_id`, append(which, in(units), string(kernel.RoleClerk), micros(at), micros(at), micros(at), micros(at))...)
	waiting := make([]workload.Waiting, len(cases))
	for i, c := range cases {
		waiting[i] = workload.Waiting{Case: kernel.CaseID(c.ID), Unit: kernel.UnitID(c.Unit), District: c.District, Opened: instant(c.Opened)}
	}
	staff := make([]workload.Staff, len(people))
	for i, p := range people {
		staff[i] = workload.Staff{User: kernel.UserID(p.User), Unit: kernel.UnitID(p.Unit), District: p.District, Open: p.N, Last: instant(p.Last)}
	}
	return waiting, staff, err
}
