package itemflow

import (
	"slices"

	"quanlian/base/calendar"
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

// OwedBy is the day until which the applicant answers what was asked: a correction,
// or the nearest of what may follow. Zero where nothing is owed.
func OwedBy(c kernel.Case) calendar.Date {
	d, err := DataOf(c)
	if err != nil || !Standard(c.Flow) {
		return calendar.Date{}
	}
	if c.Hold != nil {
		if c.Hold.Kind == kernel.HoldCorrection && d.Notified != nil {
			return d.Notified.By
		}
		return calendar.Date{}
	}
	var by calendar.Date
	for _, g := range d.OpenGaps() {
		if by.IsZero() || g.By.Before(by) {
			by = g.By
		}
	}
	return by
}
