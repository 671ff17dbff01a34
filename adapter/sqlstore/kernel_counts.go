package sqlstore

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// counted is a cell of case_list with how many cases lie in it: n of all, by[i]
// due by the i-th edge, limited with any due instant.
type counted struct {
	cell
	n, limited int
	by         []int
}

// Tally counts the cases of several queries; those that differ only in what a
// cell says are counted in one pass over an index.
func (s *Store) Tally(ctx context.Context, a kernel.Actor, level kernel.Level, list ...kernel.CaseQuery) ([]int, error) {
	out := make([]int, len(list))
	err := s.survey(ctx, a, level, list, func(i, n int, _ cell) { out[i] += n })
	return out, err
}

// CountByState counts the actor's cases of the query by state: facets count
// in the same scope as the list.
func (s *Store) CountByState(ctx context.Context, a kernel.Actor, level kernel.Level, q kernel.CaseQuery) (map[kernel.State]int, error) {
	out := map[kernel.State]int{}
	err := s.survey(ctx, a, level, []kernel.CaseQuery{q}, func(_, n int, c cell) { out[kernel.State(c.state)] += n })
	return out, err
}

// facetOf is the part of a cell that a facet counts by.
var facetOf = map[kernel.CaseFacet]func(c cell) string{
	kernel.ByUnit:     func(c cell) string { return c.unit },
	kernel.ByDistrict: func(c cell) string { return c.district },
	kernel.ByItem:     func(c cell) string { return c.item },
	kernel.ByFlow:     func(c cell) string { return c.flow },
	kernel.ByAssignee: func(c cell) string { return c.assignee },
}

// Counts counts the cases of several queries, and of each by the facets asked.
func (s *Store) Counts(ctx context.Context, a kernel.Actor, level kernel.Level, list ...kernel.CaseCount) ([]kernel.Counted, error) {
	out, queries := make([]kernel.Counted, len(list)), make([]kernel.CaseQuery, len(list))
	for i, x := range list {
		queries[i], out[i].By = x.CaseQuery, map[kernel.CaseFacet]map[string]int{}
		for _, f := range x.By {
			if facetOf[f] == nil {
				return nil, errs.New(errs.Internal, "kernel.data_unreadable", nil)
			}
			out[i].By[f] = map[string]int{}
		}
	}
	err := s.survey(ctx, a, level, queries, func(i, n int, c cell) {
		out[i].N += n
		for f, by := range out[i].By {
			by[facetOf[f](c)] += n
		}
	})
	return out, err
}

// survey tells of every query how many cases it has in each cell.
func (s *Store) survey(ctx context.Context, a kernel.Actor, level kernel.Level, list []kernel.CaseQuery, tell func(i, n int, c cell)) error {
	passes := map[string][]int{}
	for i, q := range list {
		sought, args := s.sought(q, narrow)
		k := fmt.Sprint(standingOf(q), partOf(q), sought, args)
		passes[k] = append(passes[k], i)
	}
	for _, at := range passes {
		var edges []int64
		for _, i := range at {
			for _, t := range []int64{micros(list[i].DueBy), micros(list[i].DueAfter)} {
				if t != 0 && !slices.Contains(edges, t) {
					edges = append(edges, t)
				}
			}
		}
		cells, err := s.cells(ctx, a, level, list[at[0]], flowsOf(list, at), edges)
		if err != nil {
			return err
		}
		for _, i := range at {
			for _, c := range cells {
				if n := c.of(list[i], edges); n > 0 {
					tell(i, n, c.cell)
				}
			}
		}
	}
	return nil
}

