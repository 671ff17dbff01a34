package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/engine/rehearsal"
)

func newRehearseCmd() *cobra.Command {
	var input, language string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "rehearse --input FILE",
		Short: "Replay cases with other staff, limits or holidays: what a promise would cost",
		Long: `Replay the cases of offices and say what other staff, limits or holidays would bring.

  quanlian rehearse --input FILE --json
  quanlian rehearse --input - --lang en

The document lists the cases as they came (arrival, item, unit, minutes of work
observed or drawn by the item's distribution, pauses), the offices with their
staff, the items with their promised limit, and what to try. The answer gives
load, waiting, closing times, the share overdue and the backlog by week, each
with its spread over the runs. The same seed gives the same answer.

FILE - is standard input. Example: docs/examples/rehearse-window.json. Format:
docs/examples/rehearse.schema.json. The command reckons; it promises nothing.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			l, ok := lang.Parse(language)
			if !ok {
				return errs.At("lang", "engine.rehearsal.unknown_language", errs.Args{"value": language})
			}
			if input == "" {
				return errs.At("input", "engine.rehearsal.no_file", nil)
			}
			var a rehearsal.Answer
			err := withFile(cmd, input, func(r io.Reader) error {
				q, err := rehearsal.ReadRequest(r)
				if err != nil {
					return err
				}
				a, err = rehearsal.Rehearse(q, calendar.National())
				return err
			})
			if err != nil {
				return err
			}
			return emit(cmd, asJSON, a, rehearseText(lang.For(l), a))
		},
	}
	cmd.Flags().StringVar(&input, "input", "", "the request, JSON")
	cmd.Flags().StringVar(&language, "lang", "zh", "language of the text: zh or en")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON document")
	return cmd
}

const rehearseKey = "engine.rehearsal."

func percent(x float64) string { return fmt.Sprintf("%.1f %%", 100*x) }

func datesText(days []calendar.Date) string {
	var out []string
	for _, d := range days {
		out = append(out, d.String())
	}
	return strings.Join(out, ", ")
}

// rehearseText writes an answer for a reader at a terminal.
func rehearseText(t *lang.Localizer, a rehearsal.Answer) string {
	var b strings.Builder
	a.Base.Name = t.T(rehearseKey + "base")
	for _, o := range append([]rehearsal.Outcome{a.Base}, a.Tried...) {
		say := func(key string, args errs.Args) { fmt.Fprintln(&b, t.Fill(rehearseKey+key, args)) }
		say("sentence", errs.Args{"name": o.Name, "cases": o.Cases, "closed": fmt.Sprintf("%.0f", o.Closed.Mean), "open": fmt.Sprintf("%.0f", o.Open.Mean),
			"share": percent(o.Share.Mean), "low": percent(o.Share.Low), "high": percent(o.Share.High),
			"days": fmt.Sprintf("%.1f", o.Days.Mean), "slow": fmt.Sprintf("%.1f", o.Slow.Mean), "wait": fmt.Sprintf("%.1f", o.Wait.Mean/60)})
		if c := o.Change; c != nil {
			say("against", errs.Args{"share": points100(c.Share.Mean), "low": points100(c.Share.Low), "high": points100(c.Share.High)})
		}
		if len(o.Idle) > 0 {
			say("idle", errs.Args{"days": datesText(o.Idle)})
		}
		for _, u := range o.Units {
			say("unit", errs.Args{"unit": u.Unit, "staff": u.Staff, "cases": u.Cases, "load": percent(u.Load.Mean), "low": percent(u.Load.Low), "high": percent(u.Load.High), "share": percent(u.Share.Mean)})
		}
		for _, n := range o.Needed {
			key := "needed"
			if !n.Enough {
				key = "needed_not"
			}
			say(key, errs.Args{"unit": n.Unit, "staff": n.Staff, "needs": n.Needs, "share": percent(n.Share.Mean)})
		}
		if peak := mostOpen(o.Backlog); !peak.End.IsZero() {
			say("peak", errs.Args{"day": peak.End.String(), "open": fmt.Sprintf("%.0f", peak.Open.Mean)})
		}
	}
	b.WriteString(t.T(a.Note))
	return b.String()
}

func points100(x float64) string { return fmt.Sprintf("%+.1f", 100*x) }

func mostOpen(weeks []rehearsal.Week) (peak rehearsal.Week) {
	for _, w := range weeks {
		if peak.End.IsZero() || w.Open.Mean > peak.Open.Mean {
			peak = w
		}
	}
	return peak
}
