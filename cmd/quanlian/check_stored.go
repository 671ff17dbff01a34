package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"

	"quanlian/adapter/blob"
	"quanlian/adapter/sqlstore"
	"quanlian/adapter/tlog"
	"quanlian/base/errs"
	"quanlian/catalogue/source"
	"quanlian/evidence"
	"quanlian/kernel"
)

// checkDatabase compares the version of the schema with the program's. A
// database that is older is upgraded by the next start, and made by the first:
// it is missed only where a city was served before, which its log tells.
func checkDatabase(ctx context.Context, on *inspection) ([]source.Fault, error) {
	if on.cfg.Database == "" {
		return nil, errUnasked
	}
	s, v, err := sqlstore.Inspect(ctx, on.cfg.Database)
	if errs.Is(err, "adapter.sqlstore.no_database") || errs.Is(err, "adapter.sqlstore.no_tables") {
		if _, gone := os.Stat(filepath.Join(on.cfg.Dir, logFolder)); gone != nil {
			return []source.Fault{{Code: "cmd.check.first_start", Minor: true}}, nil
		}
	}
	if err != nil {
		return nil, err
	}
	on.facts["schema"] = v.Have
	args := errs.Args{"have": v.Have, "known": v.Known}
	switch {
	case v.Have > v.Known:
		_ = s.Close()
		return []source.Fault{{Code: "adapter.sqlstore.newer_schema", Args: args}}, nil
	case v.Have < v.Known:
		_ = s.Close()
		return []source.Fault{{Code: "cmd.check.older_schema", Args: args, Minor: true}}, nil
	}
	on.store = s
	return nil, nil
}

// checkStates finds cases that stand where their flow has no state any more.
func checkStates(ctx context.Context, on *inspection) ([]source.Fault, error) {
	if on.store == nil || !on.whole { // flows of items that cannot be read are not gone
		return nil, errUnasked
	}
	known := map[kernel.FlowAddr]*kernel.Flow{}
	for _, f := range on.flows {
		known[f.Addr] = f
	}
	rows, err := on.store.States(ctx)
	if err != nil {
		return nil, err
	}
	var out []source.Fault
	total := 0
	for _, r := range rows {
		total += r.Cases
		f := known[r.Flow]
		args := errs.Args{"flow": r.Flow, "state": r.State, "cases": r.Cases}
		if f == nil {
			out = append(out, source.Fault{Field: string(r.Flow), Code: "cmd.check.unknown_flow", Args: args})
			continue
		}
		if _, ok := f.StateDef(r.State); !ok {
			out = append(out, source.Fault{Field: string(r.Flow), Code: "cmd.check.unknown_state", Args: args})
		}
	}
	on.facts["cases"] = total
	return out, nil
}

// Unit: entries. Source: our choice, so that memory stays small.
const journalPage = 2000

// tally is what became of the entries of a journal.
type tally struct {
	next         uint64
	erased, lost int
	nameless     map[string]uint64 // erased entries that no erasure names
	faults       []source.Fault
}

// checkJournal reckons every commitment again. An erased entry passes if an
// erasure names it: one that was only emptied is found.
func checkJournal(ctx context.Context, on *inspection) ([]source.Fault, error) {
	if on.store == nil {
		return nil, errUnasked
	}
	t := &tally{nameless: map[string]uint64{}}
	var named []string
	for {
		rows, err := on.store.Entries(ctx, t.next, journalPage)
		if err != nil {
			return nil, err
		}
		for _, e := range rows {
			named = append(named, t.take(e)...)
		}
		if len(rows) < journalPage {
			break
		}
	}
	for _, id := range named {
		delete(t.nameless, id)
	}
	for id, n := range t.nameless {
		t.fault("cmd.check.emptied", n, id)
	}
	waiting, err := on.store.Unnumbered(ctx)
	on.facts["entries"], on.facts["erased"], on.facts["lost"], on.facts["unnumbered"] = t.next, t.erased, t.lost, waiting
	return t.faults, err
}

func (t *tally) fault(code string, n uint64, id string) {
	t.faults = append(t.faults, source.Fault{Field: "journal", Code: code, Args: errs.Args{"number": n, "entry": id}})
}

// take looks at one entry and gives the ids that it says were erased.
func (t *tally) take(e sqlstore.JournalEntry) []string {
	if e.Number != t.next {
		t.fault("cmd.check.gap", e.Number, e.ID)
	}
	t.next = e.Number + 1
	switch {
	case e.Lost():
		t.lost++
		return nil
	case e.Erased():
		t.erased++
		t.nameless[e.ID] = e.Number
		return nil
	}
	s, err := evidence.NewStatement(e.Body, e.Salt)
	if err != nil || s.Commitment() != e.Commitment {
		t.fault("cmd.check.changed", e.Number, e.ID)
		return nil
	}
	if e.Act != (kernel.EraseEntries{}).Write() {
		return nil
	}
	var w struct{ Input kernel.EraseEntries }
	if json.NewDecoder(bytes.NewReader(e.Body)).Decode(&w) != nil {
		return nil
	}
	return w.Input.Entries
}

// checkLog reads all of the log and compares it with all of the journal.
func checkLog(ctx context.Context, on *inspection) ([]source.Fault, error) {
	if on.store == nil || len(on.known) == 0 {
		return nil, errUnasked
	}
	dir := filepath.Join(on.cfg.Dir, logFolder)
	r, name := tlog.NewReader(dir, on.known), on.known[len(on.known)-1].Log
	d, err := tlog.Compare(ctx, r, name, on.store, 0)
	if err != nil {
		return nil, err
	}
	on.facts["published"] = d.Size
	var out []source.Fault
	fault := func(code string, minor bool, a errs.Args) {
		out = append(out, source.Fault{File: dir, Code: code, Args: a, Minor: minor})
	}
	if e := errs.As(d.Err()); e != nil {
		fault(e.Code, false, e.Args)
	}
	for _, l := range d.Lost {
		fault("cmd.check.lost", false, errs.Args{"number": l.Number, "sha256": l.Commitment.SHA256.String(), "sm3": l.Commitment.SM3.String()})
	}
	if d.Size < d.Numbered && d.Err() == nil {
		fault("cmd.check.behind", true, errs.Args{"size": d.Size, "numbered": d.Numbered})
	}
	if d.Size == 0 {
		return out, nil
	}
	if _, err := r.Audit(ctx); err != nil {
		if e := errs.As(err); e != nil {
			fault(e.Code, false, e.Args)
			return out, nil
		}
		return out, err
	}
	return out, nil
}

// checkFiles reads every stored file and compares it with its hash.
func checkFiles(ctx context.Context, on *inspection) ([]source.Fault, error) {
	if on.store == nil {
		return nil, errUnasked
	}
	root := filepath.Join(on.cfg.Dir, filesName)
	n, damaged, err := blob.Inspect(ctx, root)
	if err != nil {
		return nil, err
	}
	on.facts["files"] = n
	var out []source.Fault
	for _, sha := range damaged {
		out = append(out, source.Fault{File: filepath.Join(root, sha[:2], sha), Code: "cmd.check.file_changed"})
	}
	return out, nil
}
