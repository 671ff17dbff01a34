package sqlstore

import (
	"context"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"quanlian/base/errs"
	"quanlian/evidence"
	"quanlian/kernel"
)

// actLost is the act of a row that stands in the log and was lost from the
// database: nothing but its commitment is known.
const actLost = "journal.lost_entry"

// JournalEntry is a row of the journal as proofs need it.
type JournalEntry struct {
	ID         string
	Number     uint64
	Numbered   bool
	Act        string
	User       kernel.UserID
	Body, Salt []byte // both empty once erased
	Commitment evidence.Commitment
}

// Erased reports whether body and salt were deleted; Lost whether the row is
// known from the log only.
func (e JournalEntry) Erased() bool { return len(e.Body) == 0 && len(e.Salt) == 0 }
func (e JournalEntry) Lost() bool   { return e.Act == actLost }

const entryColumns = "id, seq, act, actor_user, body, salt, commitment, sm3"

func (r journalRow) entry() (JournalEntry, error) {
	e := JournalEntry{ID: r.ID, Act: r.Act, User: kernel.UserID(r.ActorUser), Body: []byte(r.Body)}
	if r.Seq != nil {
		e.Number, e.Numbered = uint64(*r.Seq), true
	}
	var err error
	if e.Salt, err = hex.DecodeString(r.Salt); err != nil {
		return e, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
	}
	if e.Commitment, err = r.commitments(); err != nil {
		return e, err
	}
	return e, nil
}

func (r journalRow) commitments() (c evidence.Commitment, err error) {
	if r.SM3 == "" { // not numbered yet, and older than the column
		return c, nil
	}
	if c.SHA256, err = evidence.ParseDigest(r.Commitment); err != nil {
		return c, err
	}
	c.SM3, err = evidence.ParseDigest(r.SM3)
	return c, err
}

// numbered is how many numbers were given: the next one.
func numbered(ctx context.Context, db bun.IDB) (int64, error) {
	var next int64
	_, err := one(ctx, db, &next, "select coalesce(max(seq), -1) + 1 from journal")
	return next, err
}

// Numbered is how many entries of the journal have their number.
func (s *Store) Numbered(ctx context.Context) (uint64, error) {
	n, err := numbered(ctx, s.r)
	return uint64(n), err
}

