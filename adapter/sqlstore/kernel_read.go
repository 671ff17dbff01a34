package sqlstore

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// scope is the one condition by which rows are the actor's to see: the same
// subjects that kernel.RolesOf compares. level is the least disclosure asked.
func scope(a kernel.Actor, level kernel.Level, role kernel.Role) (string, []any) {
	if a.System != "" {
		return "1 = 1", nil
	}
	seen, args := subjects(a)
	q := "exists (select 1 from case_access a where a.case_id = c.id and " + seen + " and a.level >= ?"
	args = append(args, int64(level))
	if role != "" {
		q += " and a.role = ?"
		args = append(args, string(role))
	}
	if a.Scope != nil { // an agent sees of its principal only what the mandate covers
		covered := []string{"a.relation = 'public'"}
		for _, m := range a.Scope {
			covered = append(covered, "c.flow like ?")
			args = append(args, m+".%")
		}
		q += " and (" + strings.Join(covered, " or ") + ")"
	}
	q += ")"
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

func (s *Store) where(q kernel.CaseQuery, a kernel.Actor, level kernel.Level) (string, []any) {
	w, args := scope(a, level, q.Role)
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
	if cond := lights[q.Light]; cond != "" {
		add(cond)
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
	return w, args
}

// onHold knows a case that waits by the head of its hold as envelope writes it;
// inside a text that a person typed, quotes are escaped.
const onHold = `c.envelope like '%"hold":{"kind":%'`

var lights = map[kernel.CaseLight]string{
	kernel.CaseHeld:    onHold,
	kernel.CaseRunning: "c.due <> 0 and not " + onHold,
	kernel.CaseNoLimit: "c.due = 0 and not " + onHold,
}

func orderOf(q kernel.CaseQuery) string {
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
	return " order by case when " + onHold + " then 2 when c.due = 0 then 1 else 0 end, c.due, c.updated desc, c.id"
}

// Cases lists the cases that the actor may see at the level, with their number
// before paging.
func (s *Store) Cases(ctx context.Context, a kernel.Actor, level kernel.Level, q kernel.CaseQuery) ([]kernel.Case, int, error) {
	w, args := s.where(q, a, level)
	var total int
	if _, err := one(ctx, s.r, &total, "select count(*) from cases c where "+w, args...); err != nil {
		return nil, 0, err
	}
	// Unit: rows. Source: a page of the workbench has 25 (look/LOOK.md §4).
	if q.Limit <= 0 || q.Limit > 500 {
		q.Limit = 25
	}
	rows, err := many[caseRow](ctx, s.r, "select "+caseColumns+" from cases c where "+w+orderOf(q)+" limit ? offset ?", append(args, q.Limit, q.Offset)...)
	if err != nil {
		return nil, 0, err
	}
	cases, err := asCases(rows)
	return cases, total, err
}

// CountByState counts the actor's cases of the query by state: facets count
// in the same scope as the list.
func (s *Store) CountByState(ctx context.Context, a kernel.Actor, level kernel.Level, q kernel.CaseQuery) (map[kernel.State]int, error) {
	w, args := s.where(q, a, level)
	rows, err := many[struct {
		State string `bun:"state"`
		N     int    `bun:"n"`
	}](ctx, s.r, "select c.state, count(*) as n from cases c where "+w+" group by c.state", args...)
	out := map[kernel.State]int{}
	for _, r := range rows {
		out[kernel.State(r.State)] = r.N
	}
	return out, err
}

// CountBy counts the actor's cases of the query by a facet, in the same scope
// as the list.
func (s *Store) CountBy(ctx context.Context, a kernel.Actor, level kernel.Level, q kernel.CaseQuery, by kernel.CaseFacet) (map[string]int, error) {
	column, ok := map[kernel.CaseFacet]string{kernel.ByUnit: "c.unit", kernel.ByDistrict: "c.district", kernel.ByItem: "c.item", kernel.ByFlow: "c.flow", kernel.ByAssignee: "c.assignee"}[by]
	if !ok {
		return nil, errs.New(errs.Internal, "kernel.data_unreadable", nil)
	}
	w, args := s.where(q, a, level)
	rows, err := many[struct {
		K string `bun:"k"`
		N int    `bun:"n"`
	}](ctx, s.r, "select "+column+" as k, count(*) as n from cases c where "+w+" group by "+column, args...)
	out := map[string]int{}
	for _, r := range rows {
		out[r.K] = r.N
	}
	return out, err
}

// Case gives a case by id or number if the actor may see it at the level;
// notfound otherwise, whether or not it exists.
func (s *Store) Case(ctx context.Context, a kernel.Actor, idOrNo string, level kernel.Level) (kernel.Case, error) {
	w, args := scope(a, level, "")
	var r caseRow
	ok, err := one(ctx, s.r, &r, "select "+caseColumns+" from cases c where (c.id = ? or c.no = ?) and "+w, append([]any{idOrNo, idOrNo}, args...)...)
	if err != nil {
		return kernel.Case{}, err
	}
	if !ok {
		return kernel.Case{}, errs.New(errs.NotFound, "kernel.no_such_case", errs.Args{"id": idOrNo})
	}
	return r.asCase()
}

// History gives the journal of a case, oldest first, without who has read in
// it. The caller has checked that the reader may see the case. Of an erased entry only act and time are left.
func (s *Store) History(ctx context.Context, id kernel.CaseID) ([]kernel.Entry, error) {
	rows, err := many[journalRow](ctx, s.r, "select id, case_id, flow, act, made, body from journal where case_id = ? and act <> 'read' order by made, id", string(id))
	if err != nil {
		return nil, err
	}
	out := make([]kernel.Entry, 0, len(rows))
	for _, r := range rows {
		if r.Body == "" {
			out = append(out, kernel.Entry{ID: r.ID, Case: id, Flow: kernel.FlowAddr(r.Flow), Act: r.Act, At: instant(r.Made), Erased: true})
			continue
		}
		var e kernel.Entry
		if err := json.Unmarshal([]byte(r.Body), &e); err != nil {
			return nil, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
		}
		out = append(out, e)
	}
	return out, nil
}

type messageRow struct {
	ID    string `bun:"id"`
	From  string `bun:"from_user"`
	Name  string `bun:"name"`
	Party string `bun:"party"`
	Org   string `bun:"org"`
	Text  string `bun:"text"`
	Made  int64  `bun:"made"`
}

// Messages lists those of a case up to the reader's level, oldest first.
func (s *Store) Messages(ctx context.Context, id kernel.CaseID, level kernel.Level) ([]kernel.Message, error) {
	rows, err := many[messageRow](ctx, s.r, `select m.id, m.from_user, coalesce(u.name, m.from_user) as name, m.party, coalesce(p.name, '') as org, m.text, m.made
		from messages m left join users u on u.id = m.from_user left join parties p on p.id = m.party
		where m.case_id = ? and m.level <= ? order by m.made, m.id`, string(id), int64(level))
	if err != nil {
		return nil, err
	}
	out := make([]kernel.Message, 0, len(rows))
	for _, r := range rows {
		out = append(out, kernel.Message{ID: r.ID, From: kernel.UserID(r.From), Name: r.Name, Party: kernel.PartyID(r.Party), Org: r.Org, Text: r.Text, Made: instant(r.Made)})
	}
	return out, nil
}

// Draft gives what a person had typed; ok is false when there is nothing.
func (s *Store) Draft(ctx context.Context, u kernel.UserID, p kernel.PartyID, subject string) (data json.RawMessage, at time.Time, ok bool, err error) {
	var r struct {
		Data    string `bun:"data"`
		Updated int64  `bun:"updated"`
	}
	ok, err = one(ctx, s.r, &r, "select data, updated from drafts where user_id = ? and party = ? and subject = ?", string(u), string(p), subject)
	return json.RawMessage(r.Data), instant(r.Updated), ok, err
}

// Drafts lists what a person has typed under one hat and not sent, the newest
// first.
func (s *Store) Drafts(ctx context.Context, u kernel.UserID, p kernel.PartyID) ([]kernel.Draft, error) {
	rows, err := many[struct {
		Subject string `bun:"subject"`
		Data    string `bun:"data"`
		Updated int64  `bun:"updated"`
	}](ctx, s.r, "select subject, data, updated from drafts where user_id = ? and party = ? order by updated desc, subject limit 500", string(u), string(p))
	out := make([]kernel.Draft, 0, len(rows))
	for _, r := range rows {
		out = append(out, kernel.Draft{Subject: r.Subject, Data: json.RawMessage(r.Data), Updated: instant(r.Updated)})
	}
	return out, err
}
