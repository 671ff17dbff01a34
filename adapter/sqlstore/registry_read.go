package sqlstore

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/uptrace/bun"

	"quanlian/base/errs"
	"quanlian/base/ident"
	"quanlian/engine/matching/text"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/registry"
)

// loadRegistry answers queries of the register; ok is false for others.
func (t *tx) loadRegistry(q any) (any, bool, error) {
	switch x := q.(type) {
	case registry.RightByNumber:
		v, err := rightView(t.ctx, t.db, x.Number)
		return v, true, err
	case registry.OwnsInForce:
		v, err := ownsInForce(t.ctx, t.db, x)
		return v, true, err
	}
	return nil, false, nil
}

func ownsInForce(ctx context.Context, db bun.IDB, q registry.OwnsInForce) (bool, error) {
	subjects, err := subjectsOf(ctx, db, "party:"+string(q.Party))
	if err != nil {
		return false, err
	}
	var n int
	_, err = one(ctx, db, &n, "select count(*) from rights r where r.number in (select o.right_no from right_owners o where o.subject in (?)) and "+statusOn+" = ?", in(subjects), day(q.Day), string(registry.StatusGranted))
	return n > 0, err
}

// applyRegistry writes effects of the register; ok is false for others.
func (t *tx) applyRegistry(m desk.Meta, e kernel.Effect) (bool, error) {
	switch e := e.(type) {
	case registry.PutRecords:
		_, _, _, err := t.putRecords(e.Records, e.ObservedAt, m.At)
		return true, err
	case registry.AppendEvents:
		return true, t.appendEvents(e, m.At)
	}
	return false, nil
}

// rightView gives a right with its events; owners that the register of parties
// knows are linked on the way out, the events themselves stay as they came.
func rightView(ctx context.Context, db bun.IDB, number string) (registry.View, error) {
	var r struct {
		Body     string `bun:"body"`
		Observed int64  `bun:"observed"`
		Updated  int64  `bun:"updated"`
	}
	ok, err := one(ctx, db, &r, "select body, observed, updated from rights where number = ?", number)
	if err != nil {
		return registry.View{}, err
	}
	if !ok {
		return registry.View{}, errs.New(errs.NotFound, "registry.no_such_right", errs.Args{"number": number})
	}
	v := registry.View{ObservedAt: instant(r.Observed), Updated: instant(r.Updated)}
	if err := json.Unmarshal([]byte(r.Body), &v.Right); err != nil {
		return v, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
	}
	if v.Events, err = eventsOf(ctx, db, number); err != nil {
		return v, err
	}
	return v, linkOwners(ctx, db, &v)
}

func eventsOf(ctx context.Context, db bun.IDB, number string) ([]registry.Event, error) {
	rows, err := many[string](ctx, db, "select body from right_events where right_no = ? order by valid_from, recorded, id", number)
	if err != nil {
		return nil, err
	}
	out := make([]registry.Event, len(rows))
	for i, b := range rows {
		if err := json.Unmarshal([]byte(b), &out[i]); err != nil {
			return nil, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
		}
	}
	return out, nil
}

// Right gives a right with its events; notfound when there is none. How it
// stood on a day tells registry.AsOf.
func (s *Store) Right(ctx context.Context, number string) (registry.View, error) {
	return rightView(ctx, s.r, number)
}

// statusOn is the status that the day makes of the projected one: the term may
// have ended since. Its one argument is the day, "" for as projected.
const statusOn = "case when r.status = 'granted' and r.term_end <> '' and r.term_end <= ? then 'expired' else r.status end"

// rightFilter joins the conditions of a search of the register.
func (s *Store) rightFilter(ctx context.Context, f registry.Filter) (string, []any, error) {
	if a, err := ident.ParseApplication(f.Text); err == nil { // with ZL, CN, blanks or without the dot
		f.Text = a.String()
	}
	w, args := s.contains(f.Text, "r.title", "r.abstract", "r.owners", "r.number", "r.ipc_main", "r.docs")
	add := func(cond string, v ...any) {
		w += " and " + cond
		args = append(args, v...)
	}
	if f.Kind != "" {
		add("r.kind = ?", string(f.Kind))
	}
	if ipc := []rune(strings.ToUpper(f.IPC)); len(ipc) > 0 {
		first := map[bool]int{true: 4, false: 1}[len(ipc) >= 4] // indexes have the subclass and the section
		add("substr(r.ipc_main, 1, "+strconv.Itoa(first)+") = ?", string(ipc[:first]))
		if len(ipc) > first {
			add("r.ipc_main like ? escape '!'", escapeLike(string(ipc))+"%")
		}
	}
	if f.Section != "" {
		add("substr(r.ipc_main, 1, 1) = ?", f.Section)
	}
	if f.After.Number != "" {
		add("r.filing <= ? and (r.filing < ? or r.number > ?)", f.After.Filing, f.After.Filing, f.After.Number) // the bound alone lets SQLite begin in the index
	}
	if f.Status != "" {
		add(statusOn+" = ?", day(f.Day), f.Status)
	}
	if f.Numbers != nil {
		add("r.number in (?)", in(append([]string{""}, f.Numbers...)))
	}
	if f.Conflict {
		add("r.number in (select c.right_no from right_conflicts c)")
	}
	if f.Owner != "" {
		subjects, err := subjectsOf(ctx, s.r, f.Owner)
		if err != nil {
			return "", nil, err
		}
		add("r.number in (select o.right_no from right_owners o where o.subject in (?))", in(subjects))
	}
	return w, args, nil
}

