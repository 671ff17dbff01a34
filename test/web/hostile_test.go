package web

import (
	"context"
	"testing"

	"quanlian/kernel"
	"quanlian/kernel/desk"
)

// Answers from outside, timers and looks into a file happen once by keys that can
// be foreseen. A form that brings such a key along must not use it up: the bank's
// word would count as doubled, a timer as gone, a look as written down.
func TestFormUsesUpNoKeyButItsOwn(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	b := c.as("reader")
	b.get("/account/security", 200)
	for _, key := range []string{"answer/registry/a1", "timer/x/silent/2026-11-20T09:00:00Z", "read/u-reader", "web/one"} {
		b.post("/account/sessions/end", 303, "_key", key)
		b.get("/account/security", 200)
		b.post("/account/sessions/end?_key="+key, 303, "_key", key) // the same again, in the address too
		b.get("/account/security", 200)
	}
	err := c.s.InTx(context.Background(), func(tx desk.Tx) error {
		for key, want := range map[string]bool{"answer/registry/a1": false, "timer/x/silent/2026-11-20T09:00:00Z": false, "read/u-reader": false, "web/answer/registry/a1": true, "web/one": true} {
			r, err := tx.Receipt(key)
			if err != nil {
				return err
			}
			if (r != nil) != want {
				t.Errorf("key %q used up: %v", key, r != nil)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	ans, err := c.d.Answer(context.Background(), desk.OutsideAnswer{Party: kernel.Role("registry"), ID: "a1", AskKey: "nothing", Payload: []byte("{}")})
	if err != nil || ans.Doubled || !ans.Suspended {
		t.Errorf("the answer of the registry: %+v, %v", ans, err)
	}
}
