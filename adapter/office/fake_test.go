package office_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"quanlian/adapter/office"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
)

// TestOnPaper: what the office answers on paper stays open; the rest is answered
// when its time has come.
func TestOnPaper(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 27, 2, 0, 0, 0, time.UTC)
	f := &office.Fake{Delay: time.Second, Now: func() time.Time { return now }, Paper: func(q hall.RecordQuestion) bool { return q.Right == "paper" }}
	for _, right := range []string{"paper", "wire"} {
		q, err := json.Marshal(hall.RecordQuestion{Right: right})
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Send(context.Background(), kernel.Ask{Key: right, Payload: q}); err != nil {
			t.Fatal(err)
		}
	}
	now = now.Add(2 * time.Second)
	got, err := f.Answers(context.Background())
	if err != nil || len(got) != 1 || got[0].AskKey != "wire" {
		t.Errorf("%+v, %v", got, err)
	}
}
