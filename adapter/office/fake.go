package office

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/desk"
)

// Fake answers every question after a delay, once, with a number that follows
// from the question, so that a demo is the same every time.
type Fake struct {
	Delay time.Duration
	Now   func() time.Time
	// Paper says what the office answers on paper: those questions stay open until
	// the staff enter what the paper says. nil for none.
	Paper func(q hall.RecordQuestion) bool

	answers desk.Arriving
}

// Unit: serial numbers. Source: seven digits as a notice of the office has them.
const serials = 10_000_000

// Send takes a question in. Sending the same twice is harmless: the answers
// carry the same id.
func (f *Fake) Send(_ context.Context, a kernel.Ask) error {
	var q hall.RecordQuestion
	if err := json.Unmarshal(a.Payload, &q); err != nil {
		return errs.Wrap(errs.Invalid, "adapter.office.bad_question", err)
	}
	if f.Paper != nil && f.Paper(q) {
		return nil
	}
	now := f.Now()
	h := fnv.New32a()
	_, _ = h.Write([]byte(a.Key))
	payload, err := json.Marshal(hall.RecordAnswer{No: fmt.Sprintf("%d%07d", now.In(calendar.China).Year(), h.Sum32()%serials), Date: calendar.DateOf(now.Add(f.Delay))})
	if err != nil {
		return errs.Wrap(errs.Internal, "adapter.office.bad_question", err)
	}
	f.answers.Put(desk.OutsideAnswer{Party: hall.Office, ID: a.Key, AskKey: a.Key, Payload: payload}, now.Add(f.Delay))
	return nil
}

// Answers gives the answers whose time has come, each once.
func (f *Fake) Answers(context.Context) ([]desk.OutsideAnswer, error) {
	return f.answers.Due(f.Now()), nil
}
