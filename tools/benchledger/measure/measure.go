package measure

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"sort"
	"sync"
	"sync/atomic"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/base/money"
	"quanlian/ledger"
)

// Workload is what is measured.
type Workload struct {
	Accounts int // accounts in the book
	Zipf     float64
	Batch    int // transfers of one ApplyBatch
	Callers  int // callers of the group commit
	Seed     uint64
}

// Standard is the workload of the acceptance list: 100,000 accounts, Zipf 1.0.
func Standard() Workload {
	return Workload{Accounts: 100_000, Zipf: 1.0, Batch: sqlstore.LedgerBatch, Callers: 2_000, Seed: 1}
}

// Figure is one result.
type Figure struct {
	What      string
	Transfers int
	Took      time.Duration
	Refused   int
}

// PerSecond is the rate.
func (f Figure) PerSecond() float64 { return float64(f.Transfers) / f.Took.Seconds() }

// picker draws accounts by rank: the n-th with weight 1/n^s. The ranks are
// strewn over the accounts, so that busy ones are not neighbours in the index.
type picker struct {
	sums  []float64
	ranks []int
}

func newPicker(n int, s float64, seed uint64) *picker {
	p := &picker{sums: make([]float64, n), ranks: rand.New(rand.NewPCG(seed, 7)).Perm(n)}
	total := 0.0
	for i := range n {
		total += 1 / math.Pow(float64(i+1), s)
		p.sums[i] = total
	}
	return p
}

func (p *picker) draw(r *rand.Rand) int {
	x := r.Float64() * p.sums[len(p.sums)-1]
	return p.ranks[sort.SearchFloat64s(p.sums, x)]
}

func account(i int) ledger.Account {
	return ledger.NewAccount(fmt.Sprintf("YL-JY-2026-%06d", i), ledger.Free, "")
}

// Prepare opens the accounts and gives each a million yuan.
func (w Workload) Prepare(ctx context.Context, s *sqlstore.Store) error {
	const step = 5_000
	for from := 0; from < w.Accounts; from += step {
		var open []ledger.Account
		var ts []ledger.Transfer
		for i := from; i < min(from+step, w.Accounts); i++ {
			to := account(i)
			payer := ledger.Escrow(to.Scope).Payer()
			open = append(open, to, payer)
			ts = append(ts, ledger.Transfer{ID: ledger.TransferID(to.Scope + "/start"), Debit: payer.ID, Credit: to.ID, Amount: 1_000_000 * money.Yuan, Code: ledger.Adjust, Phase: ledger.Posted})
		}
		if err := s.OpenAccounts(ctx, open); err != nil {
			return err
		}
		if _, err := s.ApplyBatch(ctx, ts); err != nil {
			return err
		}
	}
	return nil
}

// Maker makes transfers between accounts; safe for one goroutine.
type Maker struct {
	p    *picker
	r    *rand.Rand
	name string
	n    int
}

var makers atomic.Uint64 // so that two runs on one database have different ids

// Maker makes a source of transfers whose ids begin with name.
func (w Workload) Maker(name string) *Maker {
	name = fmt.Sprintf("%s-%d", name, makers.Add(1))
	return &Maker{p: newPicker(w.Accounts, w.Zipf, w.Seed), r: rand.New(rand.NewPCG(w.Seed, uint64(len(name)))), name: name}
}

// Next is another transfer of 0.01 to 1.00 yuan between two accounts.
func (m *Maker) Next() ledger.Transfer {
	a, b := m.p.draw(m.r), m.p.draw(m.r)
	for a == b {
		b = m.p.draw(m.r)
	}
	m.n++
	return ledger.Transfer{
		ID: ledger.TransferID(fmt.Sprintf("%s-%09d", m.name, m.n)), Debit: account(a).ID, Credit: account(b).ID,
		Amount: money.Fen(1 + m.r.IntN(100)), Code: ledger.Adjust, Phase: ledger.Posted, Ref: "bench", At: time.UnixMicro(1_795_000_000_000_000 + int64(m.n)).UTC(),
	}
}

// Batches books n transfers by ApplyBatch, one batch after the other.
func (w Workload) Batches(ctx context.Context, s *sqlstore.Store, n int) (Figure, error) {
	m := w.Maker("batch")
	list := make([][]ledger.Transfer, 0, n/w.Batch+1)
	for left := n; left > 0; left -= w.Batch {
		b := make([]ledger.Transfer, min(left, w.Batch))
		for i := range b {
			b[i] = m.Next()
		}
		list = append(list, b)
	}
	f := Figure{What: fmt.Sprintf("batches of %d", w.Batch), Transfers: n}
	start := time.Now()
	for _, b := range list {
		rs, err := s.ApplyBatch(ctx, b)
		if err != nil {
			return f, err
		}
		for _, r := range rs {
			if !r.OK() {
				f.Refused++
			}
		}
	}
	f.Took = time.Since(start)
	return f, nil
}

// Grouped books n transfers by many callers with one transfer each, joined by
// the group commit.
func (w Workload) Grouped(ctx context.Context, s *sqlstore.Store, n int) (Figure, error) {
	m := w.Maker("group")
	ts := make([]ledger.Transfer, n)
	for i := range ts {
		ts[i] = m.Next()
	}
	g := s.NewLedgerGroup(w.Batch)
	f := Figure{What: fmt.Sprintf("group commit, %d callers", w.Callers), Transfers: n}
	var next, refused atomic.Int64
	var failed atomic.Pointer[error]
	var wg sync.WaitGroup
	start := time.Now()
	for range w.Callers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				rs, err := g.Apply(ctx, ts[i])
				if err != nil {
					failed.Store(&err)
					return
				}
				if !rs[0].OK() {
					refused.Add(1)
				}
			}
		}()
	}
	wg.Wait()
	f.Took, f.Refused = time.Since(start), int(refused.Load())
	if e := failed.Load(); e != nil {
		return f, *e
	}
	return f, nil
}

// Plain is the peer: what a program does that knows no batches. One durable
// transaction for each transfer, with two guarded updates and an insert in
// hand-written SQL, on tables of its own with the same columns.
func (w Workload) Plain(ctx context.Context, db *sql.DB, postgres bool, n, callers int) (Figure, error) {
	if err := w.plainTables(ctx, db, postgres); err != nil {
		return Figure{}, err
	}
	m := w.Maker("plain")
	ts := make([]ledger.Transfer, n)
	for i := range ts {
		ts[i] = m.Next()
	}
	f := Figure{What: fmt.Sprintf("plain, one transaction each, %d callers", callers), Transfers: n}
	var next atomic.Int64
	errc := make(chan error, callers)
	start := time.Now()
	for range callers {
		go func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				if err := plainOne(ctx, db, postgres, ts[i]); err != nil {
					errc <- err
					return
				}
			}
			errc <- nil
		}()
	}
	var err error
	for range callers {
		err = errors.Join(err, <-errc)
	}
	f.Took = time.Since(start)
	return f, err
}
