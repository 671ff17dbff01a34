package ledger

import (
	"bufio"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/base/money"
	"quanlian/kernel/desk"
	"quanlian/ledger"
	"quanlian/test/storetest"
)

const (
	killWorkers = 4
	killDeals   = 10 // settled in one batch
)

// A child books without a pause, by batches, by group commit and by acts, and
// says after each what it was told is booked. It is killed at any moment. Then
// everything it was told must be there, every batch whole or not at all, and
// the book must add up.
func TestKillLosesNothingThatWasBooked(t *testing.T) {
	t.Parallel()
	// Unit: kills. Source: the acceptance list; a hundred in make long.
	kills := 6
	if os.Getenv("QUANLIAN_LONG") != "" {
		kills = 100
	}
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			url := storetest.URL(t, engine)
			s := storetest.Open(t, url, sqlstore.Options{})
			r := rand.New(rand.NewPCG(1, 2))
			acks := 0
			for round := range kills {
				told := killChild(t, url, round, 1+r.IntN(25), time.Duration(r.IntN(4000))*time.Microsecond)
				if engine == "postgres" {
					untilGone(t, url)
				}
				acks += len(told)
				checkKilled(t, s, round, told)
			}
			audit(t, s)
			t.Logf("%d kills, %d batches acknowledged, none lost", kills, acks)
		})
	}
}

// killChild runs a child, waits until it has acknowledged so many batches and a
// moment longer, kills it and gives all that it acknowledged.
func killChild(t *testing.T, url string, round, acks int, more time.Duration) map[string]bool {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestKillChild$")
	cmd.Env = append(os.Environ(), "QUANLIAN_KILL_LEDGER="+url, "QUANLIAN_KILL_ROUND="+strconv.Itoa(round))
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	told := map[string]bool{}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		name, ok := strings.CutPrefix(lines.Text(), "booked ")
		if !ok {
			continue
		}
		told[name] = true
		if len(told) == acks {
			time.AfterFunc(more, func() { _ = cmd.Process.Signal(syscall.SIGKILL) })
		}
	}
	err = cmd.Wait()
	if ee, ok := err.(*exec.ExitError); !ok || ee.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
		t.Fatalf("the child ended by itself: %v", err)
	}
	return told
}

const killedApp = "ledger-kill"

// untilGone waits until the server has noticed that the child is dead: a commit
// that it had received already may come a moment after the kill.
func untilGone(t *testing.T, url string) {
	t.Helper()
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for left := 1; left > 0; time.Sleep(time.Millisecond) {
		if err := db.QueryRow("select count(*) from pg_stat_activity where datname = current_database() and application_name = $1", killedApp).Scan(&left); err != nil {
			t.Fatal(err)
		}
	}
}

func checkKilled(t *testing.T, s *sqlstore.Store, round int, told map[string]bool) {
	t.Helper()
	found := 0
	for w := range killWorkers {
		for n := 0; ; n++ {
			name := batchName(round, w, n)
			whole := 0
			for i := range killDeals {
				d := killDeal(name, i)
				entries, err := s.LedgerEntries(ctx, d)
				if err != nil {
					t.Fatal(err)
				}
				states, err := s.LedgerStates(ctx, d)
				if err != nil {
					t.Fatal(err)
				}
				if err := ledger.Audit(states, entries); err != nil {
					t.Errorf("%s: %v", d, err)
				}
				if len(entries) != 0 && len(entries) != len(settle(d)) {
					t.Errorf("%s: %d entries, want all or none", d, len(entries))
				}
				if len(entries) > 0 {
					whole++
				}
			}
			if whole != 0 && whole != killDeals {
				t.Errorf("%s: %d of %d deals, want all or none", name, whole, killDeals)
			}
			if whole == 0 {
				if told[name] {
					t.Errorf("%s was acknowledged and is lost", name)
				}
				break
			}
			found++
		}
	}
	if found < len(told) {
		t.Errorf("round %d: %d batches found, %d acknowledged", round, found, len(told))
	}
}

func batchName(round, worker, n int) string { return fmt.Sprintf("K%d-%d-%d", round, worker, n) }

func killDeal(batch string, i int) ledger.Escrow {
	return ledger.Escrow(batch + "-" + strconv.Itoa(i))
}

// settle is a whole small settlement.
func settle(d ledger.Escrow) []ledger.Transfer {
	const price = 100 * money.Yuan
	in, out := d.Expect(1, price, at), d.Release(1, 1, "", price/2, at)
	return []ledger.Transfer{in, in.Post(price, "B", at), d.Lock(1, 1, price, at), d.Freeze(1, 1, price/4, at), out, out.Post(price/2, "B", at)}
}

// TestKillChild is the child; alone it has nothing to do.
func TestKillChild(t *testing.T) {
	url := os.Getenv("QUANLIAN_KILL_LEDGER")
	if url == "" {
		return
	}
	round, _ := strconv.Atoi(os.Getenv("QUANLIAN_KILL_ROUND"))
	if strings.HasPrefix(url, "postgres") {
		sep := "?"
		if strings.Contains(url, sep) {
			sep = "&"
		}
		url += sep + "application_name=" + killedApp
	}
	s := storetest.Open(t, url, sqlstore.Options{})
	g := s.NewLedgerGroup(0)
	var mu sync.Mutex
	var wg sync.WaitGroup
	for w := range killWorkers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for n := 0; ; n++ {
				name := batchName(round, w, n)
				if err := killBook(s, g, w, name); err != nil {
					fmt.Fprintln(os.Stderr, name, err)
					os.Exit(1)
				}
				mu.Lock()
				fmt.Println("booked", name)
				mu.Unlock()
			}
		}()
	}
	wg.Wait()
}

// killBook books a batch in the way of the worker.
func killBook(s *sqlstore.Store, g *sqlstore.LedgerGroup, worker int, name string) error {
	var accounts []ledger.Account
	var ts []ledger.Transfer
	for i := range killDeals {
		accounts = append(accounts, killDeal(name, i).Accounts([]int{1})...)
		ts = append(ts, settle(killDeal(name, i))...)
	}
	if worker == 0 {
		return s.InTx(ctx, func(tx desk.Tx) error {
			return tx.Apply(desk.Meta{At: at}, ledger.Record{Accounts: accounts, Transfers: ts})
		})
	}
	if err := s.OpenAccounts(ctx, accounts); err != nil {
		return err
	}
	var rs []ledger.Result
	var err error
	if worker == 1 {
		rs, err = s.ApplyBatch(ctx, ts)
	} else {
		rs, err = g.Apply(ctx, ts...)
	}
	for _, r := range rs {
		if !r.OK() {
			return r.Err
		}
	}
	return err
}
