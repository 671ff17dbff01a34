package ledger_test

import (
	"fmt"
	"testing"
	"time"

	"quanlian/base/money"
	"quanlian/ledger"
)

// said is what a message means, in short: the entries and tasks it gives.
func said(t ledger.Taking) string {
	out := ""
	for _, x := range t.Transfers {
		out += fmt.Sprintf("%s %s %d; ", x.Code, x.Phase, x.Amount)
	}
	for _, x := range t.Tasks {
		out += string(x.Kind) + "; "
	}
	if t.Duplicate {
		out += "duplicate; "
	}
	if t.AskAgain {
		out += "ask again; "
	}
	if t.SendAgain {
		out += "send again; "
	}
	return out
}

func TestTake(t *testing.T) {
	t.Parallel()
	in, out := deal.Expect(1, 100, at), deal.Release(1, 1, "", 100, at)
	done := func(ref string, amount money.Fen) ledger.Answer {
		return ledger.Answer{BankRef: ref, Verdict: ledger.Done, Amount: amount}
	}
	no := ledger.Answer{BankRef: "N", Verdict: ledger.Rejected}
	posted := func(h ledger.Transfer) *ledger.Transfer { e := h.Post(100, "B", at); return &e }
	voided := func(h ledger.Transfer) *ledger.Transfer { e := h.Void("N", at); return &e }
	seen := func(a ledger.Answer, h ledger.Transfer) *ledger.Answer { a.Key = h.ID; return &a }
	for name, c := range map[string]struct {
		hold ledger.Transfer
		end  *ledger.Transfer
		seen *ledger.Answer
		done bool
		a    ledger.Answer
		want string
	}{
		"deposit arrives":                   {in, nil, nil, false, done("B", 100), "deposit posted 100; "},
		"deposit short":                     {in, nil, nil, false, done("B", 60), "deposit posted 60; short_deposit; "},
		"deposit with a surplus":            {in, nil, nil, false, done("B", 130), "deposit posted 100; stray posted 30; surplus; "},
		"deposit refused":                   {in, nil, nil, false, no, "deposit voided 100; "},
		"paid":                              {out, nil, nil, false, done("B", 100), "release posted 100; "},
		"paid less":                         {out, nil, nil, false, done("B", 60), "release posted 60; short_payment; "},
		"paid more":                         {out, nil, nil, false, done("B", 130), "release posted 100; overpaid; "},
		"payment refused":                   {out, nil, nil, false, no, "release voided 100; rejected; "},
		"same message again":                {out, posted(out), seen(done("B", 100), out), true, done("B", 100), "duplicate; "},
		"same number, other amount":         {out, posted(out), seen(done("B", 100), out), true, done("B", 99), "contradiction; "},
		"confirmed under another number":    {out, posted(out), nil, true, done("C", 100), "second_answer; "},
		"refused after it was paid":         {out, posted(out), nil, true, no, "contradiction; "},
		"paid after it was refused":         {out, voided(out), nil, false, done("B", 100), "freeze posted 70; contradiction; "},
		"refused again":                     {out, voided(out), nil, false, ledger.Answer{BankRef: "M", Verdict: ledger.Rejected}, "duplicate; "},
		"deposit after it was called off":   {in, voided(in), nil, false, done("B", 100), "stray posted 100; attribute; "},
		"the same confirmed under a number": {in, voided(in), nil, true, done("C", 100), "second_answer; "},
		"not decided yet":                   {out, nil, nil, false, ledger.Answer{Verdict: ledger.Working}, "ask again; "},
		"not decided, but ended":            {out, posted(out), nil, true, ledger.Answer{Verdict: ledger.Working}, ""},
		"the bank has not got it":           {out, nil, nil, false, ledger.Answer{Verdict: ledger.Unknown}, "send again; "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := ledger.InstructionFor(c.hold, "sub", ledger.Party{}, at)
			c.a.Key = c.hold.ID
			got, err := ledger.Take(ledger.Known{Bank: "YLB", Instruction: &i, Hold: c.hold, End: c.end, Seen: c.seen, Done: c.done, Spare: 70}, c.a, at)
			if err != nil || said(got) != c.want {
				t.Errorf("%q, %v; want %q", said(got), err, c.want)
			}
			if r := got.Record(); r.Empty() != (c.want == "" || got.Duplicate || got.AskAgain || got.SendAgain) {
				t.Errorf("record %+v", r)
			}
		})
	}
}

func TestTakeWithoutAnInstruction(t *testing.T) {
	t.Parallel()
	k := ledger.Known{Bank: "YLB"}
	got, err := ledger.Take(k, ledger.Answer{BankRef: "B", Verdict: ledger.Done, Amount: 5}, at)
	if err != nil || said(got) != "stray posted 5; attribute; " || len(got.Accounts) != 2 {
		t.Errorf("money by itself: %q, %v", said(got), err)
	}
	got, err = ledger.Take(k, ledger.Answer{BankRef: "B", Key: "of another city", Verdict: ledger.Done, Amount: 5}, at)
	if err != nil || said(got) != "unknown_answer; " {
		t.Errorf("a key that is not ours: %q, %v", said(got), err)
	}
	for _, bad := range []ledger.Answer{{Verdict: ledger.Done, Amount: 5}, {BankRef: "B", Verdict: ledger.Done}, {BankRef: "B", Verdict: "maybe"}, {Verdict: ledger.Rejected}} {
		if got, err := ledger.Take(k, bad, at); err == nil {
			t.Errorf("%+v gives %q, want an error", bad, said(got))
		}
	}
}

