package sqlstore

import (
	"context"
	"time"

	change "quanlian/chain/service/catalogue"
)

// SweepSessions removes sessions that have expired, and log-ins that were seen
// last before the instant.
func (s *Store) SweepSessions(ctx context.Context, now, seen time.Time) error {
	if err := s.Sessions().Sweep(ctx, now); err != nil {
		return err
	}
	return s.inTx(ctx, func(t *tx) error {
		_, err := t.exec("delete from logins where seen < ?", micros(seen))
		return err
	})
}

// Orphan is an upload that lies in no case.
type Orphan struct {
	ID     string `bun:"id"`
	SHA256 string `bun:"sha256"`
}

// Orphans lists uploads from before the instant that lie in no case, those
// after the id given. A paper of a mandate has no case either, nor has the proof of
// another name of a party, nor a sample of a material: they are none.
func (s *Store) Orphans(ctx context.Context, before time.Time, after string, limit int) ([]Orphan, error) {
	return many[Orphan](ctx, s.r, `select d.id, d.sha256 from documents d where d.case_id = '' and d.made_by <> '' and d.made < ? and d.id > ?
		and not exists (select 1 from mandates m where m.doc_sha256 = d.sha256) and not exists (select 1 from party_changes h where h.paper = d.id) and d.kind <> ? order by d.id limit ?`, micros(before), after, change.SampleKind, limit)
}

// DropOrphan removes an upload that nothing refers to: no draft, no command that
// waits for approval or was refused, no case that is open. It says whether it did, and whether
// its content is wanted by no other paper.
func (s *Store) DropOrphan(ctx context.Context, o Orphan) (gone, free bool, err error) {
	err = s.inTx(ctx, func(t *tx) error {
		gone, free = false, false
		part := "%" + o.ID + "%" // ids are of letters and digits, and no two alike
		for _, q := range []string{
			"select count(*) from drafts where data like ?",
			"select count(*) from pendings where state in ('open', 'rejected') and body like ?",
			"select count(*) from cases where closed = 0 and data like ?",
		} {
			if n, err := t.count(q, part); err != nil || n > 0 {
				return err
			}
		}
		n, err := t.exec("delete from documents where id = ? and case_id = '' and made_by <> ''", o.ID)
		if err != nil || n != 1 {
			return err
		}
		gone = true
		used, err := t.count("select (select count(*) from documents where sha256 = ?) + (select count(*) from mandates where doc_sha256 = ?)", o.SHA256, o.SHA256)
		free = used == 0
		return err
	})
	return gone, free, err
}
