package kernel

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"quanlian/adapter/sqlstore"
	"quanlian/kernel"
	"quanlian/test/storetest"
)

// TestMoreQuestionsThanStayPlanned: more texts than an engine keeps planned, by
// many at once, each answered with its own values.
func TestMoreQuestionsThanStayPlanned(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := newWorld(t, s)
		const most = 700 // texts that differ by the length of their list
		name := func(i int) string { return fmt.Sprintf("第%d位'?$1%%", i) }
		var ids []kernel.UserID
		var writes []kernel.Write
		for i := range most {
			ids = append(ids, kernel.UserID(fmt.Sprintf("u-?%d'", i)))
			writes = append(writes, kernel.PutUser{ID: ids[i], Login: fmt.Sprint("many", i), Name: name(i)})
		}
		if err := w.d.Do(context.Background(), kernel.SystemActor("seed"), "many", writes...); err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		for g := range 8 {
			all.Go(func() {
				for k := range most / 2 {
					n := (k*13+g*most/8)%most + 1 // each a way of its own through them
					got, err := s.Names(context.Background(), ids[most-n:])
					if err != nil || len(got) != n || got[ids[most-1]] != name(most-1) || got[ids[most-n]] != name(most-n) {
						t.Errorf("%d names: %d, %q, %v", n, len(got), got[ids[most-n]], err)
						return
					}
				}
			})
		}
		all.Wait()
		if none, err := s.Names(context.Background(), nil); err != nil || len(none) != 0 {
			t.Errorf("of nobody: %v, %v", none, err)
		}
		if none, err := s.Names(context.Background(), []kernel.UserID{"nobody"}); err != nil || len(none) != 0 {
			t.Errorf("of a stranger: %v, %v", none, err)
		}
	})
}
