package sqlstore

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/registry"
)

// columns collects rows column by column for the bulk statements.
type columns struct {
	cols []values
	n    int
}

// texts names the columns that hold texts, numbers those that hold numbers.
func newColumns(texts, numbers []string) *columns {
	c := &columns{}
	for _, name := range texts {
		c.cols = append(c.cols, values{name: name, texts: []string{}})
	}
	for _, name := range numbers {
		c.cols = append(c.cols, values{name: name, ints: []int64{}})
	}
	return c
}

func (c *columns) row(texts []string, numbers ...int64) {
	for i, v := range texts {
		c.cols[i].texts = append(c.cols[i].texts, v)
	}
	for i, v := range numbers {
		c.cols[len(texts)+i].ints = append(c.cols[len(texts)+i].ints, v)
	}
	c.n++
}

func (t *tx) insertRows(table string, c *columns) error {
	return t.s.insertMany(t.ctx, t.db.Tx, table, c.n, c.cols...)
}

// jsonText prints a value for a column.
func jsonText(v any) (string, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return "", errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	return string(b), nil
}

func (t *tx) saveRecords(records []registry.Record) error {
	c := newColumns([]string{"key", "right_no", "source", "doc", "body"}, nil)
	sorted := slices.SortedFunc(slices.Values(records), func(a, b registry.Record) int { return cmp.Compare(a.Key, b.Key) })
	for _, r := range sorted { // in the order of the index
		body, err := jsonText(r)
		if err != nil {
			return err
		}
		c.row([]string{r.Key, r.Right.Number, r.Source, day(r.Doc), body})
	}
	return t.insertRows("records", c)
}

// saveRights projects the rights from all their records and writes what is new.
func (t *tx) saveRights(b *rights, now time.Time) error {
	events, owners := newEventColumns(), newColumns([]string{"right_no", "subject"}, nil)
	added, kept := newRightColumns(), newRightColumns()
	var stale, torn []string
	for _, p := range b.order {
		right, from := registry.Project(p.records)
		right.Number = p.number
		if err := p.add(from, now); err != nil {
			return err
		}
		state, err := p.write(right, now, events, owners, added, kept)
		if err != nil {
			return err
		}
		if p.stored {
			stale = append(stale, p.number)
		}
		if len(state.Conflicts) > 0 {
			torn = append(torn, p.number)
		}
	}
	if err := t.writeRights(events, owners, added, kept, stale); err != nil {
		return err
	}
	return t.noteConflicts(stale, torn, now)
}

// noteConflicts keeps which of the rights contradict themselves now; a row that
// stands keeps its day.
func (t *tx) noteConflicts(stale, torn []string, now time.Time) error {
	if len(stale) > 0 {
		if _, err := t.exec("delete from right_conflicts where right_no in (?) and right_no not in (?)", in(stale), in(append(torn, ""))); err != nil {
			return err
		}
	}
	for _, number := range torn {
		if _, err := t.exec("insert into right_conflicts (right_no, since) values (?, ?) on conflict (right_no) do nothing", number, micros(now)); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) writeRights(events, owners, added, kept *columns, stale []string) error {
	if err := t.insertRows("right_events", events); err != nil {
		return err
	}
	if err := t.insertRows("rights", added); err != nil {
		return err
	}
	if err := t.s.updateMany(t.ctx, t.db.Tx, "rights", kept.n, kept.cols[0], kept.cols[1:]...); err != nil {
		return err
	}
	if len(stale) > 0 {
		if _, err := t.exec("delete from right_owners where right_no in (?)", in(stale)); err != nil {
			return err
		}
	}
	return t.insertRows("right_owners", owners)
}

func newEventColumns() *columns {
	return newColumns([]string{"id", "right_no", "kind", "valid_from", "body"}, []string{"recorded"})
}

func newRightColumns() *columns {
	return newColumns([]string{"number", "kind", "title", "abstract", "owners", "ipc_main", "filing", "granted", "status", "term_end", "docs", "body"}, []string{"observed", "updated"})
}

// write puts the right, its owners as of now and its new events into columns,
// and gives how the right stands.
func (p *putting) write(r registry.Right, now time.Time, events, owners, added, kept *columns) (registry.State, error) {
	state := registry.AsOf(p.events, calendar.DateOf(now), now)
	for _, e := range p.events[p.stand:] {
		body, err := jsonText(e)
		if err != nil {
			return state, err
		}
		events.row([]string{e.ID, p.number, string(e.Kind), day(e.ValidFrom), body}, micros(e.RecordedAt))
	}
	names := make([]string, 0, len(state.Owners))
	for _, o := range state.Owners {
		names = append(names, o.Name)
	}
	for _, s := range ownerSubjects(state.Owners) {
		owners.row([]string{p.number, s})
	}
	body, err := jsonText(r)
	if err != nil {
		return state, err
	}
	to := added
	if p.stored {
		to = kept
	}
	to.row([]string{p.number, string(cmp.Or(r.Kind, state.Kind)), r.Title, r.Abstract, strings.Join(names, "；"), r.IPCMain, day(cmp.Or(r.Filing, state.Filing)),
		day(cmp.Or(state.Granted, r.Granted)), string(state.Status), day(state.TermEnd), docNumbers(r.Documents), body}, micros(p.observed), micros(now))
	return state, nil
}

// docNumbers are the publication and grant numbers as the list is searched by them.
func docNumbers(list []registry.Document) string {
	var out []string
	for _, d := range list {
		out = append(out, d.Number)
	}
	return strings.Join(out, " ")
}

// ownerSubjects are the names under which a right is found: the party, the
// code, and the name after what else is known of its owner: named beside a
// party, coded beside a code alone, bare beside neither.
func ownerSubjects(owners []registry.Owner) []string {
	var out []string
	for _, o := range owners {
		name := "bare:"
		switch {
		case o.Party != "":
			name = "named:"
		case o.USCC != "":
			name = "coded:"
		}
		for _, s := range []string{"party:" + o.Party, "uscc:" + o.USCC, name + o.Name} {
			if !strings.HasSuffix(s, ":") && !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out
}

// appendEvents adds events to a right that the register has.
func (t *tx) appendEvents(e registry.AppendEvents, now time.Time) error {
	p := &putting{number: e.Right}
	b := &rights{order: []*putting{p}, by: map[string]*putting{e.Right: p}}
	if err := t.fillRights(b, []string{e.Right}); err != nil {
		return err
	}
	if !p.stored {
		return errs.New(errs.NotFound, "registry.no_such_right", errs.Args{"number": e.Right})
	}
	if err := p.add(e.Events, now); err != nil {
		return err
	}
	p.see(e.ObservedAt, now)
	return t.saveRights(b, now)
}
