package sqlstore

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"quanlian/kernel"
	"quanlian/kernel/desk"
)

const askColumns = "key, case_id, party, kind, payload, on_answer, answer_by, made, sent, answered"

type askRow struct {
	Key      string `bun:"key"`
	CaseID   string `bun:"case_id"`
	Party    string `bun:"party"`
	Kind     string `bun:"kind"`
	Payload  string `bun:"payload"`
	OnAnswer string `bun:"on_answer"`
	AnswerBy int64  `bun:"answer_by"`
	Made     int64  `bun:"made"`
	Sent     int64  `bun:"sent"`
	Answered int64  `bun:"answered"`
}

func (r askRow) open() desk.OpenAsk {
	return desk.OpenAsk{Case: kernel.CaseID(r.CaseID), Answered: instant(r.Answered), Ask: kernel.Ask{Key: r.Key, Party: kernel.Role(r.Party), Kind: r.Kind,
		Payload: json.RawMessage(r.Payload), OnAnswer: r.OnAnswer, AnswerBy: instant(r.AnswerBy)}}
}

// UnsentAsks lists questions to a party that were not sent yet, oldest first.
func (s *Store) UnsentAsks(ctx context.Context, party kernel.Role, limit int) ([]desk.OpenAsk, error) {
	rows, err := many[askRow](ctx, s.r, "select "+askColumns+" from asks where party = ? and sent = 0 order by made, key limit ?", string(party), limit)
	if err != nil {
		return nil, err
	}
	out := make([]desk.OpenAsk, 0, len(rows))
	for _, r := range rows {
		out = append(out, r.open())
	}
	return out, nil
}

// OpenAsks lists questions to a party that were sent and have no answer, in the
// order of their keys, those after the key given.
func (s *Store) OpenAsks(ctx context.Context, party kernel.Role, after string, limit int) ([]desk.OpenAsk, error) {
	rows, err := many[askRow](ctx, s.r, "select "+askColumns+" from asks where party = ? and sent <> 0 and answered = 0 and key > ? order by key limit ?", string(party), after, limit)
	if err != nil {
		return nil, err
	}
	out := make([]desk.OpenAsk, 0, len(rows))
	for _, r := range rows {
		out = append(out, r.open())
	}
	return out, nil
}

// MarkSent remembers that a question has left. Sending twice is safe: the
// question carries our idempotency key.
func (s *Store) MarkSent(ctx context.Context, key string, at time.Time) error {
	return s.inTx(ctx, func(t *tx) error {
		_, err := t.exec("update asks set sent = ? where key = ? and sent = 0", micros(at), key)
		return err
	})
}

// DueTimers lists timers whose instant has come, oldest first.
func (s *Store) DueTimers(ctx context.Context, now time.Time, limit int) ([]desk.Timer, error) {
	rows, err := many[struct {
		CaseID string `bun:"case_id"`
		Name   string `bun:"name"`
		At     int64  `bun:"at"`
		Move   string `bun:"move"`
		Input  string `bun:"input"`
	}](ctx, s.r, "select case_id, name, at, move, input from timers where at <= ? order by at, case_id limit ?", micros(now), limit)
	if err != nil {
		return nil, err
	}
	out := make([]desk.Timer, 0, len(rows))
	for _, r := range rows {
		out = append(out, desk.Timer{Case: kernel.CaseID(r.CaseID), Name: r.Name, At: instant(r.At), Move: r.Move, Input: json.RawMessage(r.Input)})
	}
	return out, nil
}

// nextOfSeries draws the next gapless number of a series of papers (文号).
func (t *tx) nextOfSeries(series string, at time.Time) (string, error) {
	year := at.In(shanghai).Year()
	var n int64
	_, err := one(t.ctx, t.db, &n, `insert into doc_series (series, year, last) values (?, ?, 1)
		on conflict (series, year) do update set last = doc_series.last + 1 returning last`, series, year)
	return fmt.Sprintf("%s〔%d〕%d号", series, year, n), err
}

// shanghai is the legal time zone, without a time-zone database.
var shanghai = time.FixedZone("Asia/Shanghai", 8*3600)
