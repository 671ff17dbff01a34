package main

import (
	"fmt"
	"os"
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
	Left        *periodLeft       `json:"left,omitempty"`
}

// periodLeft is what is left of the limit on the day of --now.
type periodLeft struct {
	On          calendar.Date         `json:"on"`
	Light       calendar.Light        `json:"light"`
	Days        calendar.CalendarDays `json:"left_days"`
	Work        calendar.WorkDays     `json:"left_workdays"`
	Elapsed     calendar.CalendarDays `json:"elapsed_days"`
	ElapsedWork calendar.WorkDays     `json:"elapsed_workdays"`
}

func newPeriodCmd() *cobra.Command {
	var f periodFlags
	cmd := &cobra.Command{
		Use:   "period --from DATE --add N(y|mo|d|wd)",
		Short: "count the end of a period by Chinese law and holidays",
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
of base/calendar/data/years. A date beyond the loaded notices is provisional.`,
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
	cal, err := withNotices(f.notices)
	if err != nil {
		return err
	}
	limit, err := calendar.ParsePeriod(f.add)
	if err != nil {
		return err
	}
	pauses, err := parsePauses(f.pauses)
	if err != nil {
		return err
	}
	start, err := calendar.ParseDate(f.from)
	if err != nil {
		return err
	}
	var a periodAnswer
	if f.service != "" || f.proven != "" {
		if start, err = a.receive(start, f); err != nil {
			return err
		}
	}
	if a.Result, err = cal.Due(start, limit, pauses, calendar.RegimeID(f.regime)); err != nil {
		return err
	}
	if f.now != "" {
		if a.Left, err = left(cal, f.now, start, limit, pauses, calendar.RegimeID(f.regime)); err != nil {
			return err
		}
	}
	for _, s := range a.Steps {
		a.Explanation = append(a.Explanation, say.Fill(s.Code, s.Args))
	}
	return emit(cmd, f.asJSON, a, a.text(say))
}

// receive puts the deemed day of receipt in the place of the day of dispatch.
func (a *periodAnswer) receive(sent calendar.Date, f periodFlags) (calendar.Date, error) {
	var proven calendar.Date
	if f.proven != "" {
		d, err := calendar.ParseDate(f.proven)
		if err != nil {
			return d, err
		}
		proven = d
	}
	r, err := calendar.Service(calendar.Way(f.service), sent, proven)
	a.Receipt = &r
	return r.Date, err
}

func left(cal *calendar.Calendar, on string, start calendar.Date, limit calendar.Period, pauses []calendar.Interval, id calendar.RegimeID) (*periodLeft, error) {
	now, err := calendar.ParseDate(on)
	if err != nil {
		return nil, err
	}
	l, err := cal.Remaining(now, start, limit, pauses, id)
	if err != nil {
		return nil, err
	}
	return &periodLeft{now, l.Light(calendar.DefaultSoon), l.Days, l.Work, l.Elapsed, l.ElapsedWork}, nil
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
func withNotices(paths []string) (*calendar.Calendar, error) {
	var all []calendar.Notice
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			return nil, errs.Wrap(errs.Invalid, "base.calendar.notice_unreadable", err)
		}
		n, err := calendar.ReadNotice(f)
		_ = f.Close() // read only
		if err != nil {
			return nil, err
		}
		all = append(all, n)
	}
	return calendar.National().With(all...)
}

// parsePauses reads FROM..TO:REASON.
func parsePauses(in []string) ([]calendar.Interval, error) {
	var out []calendar.Interval
	for _, s := range in {
		from, rest, ok := strings.Cut(s, "..")
		to, reason, _ := strings.Cut(strings.ReplaceAll(rest, "：", ":"), ":")
		if !ok {
			return nil, errs.At("--pause", "base.calendar.not_a_pause", errs.Args{"from": from, "to": to})
		}
		iv := calendar.Interval{Reason: reason}
		var err error
		if iv.From, err = calendar.ParseDate(from); err != nil {
			return nil, err
		}
		if to != "" {
			if iv.To, err = calendar.ParseDate(to); err != nil {
				return nil, err
			}
		}
		out = append(out, iv)
	}
	return out, nil
}

// speaker is the localizer that --lang names.
func speaker(tag string) (*lang.Localizer, error) {
	l, ok := lang.Parse(tag)
	if !ok {
		return nil, fmt.Errorf("--lang is zh or en, not %q", tag)
	}
	return lang.For(l), nil
}
