package main

import (
	"io"

	"github.com/spf13/cobra"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/engine/taxation"
)

func newTaxCmd() *cobra.Command {
	var input, language string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "tax --input FILE",
		Short: "Compute the taxes of a deal by the rules of its day, or compare before signing",
		Long: `Compute what a deal in technology costs in tax, by the rules of the day of the event.

  quanlian tax --input FILE --json
  quanlian tax --input - --lang en

The document names its task: sheet (the tax sheet of a deal), compare (exempt
against taxed for both sides), year (one pot over all contracts of a tax year),
research, amortise, cash_reward. Amounts are fields ending in _yuan (yuan, at
most two decimals) or _fen (whole fen); answers are in fen.

FILE - is standard input. Examples: docs/examples/tax-*.json. Format:
docs/examples/tax.schema.json. The command computes and reminds; it does not file.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			l, ok := lang.Parse(language)
			if !ok {
				return errs.At("lang", "engine.taxation.unknown_value", errs.Args{"field": "lang", "value": language, "allowed": []string{"zh", "en"}})
			}
			if input == "" {
				return errs.At("input", "engine.taxation.no_input", nil)
			}
			a, err := taxAnswer(cmd, input)
			if err != nil {
				return err
			}
			return emit(cmd, asJSON, a, taxText{lang.For(l), l}.answer(a))
		},
	}
	cmd.Flags().StringVar(&input, "input", "", "the request, JSON")
	cmd.Flags().StringVar(&language, "lang", "zh", "language of the text: zh or en")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON document")
	return cmd
}

func taxAnswer(cmd *cobra.Command, input string) (a taxation.Answer, err error) {
	rules, err := taxation.BuiltIn()
	if err != nil {
		return a, err
	}
	err = withFile(cmd, input, func(r io.Reader) error {
		q, err := taxation.ReadRequest(r)
		if err != nil {
			return err
		}
		if a, err = rules.Answer(q); err != nil {
			return err
		}
		if a.Sheet != nil {
			err = a.Sheet.Roll(calendar.National())
		}
		if err == nil && a.Comparison != nil {
			err = a.Comparison.Roll(calendar.National())
		}
		return err
	})
	return a, err
}
