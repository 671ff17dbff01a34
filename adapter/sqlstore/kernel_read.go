package sqlstore

import (
	"context"
	"encoding/json"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// Case gives a case by id or number if the actor may see it at the level;
// notfound otherwise, whether or not it exists.
func (s *Store) Case(ctx context.Context, a kernel.Actor, idOrNo string, level kernel.Level) (kernel.Case, error) {
	w, args := scope(a, level)
	var r caseRow
	ok, err := one(ctx, s.r, &r, "select "+caseColumns+" from cases c where (c.id = ? or c.no = ?) and "+w, append([]any{idOrNo, idOrNo}, args...)...)
	if err != nil {
		return kernel.Case{}, err
	}
	if !ok {
		return kernel.Case{}, errs.New(errs.NotFound, "kernel.no_such_case", errs.Args{"id": idOrNo})
	}
	return r.asCase()
}

// History gives the journal of a case, oldest first, without who has read in
// it. The caller has checked that the reader may see the case. Of an erased entry only act and time are left.
func (s *Store) History(ctx context.Context, id kernel.CaseID) ([]kernel.Entry, error) {
	rows, err := many[journalRow](ctx, s.r, "select id, case_id, flow, act, made, body from journal where case_id = ? and act <> 'read' order by made, id", string(id))
	if err != nil {
		return nil, err
	}
	out := make([]kernel.Entry, 0, len(rows))
	for _, r := range rows {
		if r.Body == "" {
			out = append(out, kernel.Entry{ID: r.ID, Case: id, Flow: kernel.FlowAddr(r.Flow), Act: r.Act, At: instant(r.Made), Erased: true})
			continue
		}
		var e kernel.Entry
		if err := json.Unmarshal([]byte(r.Body), &e); err != nil {
			return nil, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
		}
		out = append(out, e)
	}
	return out, nil
}

type messageRow struct {
	ID    string `bun:"id"`
	From  string `bun:"from_user"`
	Name  string `bun:"name"`
	Party string `bun:"party"`
	Org   string `bun:"org"`
	Text  string `bun:"text"`
	Made  int64  `bun:"made"`
}

// Messages lists those of a case up to the reader's level, oldest first.
func (s *Store) Messages(ctx context.Context, id kernel.CaseID, level kernel.Level) ([]kernel.Message, error) {
	rows, err := many[messageRow](ctx, s.r, `select m.id, m.from_user, coalesce(u.name, m.from_user) as name, m.party, coalesce(p.name, '') as org, m.text, m.made
		from messages m left join users u on u.id = m.from_user left join parties p on p.id = m.party
		where m.case_id = ? and m.level <= ? order by m.made, m.id`, string(id), int64(level))
	if err != nil {
		return nil, err
	}
	out := make([]kernel.Message, 0, len(rows))
	for _, r := range rows {
		out = append(out, kernel.Message{ID: r.ID, From: kernel.UserID(r.From), Name: r.Name, Party: kernel.PartyID(r.Party), Org: r.Org, Text: r.Text, Made: instant(r.Made)})
	}
	return out, nil
}

// Draft gives what a person had typed; ok is false when there is nothing.
func (s *Store) Draft(ctx context.Context, u kernel.UserID, p kernel.PartyID, subject string) (data json.RawMessage, at time.Time, ok bool, err error) {
	var r struct {
		Data    string `bun:"data"`
		Updated int64  `bun:"updated"`
	}
	ok, err = one(ctx, s.r, &r, "select data, updated from drafts where user_id = ? and party = ? and subject = ?", string(u), string(p), subject)
	return json.RawMessage(r.Data), instant(r.Updated), ok, err
}

// Drafts lists what a person has typed under one hat and not sent, the newest
// first.
func (s *Store) Drafts(ctx context.Context, u kernel.UserID, p kernel.PartyID) ([]kernel.Draft, error) {
	rows, err := many[struct {
		Subject string `bun:"subject"`
		Data    string `bun:"data"`
		Updated int64  `bun:"updated"`
	}](ctx, s.r, "select subject, data, updated from drafts where user_id = ? and party = ? order by updated desc, subject limit 500", string(u), string(p))
	out := make([]kernel.Draft, 0, len(rows))
	for _, r := range rows {
		out = append(out, kernel.Draft{Subject: r.Subject, Data: json.RawMessage(r.Data), Updated: instant(r.Updated)})
	}
	return out, err
}
