package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"quanlian/adapter/sign"
	"quanlian/adapter/tlog"
	"quanlian/base/errs"
	"quanlian/evidence"
)

// deposited is the document that deposit prints.
type deposited struct {
	Receipt string          `json:"receipt"` // where it was written
	Log     string          `json:"log"`
	Number  uint64          `json:"number"`
	Files   []evidence.File `json:"files"`
}

func newDepositCmd() *cobra.Command {
	var out, dir, tag string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "deposit FILE|DIR --out RECEIPT",
		Short: "Deposit a file or a directory: hash it, log it, and get a receipt",
		Long: `Hash a file, or every file below a directory, under SHA-256 and SM3, write the
commitment into the log of a store, and write a receipt. The content itself is
not kept; the receipt names the files and their hashes.

  quanlian deposit contract.pdf --out contract.receipt.json
  quanlian deposit dataset/ --out dataset.receipt.json --dir /srv/evidence

The store makes its own keys when it is new. It is another log than a server's;
a server deposits the papers of its cases itself. Empty directories leave no
trace in a receipt; links are refused by name. Form of a receipt:
docs/examples/receipt.schema.json.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			say, err := speaker(tag)
			if err != nil {
				return err
			}
			if out == "" {
				return errs.At("out", "cmd.deposit_out", nil)
			}
			d, err := deposit(cmd.Context(), args[0], out, dir)
			if err != nil {
				return err
			}
			return emit(cmd, asJSON, d, say.T("cmd.deposited", "n", len(d.Files), "number", d.Number, "receipt", d.Receipt))
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "file to write the receipt to; a receipt is never overwritten")
	cmd.Flags().StringVar(&dir, "dir", filepath.Join("var", "evidence"), "store with its log and its keys, made when it is new")
	cmd.Flags().StringVar(&tag, "lang", "zh", "language: zh or en")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON document")
	return cmd
}

func deposit(ctx context.Context, what, out, dir string) (deposited, error) {
	for _, p := range []string{out, dir} {
		if within(what, p) {
			return deposited{}, errs.New(errs.Invalid, "cmd.deposit_inside", errs.Args{"path": p, "dir": what})
		}
	}
	files, err := filesAt(what)
	if err != nil {
		return deposited{}, err
	}
	// Where the receipt goes must be sure before anything is logged: the salt
	// stands in the receipt only.
	to, err := receiptFile(out)
	if err != nil {
		return deposited{}, err
	}
	defer func() { _ = to.Close() }()
	s, err := evidence.Deposit(filepath.Base(filepath.Clean(what)), files, time.Now(), newSalt())
	if err != nil {
		return deposited{}, err
	}
	l, err := openStore(ctx, dir)
	if err != nil {
		return deposited{}, err
	}
	defer func() { _ = l.Close() }()
	leaf := evidence.Leaf{Number: l.Size(), Commitment: s.Commitment()}
	if err := l.Append(ctx, []evidence.Leaf{leaf}); err != nil {
		return deposited{}, err
	}
	path, note, keys, err := l.Proof(ctx, leaf.Number)
	if err != nil {
		return deposited{}, err
	}
	r, err := evidence.NewReceipt(s.Parts(func(string) bool { return true }), leaf, path, note, keys)
	if err != nil {
		return deposited{}, err
	}
	text, err := r.Marshal()
	if err != nil {
		return deposited{}, err
	}
	if _, err = to.Write(text); err == nil {
		err = to.Sync()
	}
	if err != nil {
		return deposited{}, errs.Wrap(errs.Unavailable, "cmd.receipt_unwritable", err)
	}
	return deposited{Receipt: out, Log: r.Log.Name, Number: leaf.Number, Files: files.List}, nil
}

// receiptFile opens the file for a receipt. One that holds something is kept.
func receiptFile(name string) (*os.File, error) {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return nil, errs.Wrap(errs.Invalid, "cmd.receipt_unwritable", err)
	}
	if info, err := f.Stat(); err != nil || info.Size() > 0 {
		_ = f.Close()
		return nil, errs.At("out", "cmd.receipt_exists", errs.Args{"file": name})
	}
	return f, nil
}

// within tells whether a path lies in a directory.
func within(dir, path string) bool {
	info, err := os.Stat(dir)
	if err != nil || !info.IsDir() {
		return false
	}
	a, err1 := filepath.Abs(dir)
	b, err2 := filepath.Abs(path)
	rel, err3 := filepath.Rel(a, b)
	return err1 == nil && err2 == nil && err3 == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// filesAt hashes a file, or all files of a directory.
func filesAt(name string) (evidence.Files, error) {
	info, err := os.Stat(name)
	if err != nil {
		return evidence.Files{}, errs.New(errs.NotFound, "cmd.no_such_file", errs.Args{"file": name})
	}
	if info.IsDir() {
		return evidence.HashDir(os.DirFS(name))
	}
	f, err := os.Open(name)
	if err != nil {
		return evidence.Files{}, errs.New(errs.NotFound, "cmd.no_such_file", errs.Args{"file": name})
	}
	defer func() { _ = f.Close() }()
	one, err := evidence.HashFile(filepath.Base(name), f)
	return evidence.Files{Single: true, List: []evidence.File{one}}, err
}

// Unit: seconds. Source: our choice; a deposit takes less than one.
const storeWait = 30 * time.Second

// openStore opens a store of deposits, makes one where there is none, and waits
// while another deposit is on its way.
func openStore(ctx context.Context, dir string) (*tlog.Log, error) {
	keys := filepath.Join(dir, "keys")
	ring, err := sign.Open(keys)
	if errs.KindOf(err) == errs.NotFound {
		if _, e := os.Stat(filepath.Join(dir, logFolder)); e == nil {
			return nil, err // a log whose keys are gone is not begun anew
		}
		ring, err = sign.New(keys, "deposit.local/"+strings.ToLower(newID()), time.Now())
		if errs.Is(err, "adapter.sign.keys_exist") { // another deposit made them just now
			ring, err = sign.Open(keys)
		}
	}
	if err != nil {
		return nil, err
	}
	for end := time.Now().Add(storeWait); ; {
		l, err := tlog.Open(ctx, filepath.Join(dir, logFolder), tlog.Options{Follows: tlog.Deposits, Signers: ring.Signers(), Known: ring.Public(), Now: time.Now})
		if !errs.Is(err, "adapter.tlog.owned") || time.Now().After(end) {
			return l, err
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("deposit: %w", ctx.Err())
		case <-time.After(50 * time.Millisecond):
		}
	}
}
