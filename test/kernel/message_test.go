package kernel

import (
	"context"
	"slices"
	"testing"

	"quanlian/adapter/sqlstore"
	"quanlian/kernel"
	"quanlian/test/storetest"
)

// TestMessageTellsTheOtherSide: who takes part is told that somebody wrote, under
// the case; the side that wrote is not.
func TestMessageTellsTheOtherSide(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := newWorld(t, s)
		reader, clerk := w.as("u-reader", ""), w.as("u-clerk", "")
		r := w.apply(reader, "k1", "读者甲")
		count := func(u kernel.UserID) int {
			return len(slices.DeleteFunc(w.told(u), func(x string) bool { return x != "kernel.notice.message" }))
		}
		say := func(a kernel.Actor, id string) {
			w.mustDo(a, id, kernel.PostMessage{ID: id, Case: r.Case, From: a.User, Party: a.Party, Text: "请看", Level: kernel.ViewDetail})
		}
		say(reader, "m1") // nobody has taken the case: the office is told
		if count("u-clerk") != 1 || count("u-reader") != 0 {
			t.Fatalf("clerk %d, reader %d", count("u-clerk"), count("u-reader"))
		}
		w.must(w.act(clerk, r.Case, kernel.MoveClaim, "c", 0, nil))
		say(clerk, "m2")
		say(reader, "m3") // now its handler is
		if count("u-clerk") != 2 || count("u-reader") != 1 {
			t.Fatalf("clerk %d, reader %d", count("u-clerk"), count("u-reader"))
		}
		list, err := s.Notices(context.Background(), reader, 50)
		list = slices.DeleteFunc(list, func(n kernel.Notice) bool { return n.Text != "kernel.notice.message" })
		if err != nil || len(list) != 1 || list[0].Case != r.Case || list[0].Args["who"] != clerk.Name {
			t.Fatalf("%+v, %v", list, err)
		}
	})
}