// flowsOf are the flows that queries of one pass name, none where one of them does
// not: cases of other flows need not be counted.
func flowsOf(list []kernel.CaseQuery, at []int) []kernel.FlowAddr {
	var out []kernel.FlowAddr
	for _, i := range at {
		switch {
		case list[i].Flow != "":
			out = append(out, list[i].Flow)
		case len(list[i].Flows) > 0:
			out = append(out, list[i].Flows...)
		default:
			return nil
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// cells counts the rows that the query seeks, cell by cell, of the flows if any are
// named.
func (s *Store) cells(ctx context.Context, a kernel.Actor, level kernel.Level, q kernel.CaseQuery, flows []kernel.FlowAddr, edges []int64) ([]counted, error) {
	head, args := ", count(*), coalesce(sum(case when c.due <> 0 then 1 else 0 end), 0)", []any(nil)
	for _, e := range edges {
		head += ", coalesce(sum(case when c.due <> 0 and c.due <= ? then 1 else 0 end), 0)"
		args = append(args, e)
	}
	var parts []string
	var all []any
	if a.System != "" {
		sought, more := s.sought(q, whole)
		sought, more = ofFlows(sought, more, flows)
		parts = append(parts, "select cell"+head+" from (select c.due, "+s.cellOfCase()+" as cell from cases c where "+standingOf(q).whole()+sought+") c group by cell")
		all = append(append(all, args...), more...)
	} else {
		sought, more := s.sought(q, narrow)
		group := "c.cell"
		if sought != "" && !s.postgres { // words lie in the table: read in its order, not row by row in that of the cells
			group = "c.cell || ''"
		}
		sought, more = ofFlows(sought, more, flows)
		for _, l := range legs(a, level, partOf(q), standingOf(q)) {
			parts = append(parts, "select c.cell"+head+" from case_list c where "+l.cond+sought+" group by "+group)
			all = append(append(append(all, args...), l.args...), more...)
		}
	}
	rows, err := s.r.QueryContext(ctx, strings.Join(parts, " union all "), all...)
	if err != nil {
		return nil, wrap(err)
	}
	defer func() { _ = rows.Close() }()
	var out []counted
	for rows.Next() {
		c := counted{by: make([]int, len(edges))}
		text, to := "", []any(nil)
		to = append(to, &text, &c.n, &c.limited)
		for i := range edges {
			to = append(to, &c.by[i])
		}
		if err := rows.Scan(to...); err != nil {
			return nil, wrap(err)
		}
		ok := false
		if c.cell, ok = readCell(text); !ok {
			return nil, errs.New(errs.Internal, "kernel.data_unreadable", nil)
		}
		out = append(out, c)
	}
	return out, wrap(rows.Err())
}

// ofFlows is a condition that holds for the flows only, if there are any.
func ofFlows(cond string, args []any, flows []kernel.FlowAddr) (string, []any) {
	if len(flows) == 0 {
		return cond, args
	}
	return cond + " and c.flow in (?)", append(slices.Clip(args), in(flows))
}

// whole is the standing as cases says it.
func (s standing) whole() string {
	switch s {
	case openCases:
		return "c.closed = 0"
	case closedCases:
		return "c.closed <> 0"
	}
	return "1 = 1"
}

// cellOfCase is the cell of a case that no subject looks at.
func (s *Store) cellOfCase() string {
	mark := "char(31)"
	if s.postgres {
		mark = "chr(31)"
	}
	return "case when " + stillOfCase + " then '2' when c.due = 0 then '1' else '0' end || " + mark + " || '0' || " + mark + " || c.turn || " + mark + " || c.assignee || " + mark + " || c.unit || " + mark + " || c.district || " + mark + " || c.item || " + mark + " || c.flow || " + mark + " || c.state"
}

// of is how many of the cell the query asks for: the same conditions as asked.
func (c counted) of(q kernel.CaseQuery, edges []int64) int {
	if q.Open && q.Closed || !c.is(q) {
		return 0
	}
	upTo := func(t int64) int { return c.by[slices.Index(edges, t)] }
	after, by := micros(q.DueAfter), micros(q.DueBy)
	switch {
	case by != 0 && after != 0:
		return max(0, upTo(by)-upTo(after))
	case by != 0:
		return upTo(by)
	case after != 0:
		return c.limited - upTo(after)
	}
	return c.n
}

func (c cell) is(q kernel.CaseQuery) bool {
	for _, x := range [][2]string{{string(q.Flow), c.flow}, {string(q.Assignee), c.assignee}, {string(q.Unit), c.unit}, {q.District, c.district}, {q.Item, c.item}} {
		if x[0] != "" && x[0] != x[1] {
			return false
		}
	}
	switch {
	case len(q.States) > 0 && !slices.Contains(q.States, kernel.State(c.state)),
		len(q.AnyOf) > 0 && !slices.Contains(q.AnyOf, kernel.UserID(c.assignee)),
		q.Pool && c.assignee != "",
		len(q.Turn) > 0 && !slices.Contains(q.Turn, kernel.Role(c.turn)),
		len(q.Flows) > 0 && !slices.Contains(q.Flows, kernel.FlowAddr(c.flow)),
		slices.Contains(q.Not, kernel.FlowAddr(c.flow)),
		q.Yours && !c.yours, q.Others && c.yours:
		return false
	}
	switch q.Light {
	case kernel.CaseHeld:
		return c.clock == clockHeld
	case kernel.CaseRunning:
		return c.clock == clockRuns
	case kernel.CaseNoLimit:
		return c.clock == clockNone
	}
	return true
}
