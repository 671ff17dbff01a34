package bank

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"quanlian/base/errs"
	"quanlian/ledger"
)

// Folder is a bank without an interface. Instruct writes a payment order to
// orders/, which a person carries to the bank; the statements that the bank
// returns are put into statements/ and are its answers. A line that carries our
// key answers the instruction, any other tells of money that came by itself.
type Folder struct {
	Dir string
	Now func() time.Time
	// Account is the sub-account of statement files that name none.
	Account string

	mu sync.Mutex
}

// NewFolder makes the directories that are missing.
func NewFolder(dir string, now func() time.Time) (*Folder, error) {
	for _, d := range []string{"orders", "statements"} {
		if err := os.MkdirAll(filepath.Join(dir, d), 0o750); err != nil {
			return nil, errs.Wrap(errs.Unavailable, "adapter.bank.cannot_write", err)
		}
	}
	return &Folder{Dir: dir, Now: now}, nil
}

// Order is the file of one payment order.
func (f *Folder) Order(key ledger.TransferID) string {
	h := sha256.Sum256([]byte(key))
	return filepath.Join(f.Dir, "orders", hex.EncodeToString(h[:12])+".json")
}

// Instruct writes the payment order, once for a key. The file appears whole or
// not at all.
func (f *Folder) Instruct(_ context.Context, in ledger.Instruction) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	name := f.Order(in.Key)
	if _, err := os.Stat(name); err == nil {
		return nil
	}
	body, err := json.MarshalIndent(in, "", "  ")
	if err != nil {
		return errs.Wrap(errs.Internal, "adapter.bank.cannot_write", err)
	}
	tmp, err := os.CreateTemp(filepath.Dir(name), ".order-*")
	if err != nil {
		return errs.Wrap(errs.Unavailable, "adapter.bank.cannot_write", err)
	}
	_, err = tmp.Write(body)
	err = errors.Join(err, tmp.Sync(), tmp.Close())
	if err == nil {
		err = os.Rename(tmp.Name(), name)
	}
	if err != nil {
		_ = os.Remove(tmp.Name())
		return errs.Wrap(errs.Unavailable, "adapter.bank.cannot_write", err)
	}
	return nil
}

// Ask looks for the key on the statements: done when it is there, working
// while the order is out.
func (f *Folder) Ask(_ context.Context, key ledger.TransferID) (ledger.Answer, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	lines, err := f.lines()
	if err != nil {
		return ledger.Answer{}, err
	}
	for _, l := range lines {
		if l.Key == key {
			return f.answer(l), nil
		}
	}
	a := ledger.Answer{Key: key, Verdict: ledger.Unknown, ObservedAt: f.Now()}
	if _, err := os.Stat(f.Order(key)); err == nil {
		a.Verdict = ledger.Working
	}
	return a, nil
}

// Answers gives the lines after the cursor as messages. Files count in the
// order in which they were first seen, so a file that is put in later never
// moves what was handed out before.
func (f *Folder) Answers(_ context.Context, cursor string) ([]ledger.Answer, string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	lines, err := f.lines()
	if err != nil {
		return nil, cursor, err
	}
	from, err := readCursor(cursor, len(lines))
	if err != nil {
		return nil, cursor, err
	}
	var out []ledger.Answer
	for _, l := range lines[from:] {
		if l.In || l.Key != "" { // money out without a key is for the reconciliation
			out = append(out, f.answer(l))
		}
	}
	return out, strconv.Itoa(len(lines)), nil
}

func (f *Folder) answer(l ledger.Line) ledger.Answer {
	return ledger.Answer{BankRef: l.BankRef, Key: l.Key, SubAccount: l.SubAccount, Verdict: ledger.Done, Amount: l.Amount, ValueDate: l.Date, ObservedAt: f.Now()}
}

// Statement gives the lines of the window from all files.
func (f *Folder) Statement(_ context.Context, from, to time.Time) ([]ledger.Line, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	lines, err := f.lines()
	if err != nil {
		return nil, err
	}
	var out []ledger.Line
	for _, l := range lines {
		if !l.Date.Before(from) && l.Date.Before(to) {
			l.No = len(out) + 1
			out = append(out, l)
		}
	}
	return out, nil
}

// lines reads every statement file in the order of order.txt, which it
// lengthens by the files that are new. The same line in two files (statements
// of a month and of its days) counts once.
func (f *Folder) lines() ([]ledger.Line, error) {
	names, fresh, err := f.files()
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	var out []ledger.Line
	for _, name := range names {
		read, err := f.file(name)
		if err != nil {
			return nil, err
		}
		here := map[string]bool{}
		for _, l := range read.Lines {
			id := l.BankRef + "\x00" + l.SubAccount + "\x00" + strconv.FormatBool(l.In)
			if l.BankRef != "" && seen[id] && !here[id] {
				continue
			}
			seen[id], here[id] = true, true
			out = append(out, l)
		}
	}
	if !fresh {
		return out, nil
	}
	// Only now, when every new file was read without a fault.
	if err := os.WriteFile(filepath.Join(f.Dir, "order.txt"), []byte(strings.Join(names, "\n")+"\n"), 0o600); err != nil {
		return nil, errs.Wrap(errs.Unavailable, "adapter.bank.cannot_write", err)
	}
	return out, nil
}

// file reads one statement. A file with a row that cannot be read is refused
// whole: half a statement is worse than none.
func (f *Folder) file(name string) (Read, error) {
	r, err := os.Open(filepath.Join(f.Dir, "statements", name))
	if err != nil {
		return Read{}, errs.Wrap(errs.Unavailable, "adapter.bank.cannot_read", err)
	}
	defer func() { _ = r.Close() }()
	read, err := ReadStatement(r, f.Account)
	if err != nil {
		return Read{}, err
	}
	if len(read.Rejected) > 0 {
		e := errs.New(errs.Invalid, "adapter.bank.rows_refused", errs.Args{"file": name, "rows": len(read.Rejected), "first": read.Rejected[0].Row})
		e.Cause = read.Rejected[0].Err
		return Read{}, e
	}
	return read, nil
}

// files lists the statement files in the order they were first seen, and says
// whether there are new ones.
func (f *Folder) files() (names []string, fresh bool, err error) {
	dir := filepath.Join(f.Dir, "statements")
	list, err := os.ReadDir(dir)
	if err != nil {
		return nil, false, errs.Wrap(errs.Unavailable, "adapter.bank.cannot_read", err)
	}
	old, err := os.ReadFile(filepath.Join(f.Dir, "order.txt"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, false, errs.Wrap(errs.Unavailable, "adapter.bank.cannot_read", err)
	}
	names = strings.Fields(string(old))
	known := map[string]bool{}
	for _, n := range names {
		known[n] = true
	}
	for _, e := range list {
		n := e.Name()
		ext := strings.ToLower(filepath.Ext(n))
		if e.IsDir() || known[n] || strings.HasPrefix(n, ".") || strings.ContainsAny(n, " \t\n") || ext != ".csv" && ext != ".xlsx" && ext != ".txt" {
			continue
		}
		names, fresh = append(names, n), true
	}
	return names, fresh, nil
}
