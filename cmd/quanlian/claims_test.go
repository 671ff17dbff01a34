package main

import (
	"context"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"quanlian/kernel"
	"quanlian/test/storetest"
)

// slowFiles is a store of files that takes its time: after each paper that is
// put in, what stands in after happens.
type slowFiles struct {
	fileStore
	after func(n int)

	mu  sync.Mutex
	put []string
}

func (s *slowFiles) Put(content []byte) (string, error) {
	sha, err := s.fileStore.Put(content)
	s.mu.Lock()
	s.put = append(s.put, sha)
	n := len(s.put)
	s.mu.Unlock()
	if s.after != nil {
		s.after(n)
	}
	return sha, err
}

// TestSlowDrawerKeepsItsClaims: a process on a loaded machine takes longer for
// its papers than a claim lasts, while another one looks for work; no paper is
// drawn twice.
func TestSlowDrawerKeepsItsClaims(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			ctx, url, party := context.Background(), storetest.URL(t, engine), filepath.Join(t.TempDir(), "echo")
			wall := storetest.NewClock(time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC))
			var both [2]*house
			var files [2]*slowFiles
			for i := range both {
				h, err := instance(ctx, url, t.TempDir(), party, roleWorker, time.Hour)
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { _ = h.store.Close() })
				files[i] = &slowFiles{fileStore: h.files}
				h.files, h.worker.wall, both[i] = files[i], wall.Now, h
			}
			const papers = 12
			var ids []kernel.CaseID
			for n := range papers {
				ids = append(ids, openRelay(t, both[0], n))
			}
			files[0].after = func(n int) {
				wall.Advance(6 * time.Second) // the sixth ends after the batch's claims have
				if n == 6 {
					if _, err := both[1].drawPapers(ctx); err != nil {
						t.Error(err)
					}
				}
			}
			for i := range 4 {
				if _, err := both[i%2].drawPapers(ctx); err != nil {
					t.Fatal(err)
				}
			}
			times := map[string]int{}
			for _, f := range files {
				for _, sha := range f.put {
					times[sha]++
				}
			}
			for sha, n := range times {
				if n > 1 {
					t.Errorf("%s was drawn %d times", sha[:8], n)
				}
			}
			if len(times) != papers || len(files[1].put) == 0 {
				t.Errorf("drawn %d of %d, %d of them by the other", len(times), papers, len(files[1].put))
			}
			for _, id := range ids {
				list, err := both[0].store.Papers(ctx, id, kernel.ViewSecret)
				if err != nil || len(list) != 1 || list[0].SHA256 == "" {
					t.Errorf("papers of %s: %+v, %v", id, list, err)
				}
			}
		})
	}
}