// RightCells counts what a search finds by kind, status and section of the main
// class, without the conditions on these.
func (s *Store) RightCells(ctx context.Context, f registry.Filter) ([]registry.Cell, error) {
	f.Kind, f.Status, f.Section, f.After = "", "", "", registry.Place{}
	w, args, err := s.rightFilter(ctx, f)
	if err != nil {
		return nil, err
	}
	rows, err := many[struct {
		Kind    string `bun:"kind"`
		Status  string `bun:"status"`
		Section string `bun:"section"`
		Count   int    `bun:"n"`
	}](ctx, s.r, "select r.kind as kind, "+statusOn+" as status, substr(r.ipc_main, 1, 1) as section, count(*) as n from rights r where "+w+" group by 1, 2, 3", append([]any{day(f.Day)}, args...)...)
	out := make([]registry.Cell, len(rows))
	for i, r := range rows {
		out[i] = registry.Cell(r)
	}
	return out, err
}

// countRights tells how many a search finds, wherever one reads on.
func (s *Store) countRights(ctx context.Context, f registry.Filter) (total int, err error) {
	if f.Uncounted {
		return 0, nil
	}
	f.After = registry.Place{}
	w, args, err := s.rightFilter(ctx, f)
	if err != nil {
		return 0, err
	}
	_, err = one(ctx, s.r, &total, "select count(*) from rights r where "+w, args...)
	return total, err
}

// FindRights searches the register; the second value counts before paging.
func (s *Store) FindRights(ctx context.Context, f registry.Filter) ([]registry.Row, int, error) {
	w, args, err := s.rightFilter(ctx, f)
	if err != nil {
		return nil, 0, err
	}
	total, err := s.countRights(ctx, f)
	if err != nil {
		return nil, 0, err
	}
	// Unit: rows. Source: a page of a public list has 20 (look/LOOK.md §4).
	if f.Limit <= 0 || f.Limit > 500 {
		f.Limit = 20
	}
	args = append(append([]any{day(f.Day)}, args...), f.Limit, max(f.Offset, 0))
	rows, err := many[rightRow](ctx, s.r, "select "+rightColumns+", "+statusOn+" as status from rights r where "+w+" order by r.filing desc, r.number limit ? offset ?", args...)
	out := make([]registry.Row, 0, len(rows))
	for _, r := range rows {
		out = append(out, registry.Row(r))
	}
	return out, total, err
}

const rightColumns = "r.number, r.kind, r.title, r.abstract, r.owners, r.ipc_main, r.filing, r.granted, r.term_end, r.docs"

type rightRow struct {
	Number   string `bun:"number"`
	Kind     string `bun:"kind"`
	Title    string `bun:"title"`
	Abstract string `bun:"abstract"`
	Owners   string `bun:"owners"`
	IPCMain  string `bun:"ipc_main"`
	Filing   string `bun:"filing"`
	Granted  string `bun:"granted"`
	Status   string `bun:"status"`
	TermEnd  string `bun:"term_end"`
	Docs     string `bun:"docs"`
}

// EachRight gives rights in the order of their numbers after one, for those who
// build an index.
func (s *Store) EachRight(ctx context.Context, after string, limit int) ([]registry.Right, error) {
	rows, err := many[string](ctx, s.r, "select body from rights where number > ? order by number limit ?", after, limit)
	if err != nil {
		return nil, err
	}
	out := make([]registry.Right, len(rows))
	for i, b := range rows {
		if err := json.Unmarshal([]byte(b), &out[i]); err != nil {
			return nil, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
		}
	}
	return out, nil
}

// RightWords gives rights in the order of their last change, for those who follow
// the register.
func (s *Store) RightWords(ctx context.Context, after registry.Changed, limit int) ([]registry.Words, error) {
	at := int64(0)
	if !after.At.IsZero() {
		at = micros(after.At)
	}
	rows, err := many[struct {
		Number   string `bun:"number"`
		Title    string `bun:"title"`
		Abstract string `bun:"abstract"`
		Updated  int64  `bun:"updated"`
	}](ctx, s.r, "select number, title, abstract, updated from rights where (updated, number) > (?, ?) order by updated, number limit ?", at, after.Number, limit)
	out := make([]registry.Words, len(rows))
	for i, r := range rows {
		out[i] = registry.Words{Changed: registry.Changed{At: instant(r.Updated), Number: r.Number}, Title: r.Title, Abstract: r.Abstract}
	}
	return out, err
}

// contains is the condition that every word of a text stands in one of the
// columns, as it was typed or in normal form (電池 as 电池, ＬＥＤ as led);
// "1 = 1" for no text. Its signs mean themselves.
func (s *Store) contains(typed string, columns ...string) (string, []any) {
	var all []string
	var args []any
	for _, word := range strings.FieldsFunc(typed, unicode.IsSpace) {
		forms := []string{word}
		if f := text.FoldString(word); f != strings.ToLower(word) {
			forms = append(forms, f)
		}
		var any1 []string
		for _, f := range forms {
			for _, c := range columns {
				any1 = append(any1, c+" "+s.like()+" ? escape '!'")
				args = append(args, "%"+escapeLike(f)+"%")
			}
		}
		all = append(all, "("+strings.Join(any1, " or ")+")")
	}
	if len(all) == 0 {
		return "1 = 1", nil
	}
	return strings.Join(all, " and "), args
}

var likeSigns = strings.NewReplacer("!", "!!", "%", "!%", "_", "!_")

func escapeLike(s string) string { return likeSigns.Replace(s) }

// RightsChanged is when the register last learnt something of any of the rights;
// zero for none.
func (s *Store) RightsChanged(ctx context.Context, numbers []string) (time.Time, error) {
	if len(numbers) == 0 {
		return time.Time{}, nil
	}
	var at int64
	_, err := one(ctx, s.r, &at, "select coalesce(max(updated), 0) from rights where number in (?)", in(numbers))
	return instant(at), err
}
