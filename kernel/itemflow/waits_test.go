package itemflow_test

import (
	"testing"
	"time"

	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

// A case waits to be taken in from its filing, or from the answer to the one notice,
// until it is accepted; where the item declares a limit for that, the limit runs.
func TestAwaitsAcceptance(t *testing.T) {
	t.Parallel()
	it := card(itemflow.Decide)
	it.Limits = append([]form.Limit(nil), it.Limits[1:]...) // without that of acceptance
	p := newPlay(t, it)
	filed := p.now
	waits := func(step string, since time.Time, want bool) {
		t.Helper()
		if got, is := itemflow.AwaitsAcceptance(p.cases[p.id]); is != want || want && !got.Equal(since) {
			t.Errorf("%s: waits %v since %s, want %v since %s", step, is, got, want, since)
		}
	}
	p.must(p.submit(citizen, it, itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo, proof}}))
	waits("filed", filed, true)
	p.wait(3)
	p.must(p.act(clerk, "notify_once", itemflow.NotifyInput{Missing: []string{"photo"}, Reason: "照片不清"}))
	waits("asked", filed, false)
	p.wait(1)
	p.must(p.act(citizen, kernel.MoveCorrect, itemflow.CorrectInput{Files: []itemflow.File{put("photo", kernel.Paper{Name: "c.jpg", SHA256: "cc", Bytes: 10})}}))
	waits("answered", p.now, true)
	p.must(p.act(clerk, "accept", itemflow.ChecksInput{}))
	waits("accepted", filed, false)

	q := newPlay(t, card(itemflow.Decide))
	q.must(q.submit(citizen, card(itemflow.Decide), itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo, proof}}))
	if _, is := itemflow.AwaitsAcceptance(q.cases[q.id]); is {
		t.Error("a limit runs, and the case waits without")
	}
}
