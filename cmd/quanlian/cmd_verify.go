package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"quanlian/adapter/tlog"
	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/evidence"
)

// verified is the document that verify prints.
type verified struct {
	OK          bool                       `json:"ok"`
	Reason      *identReason               `json:"reason,omitempty"`
	Checks      []evidence.Check           `json:"checks"`
	Log         string                     `json:"log,omitempty"`
	Number      *uint64                    `json:"number,omitempty"`
	Size        uint64                     `json:"size,omitempty"`
	Root        string                     `json:"root,omitempty"`
	SignedAt    *time.Time                 `json:"signed_at,omitempty"`
	Keys        []verifiedKey              `json:"keys,omitempty"`
	Statement   map[string]json.RawMessage `json:"statement,omitempty"`
	Hidden      []string                   `json:"hidden,omitempty"`
	Files       []evidence.File            `json:"files,omitempty"`
	Differences []evidence.Difference      `json:"differences,omitempty"`
	// Of an electronic signature over a paper.
	Signature   bool                  `json:"signature,omitempty"`
	Signed      *evidence.SignedPaper `json:"signed,omitempty"`
	Certificate *evidence.Certificate `json:"certificate,omitempty"`
}

type verifiedKey struct {
	ID        string             `json:"id"`
	Algorithm evidence.Algorithm `json:"algorithm"`
}

const verifyHelp = `Check a receipt from its statement up to the signatures, and the file or the
directory that it is about. No server, no network, no database.

  quanlian verify contract.receipt.json contract.pdf --json
  quanlian verify seller.sig.json contract.pdf --roots authority.pem
  quanlian verify act.receipt.json --keys public-keys.txt --mirror copy-of-log

Without --keys the signatures are checked against the keys that stand in the
receipt: compare their ids with those that the city publishes under /log/keys.
With --mirror, a copy of the files under /log/, it also checks that the log of
the copy still holds everything it held when the receipt was signed.
An electronic signature over a paper (.sig.json) is checked in the same way:
certificate, value, and with --roots whether an authority that you know gave it.
Exit code 0 when everything holds, 1 when something does not, with the reason.`

func newVerifyCmd() *cobra.Command {
	var keys, mirror, tag, roots string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "verify RECEIPT [FILE|DIR]",
		Short: "Check a receipt, and a file or directory against it, offline",
		Long:  verifyHelp,
		Args:  cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			say, err := speaker(tag)
			if err != nil {
				return err
			}
			text, err := os.ReadFile(args[0])
			if err != nil {
				return errs.New(errs.NotFound, "cmd.no_such_file", errs.Args{"file": args[0]})
			}
			var a evidence.Against
			if keys != "" {
				if _, a.Trusted, err = readKeys(keys); err != nil {
					return err
				}
			}
			if len(args) == 2 {
				files, err := filesAt(args[1])
				if err != nil {
					return err
				}
				a.Files = &files
			}
			if evidence.IsSignature(text) {
				return verifySignature(cmd, text, roots, a.Files, asJSON, say)
			}
			v := evidence.Verify(text, a)
			if v.OK && mirror != "" {
				inMirror(cmd.Context(), &v, mirror, a.Trusted)
			}
			d := verifiedOf(v, say)
			if err := emit(cmd, asJSON, d, d.text(say)); err != nil || v.OK {
				return err
			}
			return errNegative
		},
	}
	cmd.Flags().StringVar(&keys, "keys", "", "keys that you trust: a file with one public key a line, or a directory of keys")
	cmd.Flags().StringVar(&roots, "roots", "", "certificates of signature authorities that you trust (PEM)")
	cmd.Flags().StringVar(&mirror, "mirror", "", "directory with a copy of the log")
	cmd.Flags().StringVar(&tag, "lang", "zh", "language: zh or en")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON document")
	return cmd
}