func TestChaseNeverGivesUpTheMoney(t *testing.T) {
	t.Parallel()
	in := ledger.InstructionFor(deal.Expect(1, 100, at), "sub", ledger.Party{}, at)
	last := time.Time{}
	for asked := range 12 {
		next, task := ledger.Chase(in, asked)
		if next.Before(in.AnswerBy) || next.Before(last) {
			t.Errorf("question %d at %s, before %s", asked, next, last)
		}
		if (task != nil) != (asked > 4) {
			t.Errorf("question %d: task %v", asked, task)
		}
		last = next
	}
}

func line(no int, ref string, in bool, fen money.Fen, key ledger.TransferID, after int) ledger.Line {
	return ledger.Line{No: no, BankRef: ref, SubAccount: "sub", In: in, Amount: fen, Key: key, Date: at.Add(time.Duration(after) * time.Hour)}
}

func TestReconcile(t *testing.T) {
	t.Parallel()
	move := func(key string, ref string, in, final bool, fen money.Fen) ledger.Movement {
		return ledger.Movement{Key: ledger.TransferID(key), SubAccount: "sub", In: in, Amount: fen, BankRef: ref, Date: at, Final: final}
	}
	moves := []ledger.Movement{
		move("a", "B1", true, true, 100), move("b", "B2", false, true, 40), move("c", "", false, false, 30),
		move("d", "B4", false, true, 7), move("e", "B5", true, true, 55), move("f", "", true, false, 66), move("late", "B9", false, true, 9),
	}
	moves[6].Date = at.Add(30 * time.Hour)
	lines := []ledger.Line{
		line(1, "B1", true, 100, "", 1), line(2, "B2", false, 41, "", 1), line(3, "B3", false, 30, "c", 1), line(4, "X1", true, 9, "", 2),
		line(5, "X2", false, 3, "", 2), line(6, "B1", true, 100, "", 3), line(7, "X3", true, 55, "", 3), line(8, "X4", true, 66, "", 3), line(9, "X5", false, 30, "c", 4),
	}
	r := ledger.Reconcile(ledger.Window{Bank: "YLB", From: at, To: at.Add(48 * time.Hour), Slack: 24 * time.Hour}, lines, moves)
	want := []struct {
		class ledger.Class
		by    string
		task  ledger.TaskKind
	}{
		{ledger.Matched, "reference", ""}, {ledger.Differs, "reference", ledger.TaskAmount}, {ledger.Answers, "key", ""}, {ledger.Unmatched, "", ledger.TaskAttribute},
		{ledger.Unexplained, "", ledger.TaskUnexplained}, {ledger.Doubled, "reference", ledger.TaskDouble}, {ledger.Matched, "amount", ""}, {ledger.Answers, "amount", ""},
		{ledger.Doubled, "key", ledger.TaskDouble}, {ledger.Missing, "", ledger.TaskMissing},
	}
	if len(r.Findings) != len(want) {
		t.Fatalf("%d findings, want %d: %v", len(r.Findings), len(want), r.Count)
	}
	for i, w := range want {
		f := r.Findings[i]
		task := ledger.TaskKind("")
		if f.Task != nil {
			task = f.Task.Kind
		}
		if f.Class != w.class || f.By != w.by || task != w.task {
			t.Errorf("finding %d: %s by %q task %q, want %+v", i, f.Class, f.By, task, w)
		}
	}
	if f := r.Findings[9]; f.Movement.Key != "d" {
		t.Errorf("missing is %s, want d: what is confirmed late may still come", f.Movement.Key)
	}
	if x := r.Findings[3].Transfers; len(x) != 1 || x[0].Code != ledger.Stray || x[0].Amount != 9 {
		t.Errorf("suggested for the stray receipt: %+v", x)
	}
	if a := r.Findings[2].Answer; a == nil || a.Key != "c" || a.BankRef != "B3" || a.Amount != 30 {
		t.Errorf("the answer in the statement: %+v", a)
	}
}

// Two equal amounts without a number or key are a person's to tell apart.
func TestReconcileDoesNotGuess(t *testing.T) {
	t.Parallel()
	moves := []ledger.Movement{
		{Key: "a", SubAccount: "sub", Amount: 50, Date: at, Final: true}, {Key: "b", SubAccount: "sub", Amount: 50, Date: at, Final: true},
		{Key: "far", SubAccount: "sub", Amount: 60, Date: at, Final: true},
	}
	lines := []ledger.Line{line(1, "X1", false, 50, "", 0), line(2, "X2", false, 60, "", 30)}
	r := ledger.Reconcile(ledger.Window{From: at, To: at.Add(99 * time.Hour), Slack: time.Hour}, lines, moves)
	if r.Count[ledger.Matched] != 0 || r.Count[ledger.Unexplained] != 2 || r.Count[ledger.Missing] != 3 {
		t.Errorf("guessed: %v", r.Count)
	}
}

func TestEffectsOfAnInstruction(t *testing.T) {
	t.Parallel()
	hold := deal.Release(1, 1, "", 100, at)
	list, err := ledger.Instruct(hold, "sub", ledger.Party{Name: "甲"}, at, "bank_answered")
	if err != nil || len(list) != 2 || list[0].Effect() != "ledger.record" || list[1].Effect() != "ask" {
		t.Errorf("%v, %v", list, err)
	}
	if _, err := ledger.Instruct(deal.Lock(1, 1, 5, at), "sub", ledger.Party{}, at, "x"); err == nil {
		t.Error("a lock was sent to the bank")
	}
}
