package kernel

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/test/librarycard"
	"quanlian/test/storetest"
)

// Who takes no part in a case is told the same as for one that is not there.
func TestStrangerLearnsNotEvenThatThereIsACase(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := newWorld(t, s)
		r := w.apply(w.as("u-reader", ""), "k1", "读者甲")
		stranger := w.as("u-agent", "")
		for key, id := range map[string]kernel.CaseID{"a": r.Case, "b": "no-such-case"} {
			if _, err := w.act(stranger, id, kernel.MoveWithdraw, key, 7, kernel.ReasonInput{Reason: "x"}); !errs.Is(err, "kernel.no_such_case") {
				t.Errorf("case %s: %v", id, err)
			}
		}
	})
}

// Not only what opens a case waits for the organisation's word: every move that
// leaves it does, and until then the case stands as it stood.
func TestApprovalOfAMove(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := newWorld(t, s)
		ctx := context.Background()
		handler, reviewer, head := w.as("u-handler", ""), w.as("u-reviewer", ""), w.as("u-head", "")
		approve := func(id string) desk.Pending {
			t.Helper()
			if _, err := w.d.Approve(ctx, reviewer, id, true, ""); err != nil {
				t.Fatal(err)
			}
			p, err := w.d.Approve(ctx, head, id, true, "")
			if err != nil || p.State != desk.PendingSent || p.Receipt == nil {
				t.Fatalf("%+v, %v", p, err)
			}
			return p
		}
		opened := approve(w.apply(handler, "k1", "读者丙").Pending).Receipt
		r := w.must(w.act(handler, opened.Case, kernel.MoveWithdraw, "k2", 1, kernel.ReasonInput{Reason: "不办了"}))
		if c := w.get(handler, opened.Case); r.Pending == "" || c.State != "submitted" || c.Version != 1 {
			t.Fatalf("withdrawn without a word: %+v, the case is %s %d", r, c.State, c.Version)
		}
		if _, err := w.act(handler, opened.Case, kernel.MoveWithdraw, "k3", 1, kernel.ReasonInput{Reason: "再说一遍"}); !errs.Is(err, "kernel.approval_waits") {
			t.Errorf("asked twice: %v", err)
		}
		approve(r.Pending)
		if c := w.get(handler, opened.Case); c.State != kernel.StateWithdrawn {
			t.Errorf("after the last word the case is %s", c.State)
		}
	})
}

// A question is answered by whom it was asked, and once it is, it is closed.
func TestAnswerClosesTheQuestionOfItsParty(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := newWorld(t, s)
		ctx := context.Background()
		r := w.apply(w.as("u-reader", ""), "k1", "读者甲")
		w.must(w.act(w.as("u-clerk", ""), r.Case, "check", "k2", 0, nil))
		ask := "proof/" + string(r.Case)
		open := func() bool {
			var q *desk.OpenAsk
			if err := s.InTx(ctx, func(tx desk.Tx) (err error) { q, err = tx.AskByKey(ask); return err }); err != nil || q == nil {
				t.Fatalf("%v, %v", q, err)
			}
			return q.Answered.IsZero()
		}
		other, err := w.d.Answer(ctx, desk.OutsideAnswer{Party: "bank", ID: "b1", AskKey: ask, Payload: raw(librarycard.Proof{Answer: "ok"})})
		if err != nil || !other.Suspended || !open() {
			t.Errorf("another party's answer: %+v, %v, open %v", other, err, open())
		}
		if _, err := w.d.Answer(ctx, desk.OutsideAnswer{Party: "registry", ID: "b1", AskKey: ask, Payload: raw(librarycard.Proof{Answer: "ok"})}); err != nil || open() {
			t.Errorf("its own answer: %v, open %v", err, open())
		}
	})
}

// early is a case whose timer may come before its limit has ended, because the
// limit was moved; poke moves the case that it names.
func early(ends *atomic.Int64) []*kernel.Flow {
	type none = struct{}
	type poke struct {
		Case kernel.CaseID `json:"case"`
		Move string        `json:"move"`
	}
	flow := func(addr kernel.FlowAddr) *kernel.Flow {
		return &kernel.Flow{Addr: addr, Prefix: "EA", States: []kernel.StateDef{{Name: "runs"}, {Name: "ended", Terminal: true}},
			Opens: []kernel.Move{kernel.MoveOf[none, none, none]{Name: "open", By: []kernel.Role{kernel.RoleOwner},
				Effects: func(t kernel.Turn[none, none, none]) (kernel.Out[none], error) {
					return kernel.Out[none]{To: "runs", Effects: []kernel.Effect{kernel.SetTimer{Name: "end", At: t.Now.Add(24 * time.Hour), Move: "end"}}}, nil
				}}.Build()},
			Moves: []kernel.Move{
				kernel.MoveOf[none, none, none]{Name: "end", From: []kernel.State{"runs"}, By: []kernel.Role{"timer"}, Hidden: true,
					Guard: func(t kernel.Turn[none, none, none]) error {
						if t.Now.Before(time.UnixMicro(ends.Load())) {
							return errs.New(errs.TooEarly, "service.early.runs", nil)
						}
						return nil
					},
					Effects: func(kernel.Turn[none, none, none]) (kernel.Out[none], error) {
						return kernel.Out[none]{To: "ended"}, nil
					}}.Build(),
				kernel.MoveOf[none, poke, none]{Name: "poke", From: []kernel.State{"runs"}, By: []kernel.Role{kernel.RoleOwner, kernel.RoleSystem},
					Effects: func(t kernel.Turn[none, poke, none]) (kernel.Out[none], error) {
						return kernel.Out[none]{Effects: []kernel.Effect{kernel.MoveChild{Case: t.Input.Case, Move: t.Input.Move, Input: raw(t.Input)}}}, nil
					}}.Build(),
			}}
	}
	return []*kernel.Flow{flow("service/early.one"), flow("service/other.two")}
}

