package registry

import (
	"encoding/json"
	"math/rand"
	"testing"
	"time"

	"pgregory.net/rapid"

	"quanlian/base/calendar"
)

func TestRecordKeyIsTheContent(t *testing.T) {
	t.Parallel()
	a := Record{Source: "a.csv:3", Right: Right{Number: "202119938472.9", Title: "读出电路"}, Events: life()[:2]}
	b := a
	b.Source = "b.xlsx:9"
	b.Events = []Event{a.Events[1], a.Events[0]}
	for i := range b.Events {
		b.Events[i].RecordedAt = now.Add(time.Hour)
		b.Events[i].Source = "b"
	}
	if RecordKey(a) != RecordKey(b) {
		t.Error("the same content from another file has another key")
	}
	b.Right.Title = "读出电路及方法"
	if RecordKey(a) == RecordKey(b) {
		t.Error("another title has the same key")
	}
}

func TestProjectTakesTheNewestDocument(t *testing.T) {
	t.Parallel()
	pub := Record{Key: "1", Doc: calendar.On(2022, 3, 18), Right: Right{Number: "n", Title: "方法", Abstract: "摘要", Published: calendar.On(2022, 3, 18), IPC: []string{"G01L 1/18"}, IPCMain: "G01L 1/18",
		Documents: []Document{{Number: "CN1A", Date: calendar.On(2022, 3, 18)}}}}
	grant := Record{Key: "2", Doc: calendar.On(2024, 6, 28), Right: Right{Number: "n", Title: "方法及装置", Granted: calendar.On(2024, 6, 28), IPC: []string{"G01L 9/00"}, IPCMain: "G01L 9/00",
		Documents: []Document{{Number: "CN1B", Date: calendar.On(2024, 6, 28), Grant: true}}}}
	list := Record{Key: "3", Right: Right{Number: "n", Title: "出售：方法"}} // a listing is no document of the office
	r, _ := Project([]Record{list, grant, pub, pub})
	if r.Title != "方法及装置" || r.Abstract != "摘要" || r.IPCMain != "G01L 9/00" || len(r.IPC) != 1 || len(r.Documents) != 2 || r.Documents[0].Number != "CN1A" || r.Granted.IsZero() || r.Published.IsZero() {
		t.Errorf("%+v", r)
	}
}

func TestProjectDoesNotDependOnOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var records []Record
		for i := 0; i < rapid.IntRange(1, 6).Draw(t, "n"); i++ {
			word := func(s string) string { return rapid.SampledFrom([]string{"", s + "甲", s + "乙"}).Draw(t, s) }
			rec := Record{Doc: calendar.On(2022, 1, 1).AddDays(rapid.IntRange(0, 2).Draw(t, "doc")),
				Right: Right{Number: "n", Title: word("题"), Abstract: word("摘"), Agency: word("所")}, Events: genEvents(t)}
			if a := word("人"); a != "" {
				rec.Right.Applicants = []Owner{{Name: a}}
			}
			rec.Key = RecordKey(rec)
			records = append(records, rec)
		}
		print := func(list []Record) string {
			r, e := Project(list)
			b, err := json.Marshal([]any{r, e})
			if err != nil {
				t.Fatal(err)
			}
			return string(b)
		}
		want := print(records)
		mixed := append(append([]Record{}, records...), records...)
		rand.New(rand.NewSource(rapid.Int64().Draw(t, "seed"))).Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		if got := print(mixed); got != want {
			t.Fatalf("another order gives another right\n%s\n%s", got, want)
		}
	})
}
