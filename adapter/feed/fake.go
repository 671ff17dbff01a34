package feed

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/itemflow"
)

// Fake is the platform of demo and trials. It takes each record once by our key,
// answers after a delay, and misbehaves as it is told.
type Fake struct {
	Now   func() time.Time
	Delay time.Duration
	// Double answers everything twice; Refuse says why a record is refused, "" for
	// one that is taken.
	Double bool
	Refuse func(itemflow.FeedRecord) string

	mu  sync.Mutex
	got map[string]itemflow.FeedRecord

	answers desk.Arriving
}

// Stubborn refuses every n-th record the first time it is told.
func Stubborn(n int, why string) func(itemflow.FeedRecord) string {
	told := map[string]bool{}
	return func(r itemflow.FeedRecord) string {
		key := r.No + "/" + r.Kind
		if told[key] {
			return ""
		}
		told[key] = true
		if len(told)%n == 0 {
			return why
		}
		return ""
	}
}

// Send takes a record in; the same key again is the same record.
func (f *Fake) Send(_ context.Context, a kernel.Ask) error {
	var r itemflow.FeedRecord
	if err := json.Unmarshal(a.Payload, &r); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.got == nil {
		f.got = map[string]itemflow.FeedRecord{}
	}
	if _, twice := f.got[a.Key]; twice {
		return nil
	}
	f.got[a.Key] = r
	in := itemflow.FedInput{Kind: r.Kind, OK: true, No: fmt.Sprintf("SJ%06d", len(f.got))}
	if f.Refuse != nil {
		if why := f.Refuse(r); why != "" {
			in.OK, in.No, in.Reason = false, "", why
		}
	}
	payload, err := json.Marshal(in)
	if err != nil {
		return err
	}
	answer, at := desk.OutsideAnswer{Party: itemflow.Feed, ID: "fed/" + a.Key, AskKey: a.Key, Payload: payload}, f.Now().Add(f.Delay)
	f.answers.Put(answer, at)
	if f.Double {
		f.answers.Put(answer, at)
	}
	return nil
}

// Answers gives what has become due, once.
func (f *Fake) Answers(context.Context) ([]desk.OutsideAnswer, error) {
	return f.answers.Due(f.Now()), nil
}

// Got is what it was told, by our keys.
func (f *Fake) Got() map[string]itemflow.FeedRecord {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := map[string]itemflow.FeedRecord{}
	for k, r := range f.got {
		out[k] = r
	}
	return out
}
