package kernel

import (
	"encoding/json"
	"errors"
	"testing"
)

// TestRecall: read once where the case remembers, anew when another record was
// written, and never remembered where reading failed.
func TestRecall(t *testing.T) {
	t.Parallel()
	times := 0
	read := func(c Case) (n int, err error) {
		times++
		err = json.Unmarshal(c.Data, &n)
		return n, err
	}
	told := func(c Case, want, after int) {
		t.Helper()
		got, err := Recall(c, read)
		if err != nil || got != want || times != after {
			t.Errorf("%d, read %d times, %v; want %d, %d times", got, times, err, want, after)
		}
	}
	c := Case{Data: []byte("17")}
	told(c, 17, 1)
	told(c, 17, 2) // it remembers nothing
	c = c.Remembering()
	told(c, 17, 3)
	told(c, 17, 3)
	copied := c
	told(copied, 17, 3)
	copied.Data = []byte("18")
	told(copied, 18, 4)
	told(c, 17, 5) // the last record counts: pages do not go back and forth
	if text, err := Recall(c, func(Case) (string, error) { return "as text", nil }); err != nil || text != "as text" {
		t.Errorf("another reading of the same case: %q, %v", text, err)
	}
	fails := errors.New("unreadable")
	broken := Case{Data: []byte("x")}.Remembering()
	if _, err := Recall(broken, func(Case) (bool, error) { return false, fails }); !errors.Is(err, fails) {
		t.Errorf("a record that nobody can read: %v", err)
	}
	if ok, err := Recall(broken, func(Case) (bool, error) { return true, nil }); err != nil || !ok {
		t.Errorf("a failure was remembered: %v, %v", ok, err)
	}
}
