package itemflow

import (
	"quanlian/base/calendar"
	"quanlian/kernel/form"
)

// Said are the names, beside the answers of the form, that the sentence of a result
// may have in a flow ([form.Result]): who applied, the days of filing and decision;
// of what another office did, its name, its number and its day.
func Said(flow string) []string {
	if flow == Forward {
		return []string{"applicant", "filed", "office", "number", "since"}
	}
	return []string{"applicant", "filed", "day"}
}

// granted says what a decision grants, in the words of the item; zero where it grants
// nothing or the item has no words of its own.
func granted(d Data, it form.Item, day calendar.Date) form.Text {
	if d.Decision == nil || !d.Decision.Grant || it.Result.Says == (form.Text{}) {
		return form.Text{}
	}
	same := func(s string) form.Text { return form.Text{Zh: s, En: s} }
	on := func(x calendar.Date) form.Text { return form.Text{Zh: x.Chinese(), En: x.String()} }
	known := map[string]form.Text{"applicant": same(d.Applicant.Name), "filed": on(calendar.DateOf(d.Filed)), "day": on(day)}
	if o := d.Outside; it.Flow == Forward {
		known["office"], known["number"], known["since"], known["day"] = form.Text{}, form.Text{}, form.Text{}, form.Text{}
		if o != nil {
			known["office"], known["number"], known["since"] = form.Text{Zh: o.Issuer, En: issuerIn(it, o)}, same(o.No), on(o.Day)
		}
	}
	return it.Say(it.Result.Says, d.Values, known)
}

// grantedBy names how a result without words of its own is told: one of decide,
// answer, done.
func grantedBy(d Data, it form.Item) map[string]string {
	if d.Decision == nil || !d.Decision.Grant || it.Result.Says != (form.Text{}) {
		return nil
	}
	switch it.Flow {
	case Consult:
		return map[string]string{"answer": "1"}
	case Instant:
		return map[string]string{"done": "1"}
	}
	return map[string]string{"decide": "1"}
}

// decides reports whether the result is a decision of our own: no answer, no act of the
// moment, nothing that another office gave.
func (d Data) decides(it form.Item) bool {
	return d.Outside == nil && d.Proxy == nil && (it.Flow == Decide || it.Flow == Examine || it.Flow == Publish)
}