// inMirror checks that a copy of the log goes on from the state that a receipt
// rests on. Who signed the copy is looked at when keys are given: they may be
// younger than the receipt's.
func inMirror(ctx context.Context, v *evidence.Verdict, dir string, trusted []evidence.Key) {
	r := tlog.NewReader(dir, trusted)
	_, err := r.Audit(ctx)
	if err == nil {
		err = r.Holds(ctx, v.Checkpoint)
	}
	c := evidence.Check{Name: "growth", Result: evidence.Yes}
	if err != nil {
		v.OK, c.Result = false, evidence.No
		if v.Reason = errs.As(err); v.Reason == nil {
			v.Reason = errs.Wrap(errs.Unavailable, "adapter.tlog.unreadable", err)
		}
	}
	v.Checks = append(v.Checks, c)
}

func verifiedOf(v evidence.Verdict, say *lang.Localizer) verified {
	d := verified{OK: v.OK, Checks: v.Checks, Differences: v.Differences}
	if v.Reason != nil {
		d.Reason = &identReason{v.Reason.Code, say.Error(v.Reason), v.Reason.Args}
	}
	if v.Result(evidence.CheckSignature) != evidence.Yes {
		return d // nothing in it is known to be true
	}
	c := v.Checkpoint
	d.Log, d.Number, d.Size, d.Root = c.Log, &v.Leaf.Number, c.Size, c.Root.String()
	if !c.SignedAt.IsZero() {
		d.SignedAt = &c.SignedAt
	}
	for _, k := range c.Signed {
		d.Keys = append(d.Keys, verifiedKey{k.ID(), k.Algorithm})
	}
	d.Statement, d.Files = v.Receipt.Shown(), v.Bound.List
	for _, p := range v.Receipt.Statement {
		if p.Hidden != nil {
			d.Hidden = append(d.Hidden, p.Name)
		}
	}
	return d
}

// text is the answer for a reader at a terminal.
func (d verified) text(say *lang.Localizer) string {
	var b strings.Builder
	head := "web.verify.no"
	switch {
	case d.OK && d.Signature:
		head = "web.verify.sign_yes"
	case d.OK:
		head = "web.verify.yes"
	}
	fmt.Fprintln(&b, say.T(head))
	if d.Reason != nil {
		fmt.Fprintln(&b, "  "+d.Reason.Text)
	}
	marks := map[evidence.Result]string{evidence.Yes: "✓", evidence.No: "✗", evidence.Open: "·"}
	for _, c := range d.Checks {
		line := say.T("web.verify.check." + string(c.Name))
		if key := "web.verify.check.sign_" + string(c.Name); d.Signature && say.Has(key) {
			line = say.T(key)
		}
		switch c.Name {
		case evidence.CheckTrust:
			line = say.T("cmd.verify_trust")
		case evidence.CheckAuthority:
			line = say.T("cmd.verify_certificate")
		}
		if c.Result == evidence.Open {
			line = say.T("web.verify.open", "check", line)
		}
		fmt.Fprintf(&b, "  %s %s\n", marks[c.Result], line)
	}
	for _, x := range d.Differences {
		fmt.Fprintf(&b, "  ✗ %s\n", say.T("evidence.file_"+x.Kind, "file", x.Path))
	}
	d.signedText(&b, say)
	if d.Number == nil {
		return strings.TrimRight(b.String(), "\n")
	}
	fact := func(key, value string) { fmt.Fprintf(&b, "  %s  %s\n", say.T("web.verify.fact."+key), value) }
	fact("log", d.Log)
	fact("number", fmt.Sprint(*d.Number))
	if d.SignedAt != nil {
		fact("signed", say.Second(*d.SignedAt))
	}
	for _, k := range d.Keys {
		fact("key", string(k.Algorithm)+"  "+k.ID)
	}
	for _, name := range slices.Sorted(maps.Keys(d.Statement)) {
		if name != "files" {
			fmt.Fprintf(&b, "  %s  %s\n", name, d.Statement[name])
		}
	}
	for _, f := range d.Files {
		fmt.Fprintf(&b, "  %s  %s  %s\n", say.T("web.verify.fact.file"), f.SHA256, f.Path)
	}
	if len(d.Hidden) > 0 {
		fmt.Fprintf(&b, "  %s\n", say.T("web.verify.hidden", "n", len(d.Hidden), "names", strings.Join(d.Hidden, " ")))
	}
	return strings.TrimRight(b.String(), "\n")
}
