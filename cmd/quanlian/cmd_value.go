package main

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"quanlian/adapter/sqlstore"
	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/ident"
	matter "quanlian/chain/utilization/valuation"
	"quanlian/engine/valuation"
	"quanlian/engine/valuation/appraise"
	"quanlian/registry"
)

type valueFlags struct {
	method, input, subject, scene, asOf, knownAt, db, tag string
	asJSON                                                bool
}

// scored is the document that `value --subject` prints.
type scored struct {
	*valuation.Result
	HighValue valuation.HighValue `json:"high_value"`
}

func newValueCmd() *cobra.Command {
	var f valueFlags
	cmd := &cobra.Command{
		Use:   "value [PATENT_NO]",
		Short: "Score a patent by GB/T 42748-2023, or compute its value by a method",
		Long: `Score a patent, or compute what it may be worth in money.

  quanlian value PATENT_NO --scene finance --json
  quanlian value PATENT_NO --db sqlite:var/quanlian.db --as-of 2026-06-30
  quanlian value PATENT_NO --as-of 2026-06-30 --known-at 2026-06-30
  quanlian value --subject FILE --scene finance --json
  quanlian value --method relief-from-royalty --input FILE --json

A patent number is looked up in the register of a database, by default that of
the demo city. Methods: ` + strings.Join(appraise.Methods(), ", ") + `
Scenes:  transfer, finance, reporting, remedy, management, other

FILE - is standard input. Examples: docs/examples/value-*.json. Formats:
docs/examples/value-subject.schema.json and docs/examples/value-method.schema.json.
Neither a score nor a computed value is an appraisal (资产评估法 24, 27, 28).`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case f.knownAt != "" && len(args) == 0:
				return errs.New(errs.Invalid, "engine.valuation.command_form", nil)
			case len(args) == 1 && f.method == "" && f.subject == "" && f.input == "":
				return valueNumber(cmd, args[0], f)
			case len(args) == 0 && f.method != "" && f.input != "" && f.subject == "":
				return valueMethod(cmd, f)
			case len(args) == 0 && f.method == "" && f.input == "" && f.subject != "":
				return valueSubject(cmd, f)
			}
			return errs.New(errs.Invalid, "engine.valuation.command_form", nil)
		},
	}
	cmd.Flags().StringVar(&f.method, "method", "", "method of the worksheet: "+strings.Join(appraise.Methods(), ", "))
	cmd.Flags().StringVar(&f.input, "input", "", "worksheet of the method, JSON")
	cmd.Flags().StringVar(&f.subject, "subject", "", "facts of the patent, JSON")
	cmd.Flags().StringVar(&f.scene, "scene", "", "scene, before the one the file names")
	cmd.Flags().StringVar(&f.asOf, "as-of", "", "frozen day YYYY-MM-DD, before the one the file names")
	cmd.Flags().StringVar(&f.knownAt, "known-at", "", "as the register knew PATENT_NO at the end of the day YYYY-MM-DD; default: what it knows now")
	cmd.Flags().StringVar(&f.db, "db", demoDatabase, "register in which PATENT_NO is looked up: sqlite:PATH or postgres://…")
	cmd.Flags().StringVar(&f.tag, "lang", "zh", "language: zh or en")
	cmd.Flags().BoolVar(&f.asJSON, "json", false, "print one JSON document")
	return cmd
}

// valueNumber evaluates a patent from what the register knows of it.
func valueNumber(cmd *cobra.Command, no string, f valueFlags) error {
	day, now := calendar.DateOf(time.Now()), time.Now()
	if f.asOf != "" {
		var err error
		if day, err = calendar.ParseDate(f.asOf); err != nil {
			return errs.New(errs.Invalid, "engine.valuation.bad_day", errs.Args{"value": f.asOf})
		}
	}
	v, err := registered(cmd.Context(), f.db, no)
	if err != nil {
		return err
	}
	if f.knownAt != "" {
		known, err := calendar.ParseDate(f.knownAt)
		if err != nil {
			return errs.New(errs.Invalid, "engine.valuation.bad_day", errs.Args{"value": f.knownAt})
		}
		now = registry.EndOf(known)
		v.Events = registry.KnownAt(v.Events, now)
	}
	cal := calendar.National()
	r, err := matter.Automatic(cal, v, cmp.Or(f.scene, "transfer"), day, now)
	if err != nil {
		return err
	}
	h, err := matter.HighValue(cal, v, day, now)
	if err != nil {
		return err
	}
	return tellScore(cmd, f, r, h)
}

// registered is what the register of a database knows of a right.
func registered(ctx context.Context, db, no string) (registry.View, error) {
	n, err := ident.ParseApplication(no)
	if err != nil {
		return registry.View{}, err
	}
	s, _, err := sqlstore.Inspect(ctx, db)
	if err != nil {
		return registry.View{}, err
	}
	defer s.Close()
	return s.Right(ctx, n.String())
}

func valueSubject(cmd *cobra.Command, f valueFlags) error {
	return withFile(cmd, f.subject, func(r io.Reader) error {
		q, err := valuation.ReadRequest(r)
		if err != nil {
			return err
		}
		return valueRequest(cmd, q, f)
	})
}

func valueRequest(cmd *cobra.Command, q valuation.Request, f valueFlags) error {
	if f.scene != "" {
		q.Scene = f.scene
	}
	if f.asOf != "" {
		q.AsOf = valuation.Day(f.asOf)
	}
	tree, err := valuation.Default()
	if err != nil {
		return err
	}
	r, err := tree.Evaluate(q)
	if err != nil {
		return err
	}
	h, err := tree.HighValueOf(&q.Subject, q.AsOf, nil)
	if err != nil {
		return err
	}
	return tellScore(cmd, f, r, h)
}

func tellScore(cmd *cobra.Command, f valueFlags, r *valuation.Result, h valuation.HighValue) error {
	say, err := speaker(f.tag)
	if err != nil {
		return err
	}
	return emit(cmd, f.asJSON, scored{r, h}, scoreText(say, r, h))
}

func valueMethod(cmd *cobra.Command, f valueFlags) error {
	say, err := speaker(f.tag)
	if err != nil {
		return err
	}
	return withFile(cmd, f.input, func(r io.Reader) error {
		v, err := appraise.Value(f.method, r)
		if err != nil {
			return err
		}
		return emit(cmd, f.asJSON, v, methodText(say, v))
	})
}

// withFile hands over a file, or standard input for "-".
func withFile(cmd *cobra.Command, name string, use func(io.Reader) error) error {
	if name == "-" {
		return inDocument("", cmd.InOrStdin(), use)
	}
	file, err := os.Open(name)
	if err != nil {
		e := errs.Wrap(errs.NotFound, "cmd.no_such_file", err)
		e.Args = errs.Args{"file": name}
		return e
	}
	defer file.Close()
	return inDocument(name, file, use)
}

// documentFault is a fault of the document that was handed in; its fields are those
// of the document.
type documentFault struct {
	error
	name string // of its file, "" for standard input
	read []byte // of the document
}

func (d documentFault) Unwrap() error { return d.error }

func inDocument(name string, r io.Reader, use func(io.Reader) error) error {
	var read bytes.Buffer
	if err := use(io.TeeReader(r, &read)); err != nil {
		return documentFault{err, name, read.Bytes()}
	}
	return nil
}
