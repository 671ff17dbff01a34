package sqlstore

import (
	"encoding/json"

	"github.com/uptrace/bun"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// caseRow is a row of cases. Envelope holds the lists that are kept whole.
type caseRow struct {
	bun.BaseModel `bun:"table:cases"`
	ID            string `bun:"id,pk"`
	No            string `bun:"no"`
	Flow          string `bun:"flow"`
	Item          string `bun:"item"`
	ItemHash      string `bun:"item_hash"`
	Title         string `bun:"title"`
	About         string `bun:"about"`
	Track         string `bun:"track"`
	State         string `bun:"state"`
	Version       int64  `bun:"version"`
	Data          string `bun:"data"`
	Assignee      string `bun:"assignee"`
	Unit          string `bun:"unit"`
	District      string `bun:"district"`
	Parent        string `bun:"parent"`
	Envelope      string `bun:"envelope"`
	Opened        int64  `bun:"opened"`
	Updated       int64  `bun:"updated"`
	Closed        int64  `bun:"closed"`
	Due           int64  `bun:"due"`
	Turn          string `bun:"turn"`
}

// caseColumns lists them for SELECT, with the alias c.
const caseColumns = `c.id, c.no, c.flow, c.item, c.item_hash, c.title, c.about, c.track, c.state, c.version, c.data, c.assignee, c.unit, c.district, c.parent, c.envelope, c.opened, c.updated, c.closed, c.due, c.turn`

type envelope struct {
	Access  []kernel.Access `json:"access"`
	Links   []kernel.Link   `json:"links,omitempty"`
	Hold    *kernel.Hold    `json:"hold,omitempty"`
	Pauses  []kernel.Pause  `json:"pauses,omitempty"`
	Limits  []kernel.Limit  `json:"limits,omitempty"`
	Signers []kernel.Signer `json:"signers,omitempty"`
}

type accessRow struct {
	bun.BaseModel `bun:"table:case_access"`
	CaseID        string `bun:"case_id,pk"`
	Relation      string `bun:"relation"`
	Subject       string `bun:"subject,pk"`
	Role          string `bun:"role,pk"`
	Level         int64  `bun:"level"`
	Closed        int64  `bun:"closed"` // 0 or 1; -1: written before there was this column
}

func (s *Store) rowOf(c kernel.Case) (caseRow, error) {
	env, err := json.Marshal(envelope{c.Access, c.Links, c.Hold, c.Pauses, c.Limits, c.Signers})
	if err != nil {
		return caseRow{}, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	r := caseRow{ID: string(c.ID), No: c.No, Flow: string(c.Flow), Item: c.Item, ItemHash: c.ItemHash, Title: c.Title, About: c.About, Track: c.Track, State: string(c.State),
		Version: c.Version, Data: string(c.Data), Assignee: string(c.Assignee), Unit: string(c.Unit), District: c.District, Parent: string(c.Parent),
		Envelope: string(env), Opened: micros(c.Opened), Updated: micros(c.Updated), Closed: micros(c.Closed)}
	if s.turnOf != nil {
		r.Turn = string(s.turnOf(c))
	}
	if c.Hold != nil && c.Hold.Kind == kernel.HoldCorrection {
		r.Turn = string(kernel.RoleOwner)
	}
	if s.dueOf != nil && c.Closed.IsZero() {
		r.Due = micros(s.dueOf(c))
	}
	return r, nil
}

func (r caseRow) asCase() (kernel.Case, error) {
	var e envelope
	if err := json.Unmarshal([]byte(r.Envelope), &e); err != nil {
		return kernel.Case{}, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
	}
	return kernel.Case{ID: kernel.CaseID(r.ID), No: r.No, Flow: kernel.FlowAddr(r.Flow), Item: r.Item, ItemHash: r.ItemHash, Title: r.Title, About: r.About, Track: r.Track,
		State: kernel.State(r.State), Version: r.Version, Data: json.RawMessage(r.Data), Access: e.Access, Assignee: kernel.UserID(r.Assignee),
		Unit: kernel.UnitID(r.Unit), District: r.District, Parent: kernel.CaseID(r.Parent), Links: e.Links, Hold: e.Hold, Pauses: e.Pauses,
		Limits: e.Limits, Signers: e.Signers, Opened: instant(r.Opened), Updated: instant(r.Updated), Closed: instant(r.Closed)}, nil
}

func asCases(rows []caseRow) ([]kernel.Case, error) {
	out := make([]kernel.Case, 0, len(rows))
	for _, r := range rows {
		c, err := r.asCase()
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

func accessRows(c kernel.Case) []accessRow {
	rows := make([]accessRow, 0, len(c.Access)+1)
	for _, a := range c.Access {
		rows = append(rows, accessRow{CaseID: string(c.ID), Relation: string(a.Relation), Subject: a.Subject, Role: string(a.As), Level: int64(a.Level), Closed: flag(!c.Closed.IsZero())})
	}
	if c.Assignee != "" {
		rows = append(rows, accessRow{CaseID: string(c.ID), Relation: string(kernel.RelAssignee), Subject: "user:" + string(c.Assignee), Role: string(kernel.RoleClerk), Level: int64(kernel.ViewSecret), Closed: flag(!c.Closed.IsZero())})
	}
	return rows
}
