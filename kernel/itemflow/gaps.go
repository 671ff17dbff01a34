package itemflow

import (
	"slices"
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
)

// MayFollow are the materials that the case may be accepted without, to be
// supplied by a day (容缺): declared so, not there, and not promised. None when
// something is lacking that may not follow: then nothing is accepted.
func MayFollow(it form.Item, d Data) []form.Material {
	if slices.ContainsFunc(Lacking(it, d), func(m form.Material) bool { return m.Later.IsZero() }) {
		return nil
	}
	var out []form.Material
	for _, m := range it.Materials {
		if m.Source != "system" && !m.Later.IsZero() && !d.Has(m.ID) && !slices.Contains(d.Promised, m.ID) {
			out = append(out, m)
		}
	}
	return out
}

// IdleKept reports what [Idle] cannot see without the item that the case was filed
// under, which kept reads: a move that the item leaves nothing to do.
func IdleKept(kept func(hash string) (form.Item, error), c kernel.Case, move string) bool {
	if move != "accept_gaps" {
		return false
	}
	d, err := DataOf(c)
	if err != nil {
		return false
	}
	it, err := kept(c.ItemHash)
	return err == nil && len(MayFollow(it, d)) == 0
}

// Owed are the materials that the applicant owes the case as it stands: what may
// follow, until it is decided, and what a promise that is doubted stood for.
func (d Data) Owed(s kernel.State) []Gap {
	if d.Doubt != "" && (s == Decided || s == Delivered) || slices.Contains([]kernel.State{Accepted, Publishing, Deciding}, s) {
		return d.OpenGaps()
	}
	return nil
}

// Debtor is who owes an open case papers while it is the office's to go on with;
// "" where nobody does. It stands beside whose move it is.
func Debtor(c kernel.Case) kernel.Role {
	if !Standard(c.Flow) || !c.Closed.IsZero() {
		return ""
	}
	if d, err := DataOf(c); err != nil || len(d.Owed(c.State)) == 0 {
		return ""
	}
	return kernel.RoleOwner
}

// OwedBy is the day until which the applicant answers what was asked: a correction,
// or the nearest of what may follow. Zero where nothing is owed.
func OwedBy(c kernel.Case) calendar.Date {
	d, err := DataOf(c)
	if err != nil || !Standard(c.Flow) {
		return calendar.Date{}
	}
	return d.OwedBy(c)
}

// OwedBy is the same day, of a case whose data are read already.
func (d Data) OwedBy(c kernel.Case) calendar.Date {
	if c.Hold != nil && c.Hold.Kind == kernel.HoldCorrection {
		if d.Notified != nil {
			return d.Notified.By
		}
		return calendar.Date{}
	}
	var by calendar.Date
	for _, g := range d.Owed(c.State) {
		if by.IsZero() || g.By.Before(by) {
			by = g.By
		}
	}
	return by
}

// filled marks what was owed and is there now.
func (d Data) filled(now time.Time) Data {
	d.Gaps = slices.Clone(d.Gaps)
	for i := range d.Gaps {
		if d.Gaps[i].Supplied.IsZero() && d.Has(d.Gaps[i].Material) {
			d.Gaps[i].Supplied = now
		}
	}
	return d
}

// ByDay are what is owed, together where the day is the same, the nearest first.
func ByDay(gaps []Gap) [][]Gap {
	var out [][]Gap
	for _, g := range slices.SortedStableFunc(slices.Values(gaps), func(a, b Gap) int { return a.By.Compare(b.By) }) {
		if n := len(out); n > 0 && out[n-1][0].By == g.By {
			out[n-1] = append(out[n-1], g)
		} else {
			out = append(out, []Gap{g})
		}
	}
	return out
}

// owedList names what is owed, with its days.
type owedList struct {
	it   form.Item
	gaps []Gap
}

// In is the list in one language.
func (o owedList) In(zh bool) string {
	var out []string
	for _, day := range ByDay(o.gaps) {
		var names nameList
		for _, g := range day {
			m, _ := o.it.Material(g.Material)
			names = append(names, m)
		}
		if by := day[0].By; zh {
			out = append(out, names.In(zh)+"（最迟"+by.Chinese()+"）")
		} else {
			out = append(out, names.In(zh)+" (by "+by.String()+")")
		}
	}
	return strings.Join(out, map[bool]string{true: "、", false: ", "}[zh])
}

// whole refuses what wants every paper, and names those that are owed.
func (d Data) whole(it form.Item) error {
	if open := d.OpenGaps(); len(open) > 0 {
		return errs.New(errs.TooEarly, "kernel.itemflow.gaps_open", errs.Args{"materials": owedList{it, open}})
	}
	return nil
}
