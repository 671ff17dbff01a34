package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"quanlian/base/errs"
	"quanlian/engine/valuation"
	"quanlian/engine/valuation/appraise"
)

// patentFacts finds what a register knows of a patent, for `value PATENT_NO`.
type patentFacts func(patentNo string) (valuation.Request, error)

type valueFlags struct {
	method, input, subject, scene, asOf string
	asJSON                              bool
}

// scored is the document that `value --subject` prints.
type scored struct {
	*valuation.Result
	HighValue valuation.HighValue `json:"high_value"`
}

func newValueCmd() *cobra.Command { return newValueCmdWith(nil) }

// newValueCmdWith makes the command with a register to look patents up in; nil
// leaves the two forms that read a file.
func newValueCmdWith(find patentFacts) *cobra.Command {
	var f valueFlags
	cmd := &cobra.Command{
		Use:   "value [PATENT_NO]",
		Short: "score a patent by GB/T 42748-2023, or compute its value by a method",
		Long: `Score a patent, or compute what it may be worth in money.

  quanlian value PATENT_NO --scene finance --json
  quanlian value --subject FILE --scene finance --json
  quanlian value --method relief-from-royalty --input FILE --json

Methods: ` + strings.Join(appraise.Methods(), ", ") + `
Scenes:  transfer, finance, reporting, remedy, management, other

FILE - is standard input. Examples: docs/examples/value-*.json. Formats:
docs/examples/value-subject.schema.json and docs/examples/value-method.schema.json.
Neither a score nor a computed value is an appraisal (资产评估法 24, 27, 28).`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) == 1 && f.method == "" && f.subject == "" && f.input == "":
				return valueNumber(cmd, find, args[0], f)
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
	cmd.Flags().BoolVar(&f.asJSON, "json", false, "print one JSON document")
	return cmd
}

func valueNumber(cmd *cobra.Command, find patentFacts, no string, f valueFlags) error {
	if find == nil {
		return errs.New(errs.Invalid, "engine.valuation.no_register", errs.Args{"patent_no": no})
	}
	q, err := find(no)
	if err != nil {
		return err
	}
	return valueRequest(cmd, q, f)
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
	return emit(cmd, f.asJSON, scored{r, h}, scoreText(r, h))
}

func valueMethod(cmd *cobra.Command, f valueFlags) error {
	return withFile(cmd, f.input, func(r io.Reader) error {
		v, err := appraise.Value(f.method, r)
		if err != nil {
			return err
		}
		return emit(cmd, f.asJSON, v, methodText(v))
	})
}

// withFile hands over a file, or standard input for "-".
func withFile(cmd *cobra.Command, name string, use func(io.Reader) error) error {
	if name == "-" {
		return use(cmd.InOrStdin())
	}
	file, err := os.Open(name)
	if err != nil {
		e := errs.Wrap(errs.NotFound, "engine.valuation.no_file", err)
		e.Args = errs.Args{"file": name}
		return e
	}
	defer file.Close()
	return use(file)
}

func scoreText(r *valuation.Result, h valuation.HighValue) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s  %s  as of %s\n", r.PatentNo, r.Title, r.Scene.Name.ZH, r.AsOf)
	fmt.Fprintf(&b, "score %s  grade %s  confidence %.2f (%d of %d indicators)\n", points(r.Score), r.Grade, r.Confidence, r.Present, r.Leaves)
	for _, l1 := range r.Tree {
		fmt.Fprintf(&b, "%s  %s\n", points(l1.Score), l1.Name.ZH)
		for _, l2 := range l1.Children {
			fmt.Fprintf(&b, "  %s  %s\n", points(l2.Score), l2.Name.ZH)
			for _, l3 := range l2.Children {
				fmt.Fprintf(&b, "    %s  %s %s%s\n", points(l3.Score), l3.ID, l3.Name.ZH, evidenceText(l3))
			}
		}
	}
	for _, n := range append(append([]valuation.Notice{}, r.Vetoes...), r.Flags...) {
		fmt.Fprintf(&b, "! %s\n", n.Code)
	}
	fmt.Fprintf(&b, "high-value: computed %s, official %s\n", h.Computed, h.Official)
	b.WriteString("An automatic score is no appraisal (资产评估法 24, 27, 28).")
	return b.String()
}

func evidenceText(n valuation.Scored) string {
	var b strings.Builder
	for _, e := range n.Evidence {
		fmt.Fprintf(&b, " | %s: %s (%s, %s)", e.What.ZH, e.Value, e.Source, e.AsOf)
	}
	if n.Panel != nil {
		fmt.Fprintf(&b, " | panel of %d: %.1f, σ %.1f", n.Panel.Experts, n.Panel.Score, n.Panel.Sigma)
	}
	return b.String()
}

// points prints a score, or a dash when it is missing.
func points(v *float64) string {
	if v == nil {
		return "    —"
	}
	return fmt.Sprintf("%5.1f", *v)
}

func methodText(v *appraise.Valuation) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s yuan (%s 万元)\n%s\n", v.Method, v.Value.Fen().Plain(), v.Value.Wan(), v.Formula)
	for _, x := range v.Figures {
		fmt.Fprintf(&b, "  %s = %s %s\n", x.Name, x.Value, x.Unit)
	}
	if r := v.Range; r != nil {
		fmt.Fprintf(&b, "range %s – %s – %s 万元\n", r.Low.Wan(), r.Mid.Wan(), r.High.Wan())
	}
	b.WriteString("A computed value is no appraisal (资产评估法 24, 27, 28).")
	return b.String()
}
