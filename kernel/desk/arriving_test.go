package desk

import (
	"slices"
	"testing"
	"time"
)

func TestAnswersComeOnceAtTheirTime(t *testing.T) {
	at := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	var q Arriving
	for id, wait := range map[string]time.Duration{"b": time.Hour, "a": 0, "c": 2 * time.Hour} {
		q.Put(OutsideAnswer{ID: id}, at.Add(wait))
	}
	for _, step := range []struct {
		after time.Duration
		want  []string
	}{{-time.Second, nil}, {0, []string{"a"}}, {0, nil}, {2 * time.Hour, []string{"b", "c"}}, {9 * time.Hour, nil}} {
		var got []string
		for _, a := range q.Due(at.Add(step.after)) {
			got = append(got, a.ID)
		}
		slices.Sort(got)
		if !slices.Equal(got, step.want) {
			t.Errorf("after %s came %v, want %v", step.after, got, step.want)
		}
	}
}