// A limit that was moved on, by the notice of a new year or by an outage, ends
// when it ends: the timer that was set before comes again, and is not lost.
func TestTimerThatComesTooEarlyComesAgain(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := newWorld(t, s)
		var ends atomic.Int64
		w.d = storetest.Desk(t, s, w.clock, early(&ends)...)
		ctx := context.Background()
		r, err := w.d.Open(ctx, w.as("u-reader", ""), desk.OpenCommand{Flow: "service/early.one", Move: "open", Key: "o"})
		if err != nil {
			t.Fatal(err)
		}
		due := func() int {
			t.Helper()
			n, err := w.d.Due(ctx, w.clock.Now())
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		ends.Store(start.Add(72 * time.Hour).UnixMicro())
		w.clock.Advance(25 * time.Hour)
		for range 46 { // an hour each: still too early
			if n := due() + due(); n != 0 {
				t.Fatalf("ended at %v", w.clock.Now())
			}
			w.clock.Advance(time.Hour)
		}
		w.clock.Advance(2 * time.Hour)
		if due() != 1 || due() != 0 {
			t.Fatal("the timer is lost")
		}
		if c := w.get(w.as("u-reader", ""), r.Case); c.State != "ended" {
			t.Errorf("the case %s", c.State)
		}
	})
}

// A case moves cases of its own matter only, and not round and round.
func TestMovesOfOtherCases(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := newWorld(t, s)
		w.d = storetest.Desk(t, s, w.clock, early(new(atomic.Int64))...)
		reader := w.as("u-reader", "")
		open := func(flow kernel.FlowAddr) kernel.CaseID {
			r, err := w.d.Open(context.Background(), reader, desk.OpenCommand{Flow: flow, Move: "open", Key: "open/" + string(flow)})
			if err != nil {
				t.Fatal(err)
			}
			return r.Case
		}
		one, two := open("service/early.one"), open("service/other.two")
		for key, x := range map[string]struct {
			of   kernel.CaseID
			want string
		}{"other matter": {two, "kernel.foreign_child"}, "itself": {one, "kernel.moves_nest_too_deep"}} {
			_, err := w.act(reader, one, "poke", key, 0, map[string]any{"case": x.of, "move": "poke"})
			if !errs.Is(err, x.want) {
				t.Errorf("%s: %v, want %s", key, err, x.want)
			}
		}
		if c := w.get(reader, one); c.Version != 1 {
			t.Errorf("version %d: something of it stayed", c.Version)
		}
	})
}

// The notice of a new year moves the ends of limits in lists too, and nothing else.
func TestNewCalendarMovesLimitsInLists(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			var due atomic.Int64
			due.Store(start.Add(48 * time.Hour).UnixMicro())
			o := options()
			o.DueOf = func(kernel.Case) time.Time { return time.UnixMicro(due.Load()) }
			s := storetest.Open(t, storetest.URL(t, engine), o)
			w := newWorld(t, s)
			ctx := context.Background()
			reader := w.as("u-reader", "")
			for _, key := range []string{"k1", "k2", "k3"} {
				w.apply(reader, key, "读者甲")
			}
			within := func(hours int) int {
				t.Helper()
				_, n, err := s.Cases(ctx, reader, kernel.ViewSummary, kernel.CaseQuery{DueBy: start.Add(time.Duration(hours) * time.Hour), Limit: 9})
				if err != nil {
					t.Fatal(err)
				}
				return n
			}
			due.Store(start.Add(72 * time.Hour).UnixMicro())
			if got, err := s.Reckoned(ctx, "2027p:a"); err != nil || got || within(48) != 3 {
				t.Fatalf("reckoned %v, %v; %d end in two days", got, err, within(48))
			}
			moved := 0
			for after := kernel.CaseID(""); ; {
				n, last, err := s.Reckon(ctx, after, 2)
				if err != nil {
					t.Fatal(err)
				}
				moved += n
				if after = last; last == "" {
					break
				}
			}
			if moved != 3 || within(48) != 0 || within(72) != 3 {
				t.Errorf("%d moved; %d end in two days, %d in three", moved, within(48), within(72))
			}
			inOrder(t, s)
			for _, c := range []string{"2027p:a", "2027:b"} {
				if err := s.MarkReckoned(ctx, c); err != nil {
					t.Fatal(err)
				}
			}
			was, err1 := s.Reckoned(ctx, "2027p:a")
			is, err2 := s.Reckoned(ctx, "2027:b")
			if err := errors.Join(err1, err2); err != nil || was || !is {
				t.Errorf("the old calendar stands %v, the new one %v, %v", was, is, err)
			}
		})
	}
}