// Entries gives numbered rows from a number on, in their order.
func (s *Store) Entries(ctx context.Context, from uint64, limit int) ([]JournalEntry, error) {
	rows, err := many[journalRow](ctx, s.r, "select "+entryColumns+" from journal where seq >= ? order by seq limit ?", int64(from), limit)
	if err != nil {
		return nil, err
	}
	out := make([]JournalEntry, 0, len(rows))
	for _, r := range rows {
		e, err := r.entry()
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

// Leaves gives the leaves of the journal from a number on, in their order.
func (s *Store) Leaves(ctx context.Context, from uint64, limit int) ([]evidence.Leaf, error) {
	rows, err := many[journalRow](ctx, s.r, "select seq, commitment, sm3 from journal where seq >= ? order by seq limit ?", int64(from), limit)
	if err != nil {
		return nil, err
	}
	out := make([]evidence.Leaf, 0, len(rows))
	for _, r := range rows {
		c, err := r.commitments()
		if err != nil {
			return nil, err
		}
		out = append(out, evidence.Leaf{Number: uint64(*r.Seq), Commitment: c})
	}
	return out, nil
}

// EntryOf gives one row of a case's journal; notfound when there is none. The
// caller has checked that the reader may see the case.
func (s *Store) EntryOf(ctx context.Context, c kernel.CaseID, id string) (JournalEntry, error) {
	var r journalRow
	ok, err := one(ctx, s.r, &r, "select "+entryColumns+" from journal where id = ? and case_id = ?", id, string(c))
	if err != nil {
		return JournalEntry{}, err
	}
	if !ok {
		return JournalEntry{}, errs.New(errs.NotFound, "kernel.no_such_entry", nil)
	}
	return r.entry()
}

// EntryOfPaper gives the row that binds the content of a paper; notfound when
// there is none. The caller has checked that the reader may see the paper.
func (s *Store) EntryOfPaper(ctx context.Context, paper string) (JournalEntry, error) {
	var r journalRow
	ok, err := one(ctx, s.r, &r, "select j.id, j.seq, j.act, j.actor_user, j.body, j.salt, j.commitment, j.sm3 from journal j join documents d on d.entry = j.id where d.id = ?", paper)
	if err != nil {
		return JournalEntry{}, err
	}
	if !ok {
		return JournalEntry{}, errs.New(errs.NotFound, "kernel.no_such_entry", nil)
	}
	return r.entry()
}

// erase deletes what entries say; all of them or none. An entry without its
// number waits: what is committed anew needs its body.
func (t *tx) erase(w kernel.EraseEntries) error {
	n, err := t.exec("update journal set body = '', salt = '', actor_user = '', actor_party = '' where id in (?) and seq is not null and body <> ''", in(w.Entries))
	if err == nil && int(n) != len(w.Entries) {
		return errs.New(errs.Conflict, "kernel.erase_not_all", errs.Args{"asked": len(w.Entries), "found": n})
	}
	return err
}

// EntriesOfCase lists the ids of a case's entries that have a number and are
// not erased, with those that put its papers in; of a paper that another case has
// too, the entry is not this case's alone.
func (s *Store) EntriesOfCase(ctx context.Context, no string) ([]string, error) {
	return many[string](ctx, s.r, `select j.id from journal j where j.seq is not null and j.body <> '' and (
		j.case_id in (select id from cases where no = ?) or j.id in (
			select d.entry from documents d join cases c on c.id = d.case_id where c.no = ? and d.entry <> ''
			and not exists (select 1 from documents o where o.entry = d.entry and o.case_id <> d.case_id and o.case_id <> ''))) order by j.seq`, no, no)
}

// head is the last checkpoint of a log that the database knows of.
type head struct {
	Size   uint64 `bun:"size"`
	Note   string `bun:"note"`
	Closed int64  `bun:"closed"` // 1: ended by a restore, nothing is appended any more
}

// LogHead gives what was published last under the name; zero when nothing was.
func (s *Store) LogHead(ctx context.Context, name string) (size uint64, note string, closed bool, err error) {
	var h head
	_, err = one(ctx, s.r, &h, "select size, note, closed from log_heads where name = ?", name)
	return h.Size, h.Note, h.Closed != 0, err
}

// SaveLogHead remembers a published checkpoint. A smaller one never replaces a
// larger one, and the log that is written now closes those of other names.
func (s *Store) SaveLogHead(ctx context.Context, name string, size uint64, note string) error {
	return s.inPlainTx(ctx, func(t *tx) error {
		if _, err := t.exec(`insert into log_heads (name, size, note, closed) values (?, ?, ?, 0)
			on conflict (name) do update set size = excluded.size, note = excluded.note where log_heads.size <= excluded.size`, name, int64(size), note); err != nil {
			return err
		}
		_, err := t.exec("update log_heads set closed = 1 where name <> ? and closed = 0", name)
		return err
	})
}

// CloseLog ends a log: nothing is appended to it any more, under its name or
// in this database, and what is published from now on goes to another one.
func (s *Store) CloseLog(ctx context.Context, name string, size uint64) error {
	return s.inPlainTx(ctx, func(t *tx) error {
		_, err := t.exec(`insert into log_heads (name, size, note, closed) values (?, ?, '', 1)
			on conflict (name) do update set closed = 1`, name, int64(size))
		if err == nil {
			_, err = t.exec("update log_heads set closed = 1")
		}
		return err
	})
}

// AdoptLost takes over leaves that stand in the log and not in this database,
// which is older than the log: a row that waits for its number and has the
// same commitment gets it; the others become rows of which only the commitment
// is known. The log is never forked, and "nothing is missing" can still be counted.
func (s *Store) AdoptLost(ctx context.Context, leaves []evidence.Leaf, at time.Time, record kernel.Entry) (found int, lost []evidence.Leaf, err error) {
	err = s.inTx(ctx, func(t *tx) error {
		found, lost = 0, nil
		for _, l := range leaves {
			c := l.Commitment
			n, err := t.exec("update journal set seq = ? where id = (select min(id) from journal where seq is null and commitment = ? and sm3 = ?)", int64(l.Number), c.SHA256.String(), c.SM3.String())
			if err != nil {
				return err
			}
			if n == 1 {
				found++
				continue
			}
			seq := int64(l.Number)
			if err := t.insert(&journalRow{ID: fmt.Sprintf("lost/%012d", l.Number), Seq: &seq, Act: actLost, Made: micros(at), Commitment: c.SHA256.String(), SM3: c.SM3.String()}); err != nil {
				return err
			}
			lost = append(lost, l)
		}
		if len(lost) == 0 {
			return nil
		}
		return t.Journal(record)
	})
	return found, lost, err
}
