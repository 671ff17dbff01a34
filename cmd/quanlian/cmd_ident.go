package main

import (
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"quanlian/base/errs"
	"quanlian/base/ident"
	"quanlian/engine/matching/classify"
)

// identAnswer is the document that `ident` prints. It never repeats the value
// as typed: that may be an identity number.
type identAnswer struct {
	Kind   ident.Kind        `json:"kind"`
	Valid  bool              `json:"valid"`
	Normal string            `json:"normal,omitempty"`
	Forms  map[string]string `json:"forms,omitempty"`
	Parts  map[string]string `json:"parts,omitempty"`
	Notes  []identReason     `json:"notes,omitempty"`
	Reason *identReason      `json:"reason,omitempty"`
}

type identReason struct {
	Code string    `json:"code"`
	Text string    `json:"text"`
	Args errs.Args `json:"args,omitempty"`
}

func newIdentCmd() *cobra.Command {
	var asJSON bool
	var tag, table string
	cmd := &cobra.Command{
		Use:   "ident KIND VALUE",
		Short: "Check a number of the field and give its normal form",
		Long: `Check a number and give its normal form, or say what is wrong with it.

  quanlian ident uscc 91350100M000100Y43 --json
  quanlian ident patent "ZL 2023 1 0123456.6"

Kinds: ` + kindNames() + `.
VALUE - is the first line of standard input, so that an identity number need
not stand on the command line. Identity numbers are printed masked. Exit code 1
when the number is wrong.

With --scheme FILE, the table that ipc_scheme of the configuration names, the
class and subclass of an IPC symbol are looked up.`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			say, err := speaker(tag)
			if err != nil {
				return err
			}
			value, err := valueOrLine(cmd.InOrStdin(), args[1])
			if err != nil {
				return err
			}
			scheme, err := ipcScheme(table)
			if err != nil {
				return err
			}
			n, err := scheme.Parse(ident.Kind(args[0]), value)
			a := identAnswer{Kind: ident.Kind(args[0]), Valid: err == nil, Normal: n.Normal, Forms: n.Forms, Parts: n.Parts}
			switch {
			case errs.Is(err, "base.ident.no_such_kind"):
				return err
			case err != nil:
				e := errs.As(err)
				a.Reason = &identReason{e.Code, say.Error(err), e.Args}
				if err := emit(cmd, asJSON, a, a.Reason.Text); err != nil {
					return err
				}
				return errNegative
			}
			text := a.Normal
			for _, code := range n.Notes {
				a.Notes = append(a.Notes, identReason{Code: code, Text: say.T(code)})
				text += "\n  " + say.T(code)
			}
			return emit(cmd, asJSON, a, text)
		},
	}
	cmd.Flags().StringVar(&tag, "lang", "zh", "language of the reason: zh or en")
	cmd.Flags().StringVar(&table, "scheme", "", "table of the classification to look up an IPC symbol in, tab-separated")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON document")
	return cmd
}

func kindNames() string {
	var out []string
	for _, k := range ident.Kinds() {
		out = append(out, string(k))
	}
	return strings.Join(out, ", ")
}

// ipcScheme reads the table of the classification; nil for "". The subclasses that
// the program itself names are known in any case.
func ipcScheme(path string) (ident.Scheme, error) {
	if path == "" {
		return nil, nil
	}
	f, err := os.Open(path)
	if err != nil {
		e := errs.Wrap(errs.NotFound, "cmd.no_such_file", err)
		e.Args = errs.Args{"file": path}
		return nil, e
	}
	defer f.Close()
	s, err := ident.ReadScheme(f)
	if err != nil {
		return nil, err
	}
	for _, c := range classify.Subclasses() {
		if p, err := ident.ParseIPC(c.Code); err == nil {
			s.Add(p)
		}
	}
	return s, nil
}

const maxLine = 1 << 12 // Unit: bytes of standard input that a number may take. Source: design decision [D].

// valueOrLine is the value, or the first line of in where the value is "-".
func valueOrLine(in io.Reader, value string) (string, error) {
	if value != "-" {
		return value, nil
	}
	raw, err := io.ReadAll(io.LimitReader(in, maxLine))
	line, _, _ := strings.Cut(string(raw), "\n")
	return line, err
}
