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

// Breach is the record of a promise that did not hold (告知承诺失信记录): the decision
// that rested on it was revoked. It bars nothing. For how long it stands is not
// established: it stands until a head takes it out.
// Source: 浙江省保障"最多跑一次"改革规定 art. 14.
type Breach struct {
	Name      string    `json:"name"`               // of the head who revoked the decision
	Materials form.Text `json:"materials,omitzero"` // for which it was promised
	// Objected is when the party last objected, with its Objection; Settled when a
	// head answered it, or took the record out unasked, with the reason.
	Objected  time.Time `json:"objected,omitzero"`
	Objection string    `json:"objection,omitempty"`
	Settled   time.Time `json:"settled,omitzero"`
	Reason    string    `json:"reason,omitempty"`
	Struck    bool      `json:"struck,omitempty"` // it does not stand any more
}

// Open reports whether an objection waits for its answer.
func (b *Breach) Open() bool { return b != nil && !b.Objected.IsZero() && b.Settled.Before(b.Objected) }

// Objected reports whether a case is closed and the party's objection to its record
// waits for the head's word: it is closed in every list, and a task beside them.
func Objected(c kernel.Case) bool {
	if !Standard(c.Flow) || c.State != Undone {
		return false
	}
	d, err := ReadData(c)
	return err == nil && d.Breach.Open()
}

// BreachLaw is the law by which a broken promise is put on record.
const BreachLaw = "浙江省保障“最多跑一次”改革规定"

// BreachOf is the record that a case left, from the day on which the revocation
// counts as served; ok is false where there is none.
func BreachOf(c kernel.Case, today calendar.Date) (d Data, b Breach, ok bool) {
	if !Standard(c.Flow) || c.State != Undone {
		return d, b, false
	}
	d, err := DataOf(c)
	if err != nil || d.Decision == nil || d.Served == nil || d.Served.Pending(today) {
		return d, b, false
	}
	if d.Breach != nil {
		b = *d.Breach
	}
	return d, b, true
}

// OkInput is a head's yes or no to a party's objection, and why.
type OkInput struct {
	OK     string `json:"ok"`
	Reason string `json:"reason"`
}

// objectRecord is the party's word against the record.
func objectRecord() kernel.Move {
	return kernel.MoveOf[Data, kernel.ReasonInput, none]{
		Name: "object_record", Needs: []string{"reason"}, From: []kernel.State{Undone}, By: owners, Right: kernel.RightSubmit,
		Guard: func(t kernel.Turn[Data, kernel.ReasonInput, none]) error {
			if t.Data.idleRecord("object_record") {
				return errs.New(errs.Conflict, "kernel.itemflow.record_objected", nil)
			}
			return needReason(t.Input.Reason)
		},
		Effects: func(t kernel.Turn[Data, kernel.ReasonInput, none]) (kernel.Out[Data], error) {
			b := t.Data.breach()
			b.Objected, b.Objection = t.Now, strings.TrimSpace(t.Input.Reason)
			t.Data.Breach = &b
			return kernel.Out[Data]{Data: t.Data, Effects: []kernel.Effect{
				kernel.Notify{To: kernel.RoleHead, Text: "kernel.itemflow.notice.record_objected", Args: map[string]string{"no": t.Case.No, "reason": b.Objection}}}}, nil
		},
	}.Build()
}

// settleRecord takes the record out or lets it stand, with the reason; out it is
// taken unasked too.
func settleRecord() kernel.Move {
	return kernel.MoveOf[Data, OkInput, none]{
		Name: "settle_record", From: []kernel.State{Undone}, By: heads,
		Guard: func(t kernel.Turn[Data, OkInput, none]) error {
			switch {
			case t.Data.idleRecord("settle_record"):
				return errs.New(errs.Conflict, "kernel.itemflow.record_struck", nil)
			case !slices.Contains([]string{"yes", "no"}, t.Input.OK):
				return errs.At("ok", "kernel.itemflow.record_ok", nil)
			case t.Input.OK == "no" && !t.Data.Breach.Open():
				return errs.At("ok", "kernel.itemflow.record_unasked", nil)
			}
			return needReason(t.Input.Reason)
		},
		Effects: func(t kernel.Turn[Data, OkInput, none]) (kernel.Out[Data], error) {
			b, text := t.Data.breach(), "kernel.itemflow.notice.record_stands"
			b.Settled, b.Reason, b.Struck = t.Now, strings.TrimSpace(t.Input.Reason), t.Input.OK == "yes"
			if b.Struck {
				text = "kernel.itemflow.notice.record_struck"
			}
			t.Data.Breach = &b
			return kernel.Out[Data]{Data: t.Data, Effects: []kernel.Effect{
				kernel.Notify{To: kernel.RoleOwner, Text: text, Args: map[string]string{"no": t.Case.No, "reason": b.Reason}}}}, nil
		},
	}.Build()
}

// breach is the record as it stands, to be changed.
func (d Data) breach() Breach {
	if d.Breach == nil {
		return Breach{}
	}
	return *d.Breach
}

// idleRecord: there is no record to object to, or to settle.
func (d Data) idleRecord(move string) bool {
	b := d.Breach
	if d.Decision == nil || d.Decision.Revoked.IsZero() || d.Served == nil || b != nil && b.Struck {
		return true
	}
	return move == "object_record" && b.Open()
}

// promisedNames are the materials that a promise stood for.
func (d Data) promisedNames(it form.Item) form.Text {
	var list nameList
	for _, id := range d.Promised {
		if m, ok := it.Material(id); ok {
			list = append(list, m)
		}
	}
	return form.Text{Zh: list.In(true), En: list.In(false)}
}
