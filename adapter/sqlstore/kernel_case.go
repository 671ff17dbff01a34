package sqlstore

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/uptrace/bun"

	"quanlian/base/errs"
	"quanlian/evidence"
	"quanlian/kernel"
	"quanlian/kernel/desk"
)

// PutCase inserts a case, or replaces it if its version is still was.
func (t *tx) PutCase(c kernel.Case, was int64) error {
	row, err := t.s.rowOf(c)
	if err != nil {
		return err
	}
	if was == 0 {
		if err := t.insert(&row); err != nil {
			return err
		}
	} else {
		r, err := t.db.NewUpdate().Model(&row).WherePK().Where("version = ?", was).Exec(t.ctx)
		if err != nil {
			return wrap(err)
		}
		if n, err := r.RowsAffected(); err != nil || n == 0 {
			return errs.New(errs.Conflict, "kernel.stale", errs.Args{"no": c.No, "seen": was, "version": c.Version})
		}
		if _, err := t.exec("delete from case_access where case_id = ?", string(c.ID)); err != nil {
			return err
		}
	}
	access := accessRows(c)
	if len(access) > 0 {
		if err := t.insert(&access); err != nil {
			return err
		}
	}
	if err := t.enlist(row, c, access, was != 0); err != nil {
		return err
	}
	return t.project(c)
}

type journalRow struct {
	bun.BaseModel `bun:"table:journal"`
	ID            string `bun:"id,pk"`
	Seq           *int64 `bun:"seq"`
	CaseID        string `bun:"case_id"`
	Flow          string `bun:"flow"`
	Act           string `bun:"act"`
	ActorUser     string `bun:"actor_user"`
	ActorParty    string `bun:"actor_party"`
	Made          int64  `bun:"made"`
	Body          string `bun:"body"`
	Salt          string `bun:"salt"`
	Commitment    string `bun:"commitment"`
	SM3           string `bun:"sm3"`
}

// Journal appends one entry; the sequencer numbers it after commit.
func (t *tx) Journal(e kernel.Entry) error {
	t.leave(LeftJournal)
	body, err := json.Marshal(e)
	if err != nil {
		return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	st, err := evidence.NewStatement(body, e.Salt)
	if err != nil {
		return err
	}
	com := st.Commitment()
	return t.insert(&journalRow{ID: e.ID, CaseID: string(e.Case), Flow: string(e.Flow), Act: e.Act, ActorUser: string(e.Actor.User), ActorParty: string(e.Actor.Party),
		Made: micros(e.At), Body: string(body), Salt: hex.EncodeToString(e.Salt), Commitment: com.SHA256.String(), SM3: com.SM3.String()})
}

// Receipt gives what an earlier command with the key brought about.
func (t *tx) Receipt(key string) (*desk.Receipt, error) {
	var body string
	ok, err := one(t.ctx, t.db, &body, "select body from receipts where key = ?", key)
	if err != nil || !ok {
		return nil, err
	}
	var r desk.Receipt
	if err := json.Unmarshal([]byte(body), &r); err != nil {
		return nil, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
	}
	return &r, nil
}

// SaveReceipt remembers what a command brought about.
func (t *tx) SaveReceipt(r desk.Receipt) error {
	body, err := json.Marshal(r)
	if err != nil {
		return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	_, err = t.exec("insert into receipts (key, body, made) values (?, ?, ?)", r.Key, string(body), micros(r.At))
	return err
}

// block is a run of case numbers taken for this process.
type block struct{ next, end int64 }

// Unit: numbers. Source: our own choice: one statement per 100 cases, at most
// 100 numbers lost at a restart.
const blockSize = 100

// Numbers takes a block for every prefix that runs low and gives a function
// that draws from them.
func (s *Store) Numbers(ctx context.Context, year int, prefixes []string) (func(string) string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range prefixes {
		k := blockKey(p, year)
		// Unit: numbers. Source: more than one act can draw of one prefix.
		if b := s.blocks[k]; b != nil && b.end-b.next > 20 {
			continue
		}
		var last int64
		err := s.inTx(ctx, func(t *tx) error {
			_, err := one(t.ctx, t.db, &last, `insert into case_numbers (prefix, year, last) values (?, ?, ?)
				on conflict (prefix, year) do update set last = case_numbers.last + ? returning last`, p, year, blockSize, blockSize)
			return err
		})
		if err != nil {
			return nil, err
		}
		s.blocks[k] = &block{next: last - blockSize + 1, end: last}
	}
	return func(prefix string) string { return s.draw(prefix, year) }, nil
}

func (s *Store) draw(prefix string, year int) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.blocks[blockKey(prefix, year)]
	if b == nil || b.next > b.end {
		return "" // refused by the unique key; the act is repeated with a new block
	}
	n := b.next
	b.next++
	return fmt.Sprintf("%s%d-%s-%05d", s.city, year, prefix, n)
}

func blockKey(prefix string, year int) string { return fmt.Sprintf("%s/%d", prefix, year) }
