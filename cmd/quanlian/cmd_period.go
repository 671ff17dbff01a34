package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/lang"
)

type periodFlags struct {
	from, add, regime, service, proven, now, lang string
	pauses, notices                               []string
	asJSON                                        bool
}

// periodAnswer is the document that `period` prints.
type periodAnswer struct {
	calendar.Result
	Explanation []string          `json:"explanation"`
	Receipt     *calendar.Receipt `json:"receipt,omitempty"`
	Left        *calendar.LeftOn  `json:"left,omitempty"`
}

func newPeriodCmd() *cobra.Command {
	var f periodFlags
	cmd := &cobra.Command{
		Use:   "period --from DATE --add N(y|mo|d|wd)",
		Short: "Count the end of a period by Chinese law and holidays",
		Long: `Count the end of a legal period, with the reasons.

  quanlian period --from 2025-11-30 --add 3mo --regime patent --json
  quanlian period --from 2026-03-02 --add 20d --regime administrative --pause 2026-03-05..2026-03-15:补正
  quanlian period --from 1999-12-16 --service post --add 2mo

Units: y years, mo months, d calendar days, wd working days. The start day is
not counted. Regimes: ` + strings.Join(regimeNames(), ", ") + `.
--pause FROM..TO:REASON: FROM is the first day that does not count, TO the day
on which the clock runs again (empty while the pause lasts); may be repeated.
--service: the period runs from the deemed receipt of a document that was sent
on --from. --notice FILE adds the State Council notice of a year, in the form
of docs/examples/period-notice.json. A date beyond the loaded notices is provisional.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return period(cmd, f) },
	}
	fl := cmd.Flags()
	fl.StringVar(&f.from, "from", "", "start day; it is not counted")
	fl.StringVar(&f.add, "add", "", "length: 10y, 3mo, 15d, 5wd")
	fl.StringVar(&f.regime, "regime", string(calendar.PatentLaw), "law of counting: "+strings.Join(regimeNames(), ", "))
	fl.StringVar(&f.service, "service", "", "electronic, post or announcement: --from is the day of dispatch")
	fl.StringVar(&f.proven, "received", "", "proven day of receipt, with --service post")
	fl.StringVar(&f.now, "now", "", "also tell what is left on this day")
	fl.StringArrayVar(&f.pauses, "pause", nil, "FROM..TO:REASON, may be repeated")
	fl.StringArrayVar(&f.notices, "notice", nil, "JSON file of a year's holiday notice, may be repeated")
	fl.StringVar(&f.lang, "lang", "zh", "language of the explanation: zh or en")
	fl.BoolVar(&f.asJSON, "json", false, "print one JSON document")
	_ = cmd.MarkFlagRequired("from")
	_ = cmd.MarkFlagRequired("add")
	return cmd
}

// regimeNames lists each regime once, as the data has them.
func regimeNames() []string {
	var names []string
	seen := map[calendar.RegimeID]bool{}
	for _, r := range calendar.Regimes() {
		if !seen[r.ID] {
			names = append(names, string(r.ID))
		}
		seen[r.ID] = true
	}
	return names
}

func period(cmd *cobra.Command, f periodFlags) error {
	say, err := speaker(f.lang)
	if err != nil {
		return err
	}
	cal, err := withNotices(cmd, f.notices)
	if err != nil {
		return err
	}
	q, err := f.question()
	if err != nil {
		return err
	}
	x, err := cal.Answer(q)
	if err != nil {
		return err
	}
	a := periodAnswer{Result: x.Result, Receipt: x.Receipt, Left: x.Left}
	for _, s := range a.Steps {
		a.Explanation = append(a.Explanation, say.Fill(s.Code, s.Args))
	}
	return emit(cmd, f.asJSON, a, a.text(say))
}

// question reads the flags.
func (f periodFlags) question() (calendar.Question, error) {
	q := calendar.Question{Regime: calendar.RegimeID(f.regime), Way: calendar.Way(f.service)}
	var err error
	if q.Add, err = calendar.ParsePeriod(f.add); err != nil {
		return q, err
	}
	for _, s := range f.pauses {
		iv, err := calendar.ParsePause(s)
		if err != nil {
			return q, err
		}
		q.Pauses = append(q.Pauses, iv)
	}
	for _, x := range []struct {
		text string
		to   *calendar.Date
	}{{f.from, &q.From}, {f.proven, &q.Received}, {f.now, &q.Now}} {
		if x.text == "" && x.to != &q.From {
			continue
		}
		if *x.to, err = calendar.ParseDate(x.text); err != nil {
			return q, err
		}
	}
	return q, nil
}

// text is the answer for people: the date first, then why.
func (a periodAnswer) text(say *lang.Localizer) string {
	var b strings.Builder
	b.WriteString(a.Date.String())
	if a.Held {
		b.WriteString("—")
	}
	if a.Receipt != nil {
		fmt.Fprintf(&b, "\n  %s", say.T("base.calendar.received", "date", a.Receipt.Date, "basis", a.Receipt.Rule.Basis))
	}
	for _, s := range a.Explanation {
		b.WriteString("\n  " + s)
	}
	b.WriteString("\n  " + say.T("base.calendar.basis", "basis", a.Basis))
	if !a.Verified {
		b.WriteString("\n  " + say.T("base.calendar.unverified"))
	}
	if l := a.Left; l != nil {
		fmt.Fprintf(&b, "\n  %s", say.T("base.calendar.left", "on", l.On, "light", lang.Key("base.calendar.light."+string(l.Light)), "days", int(l.Days), "work", int(l.Work)))
	}
	return b.String()
}

// withNotices is the national calendar with the notices of files.
func withNotices(cmd *cobra.Command, paths []string) (*calendar.Calendar, error) {
	var all []calendar.Notice
	for _, p := range paths {
		err := withFile(cmd, p, func(r io.Reader) error {
			n, err := calendar.ReadNotice(r)
			all = append(all, n)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return calendar.National().With(all...)
}

// speaker is the localizer that --lang names.
func speaker(tag string) (*lang.Localizer, error) {
	l, ok := lang.Parse(tag)
	if !ok {
		return nil, errs.At("lang", "cmd.flag_lang", errs.Args{"value": tag})
	}
	return lang.For(l), nil
}
