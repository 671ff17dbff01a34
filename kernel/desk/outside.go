package desk

import (
	"context"
	"encoding/json"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// OutsideAnswer is what an outside party says to one of our questions.
type OutsideAnswer struct {
	Party   kernel.Role     `json:"party"`
	ID      string          `json:"id"`  // the party's own id: doubled answers carry the same
	AskKey  string          `json:"ask"` // our idempotency key
	Payload json.RawMessage `json:"payload"`
}

// Answered says what became of an answer.
type Answered struct {
	Receipt   Receipt
	Doubled   bool // seen before; nothing changed
	Suspended bool // fits no case as it stands: a clerk finds it in suspense
}

// Answer takes what an outside party says, late, doubled or out of order. One
// that fits no open question, or whose move the case no longer allows, goes to
// the suspense account and is never lost.
func (d *Desk) Answer(ctx context.Context, in OutsideAnswer) (Answered, error) {
	if in.ID == "" || in.Party == "" {
		return Answered{}, errs.New(errs.Invalid, "kernel.answer_without_id", nil)
	}
	key := "answer/" + string(in.Party) + "/" + in.ID
	out, err := d.takeAnswer(ctx, key, in)
	switch errs.KindOf(err) {
	case "", errs.Internal, errs.Unavailable:
		return out, err
	}
	reason := errs.As(err).Code
	err = d.Do(ctx, kernel.SystemActor(in.Party), key, kernel.Suspend{ID: d.NewID(), Party: in.Party, Answer: in.ID, AskKey: in.AskKey, Payload: in.Payload, Reason: reason})
	return Answered{Suspended: true}, err
}

func (d *Desk) takeAnswer(ctx context.Context, key string, in OutsideAnswer) (Answered, error) {
	var out Answered
	now := d.Now()
	number, err := d.Store.Numbers(ctx, now.Year(), d.prefixes())
	if err != nil {
		return out, err
	}
	numbers := drawOnce(number)
	err = d.Store.InTx(ctx, func(tx Tx) error {
		out = Answered{}
		r, err := tx.Receipt(key)
		if err != nil {
			return err
		}
		if r != nil {
			out = Answered{Receipt: *r, Doubled: true}
			return nil
		}
		ask, err := tx.AskByKey(in.AskKey)
		if err != nil {
			return err
		}
		if ask == nil || ask.Ask.Party != in.Party {
			return errs.New(errs.NotFound, "kernel.no_such_question", nil)
		}
		s := &session{desk: d, tx: tx, actor: kernel.SystemActor(in.Party), now: now, number: numbers.again()}
		out.Receipt, err = s.act(Command{Case: ask.Case, Move: ask.Ask.OnAnswer, Key: key, Input: in.Payload}, true)
		if err != nil {
			return err
		}
		if err := tx.CloseAsk(in.AskKey, now); err != nil {
			return err
		}
		return tx.SaveReceipt(out.Receipt)
	})
	return out, err
}

// Unit: timers, time. Source: our own bounds, so that one pass stays short, and
// what came too early is done within the hour in which it may.
const (
	duePage  = 200
	tooEarly = time.Hour
)

// Due makes the moves of the timers that are due at the instant and says how
// many it made. A timer whose move the case no longer allows is dropped: the
// guard, which computes the limit again, has the last word. One that comes too
// early, because a notice or an outage has moved the limit since, comes again.
func (d *Desk) Due(ctx context.Context, now time.Time) (int, error) {
	timers, err := d.Store.DueTimers(ctx, now, duePage)
	if err != nil {
		return 0, err
	}
	made := 0
	for _, t := range timers {
		err := d.fire(ctx, t)
		switch errs.KindOf(err) {
		case "":
			made++
		case errs.Internal, errs.Unavailable:
			return made, err
		case errs.TooEarly:
			if err := d.dropTimer(ctx, t, now.Add(tooEarly)); err != nil {
				return made, err
			}
		default:
			if err := d.dropTimer(ctx, t, time.Time{}); err != nil {
				return made, err
			}
		}
	}
	return made, nil
}

func (d *Desk) fire(ctx context.Context, t Timer) error {
	key := "timer/" + string(t.Case) + "/" + t.Name + "/" + t.At.UTC().Format(time.RFC3339Nano)
	_, err := d.act(ctx, kernel.SystemActor("timer"), Command{Case: t.Case, Move: t.Move, Key: key, Input: t.Input}, func(tx Tx) error {
		still, err := tx.DropTimer(t)
		if err == nil && !still {
			return errs.New(errs.Conflict, "kernel.timer_gone", nil)
		}
		return err
	})
	return err
}

// dropTimer takes a timer away, or puts it off until again.
func (d *Desk) dropTimer(ctx context.Context, t Timer, again time.Time) error {
	return d.Store.InTx(ctx, func(tx Tx) error {
		still, err := tx.DropTimer(t)
		if err != nil || !still || again.IsZero() {
			return err
		}
		meta := Meta{Case: kernel.Case{ID: t.Case}, Actor: kernel.SystemActor("timer"), Act: t.Move, At: d.Now(), NewID: d.NewID}
		return tx.Apply(meta, kernel.SetTimer{Name: t.Name, At: again, Move: t.Move, Input: t.Input})
	})
}
