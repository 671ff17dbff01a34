package sqlstore

import (
	"strconv"
	"strings"

	"github.com/uptrace/bun"

	"quanlian/kernel"
)

// listRow is a row of case_list: what lists filter, sort and count by, for one
// row of case_access. It says nothing that cases and case_access do not say.
type listRow struct {
	bun.BaseModel `bun:"table:case_list"`
	CaseID        string `bun:"case_id,pk"`
	Subject       string `bun:"subject,pk"`
	Role          string `bun:"role,pk"`
	Relation      string `bun:"relation"`
	Level         int64  `bun:"level"`
	Closed        int64  `bun:"closed"` // 0 or 1
	Alone         int64  `bun:"alone"`  // 1: the subject has no other row of this case
	Office        string `bun:"office"` // an office that sees the case at this level too, "" for none
	Yours         int64  `bun:"yours"`  // 1: the move is that of the subject, by a role of its own, or it owes something beside it
	No            string `bun:"no"`
	Flow          string `bun:"flow"`
	Item          string `bun:"item"`
	Title         string `bun:"title"`
	State         string `bun:"state"`
	Turn          string `bun:"turn"`
	Assignee      string `bun:"assignee"`
	Unit          string `bun:"unit"`
	District      string `bun:"district"`
	Parent        string `bun:"parent"`
	Opened        int64  `bun:"opened"`
	Updated       int64  `bun:"updated"`
	Ended         int64  `bun:"ended"` // when it was closed, 0 while it is open
	Due           int64  `bun:"due"`
	Clock         int64  `bun:"clock"` // see clockRuns
	Version       int64  `bun:"version"`
	Cell          string `bun:"cell"` // see cell
}

// How the clock of a case stands; a list is sorted by it.
const (
	clockRuns  = 0 // there is a limit, and it runs
	clockNone  = 1 // there is no limit
	clockHeld  = 2 // it stands still
	cellFields = 9
	cellMark   = "\x1f"
)

// cell is all by which an inbox counts, as one text: an index that lies in its
// order gives every count of a list in one pass, a line a cell.
type cell struct {
	clock                                             int64
	yours                                             bool
	turn, assignee, unit, district, item, flow, state string
}

func (c cell) text() string {
	return strings.Join([]string{strconv.FormatInt(c.clock, 10), strconv.FormatInt(flag(c.yours), 10), c.turn, c.assignee, c.unit, c.district, c.item, c.flow, c.state}, cellMark)
}

func readCell(s string) (cell, bool) {
	f := strings.Split(s, cellMark)
	if len(f) != cellFields {
		return cell{}, false
	}
	n, err := strconv.ParseInt(f[0], 10, 64)
	return cell{n, f[1] == "1", f[2], f[3], f[4], f[5], f[6], f[7], f[8]}, err == nil
}

// listRows derives the rows of a case.
func (s *Store) listRows(r caseRow, c kernel.Case, access []accessRow) []listRow {
	out, hold := make([]listRow, 0, len(access)), c.Hold
	clock := int64(clockRuns)
	switch {
	case c.StandsStill(instant(r.Due)):
		clock = clockHeld
	case r.Due == 0:
		clock = clockNone
	}
	moves := r.Turn != "" && (hold == nil || hold.Kind == kernel.HoldCorrection)
	if r.Closed != 0 { // closed, and something is asked of the owner still
		moves = hold == nil && r.Turn == string(kernel.RoleOwner)
	}
	debtor := s.debtorOf(c)
	for _, a := range access {
		l := listRow{CaseID: r.ID, Subject: a.Subject, Role: a.Role, Relation: a.Relation, Level: a.Level, Closed: flag(r.Closed != 0), Alone: 1,
			No: r.No, Flow: r.Flow, Item: r.Item, Title: r.Title, State: r.State, Turn: r.Turn, Assignee: r.Assignee, Unit: r.Unit, District: r.District, Parent: r.Parent,
			Opened: r.Opened, Updated: r.Updated, Ended: r.Closed, Due: r.Due, Clock: clock, Version: r.Version}
		for _, b := range access {
			same := b.Subject == a.Subject
			if same && b.Role != a.Role {
				l.Alone = 0
			}
			if same && !ofOffice(b.Relation) && (moves && b.Role == r.Turn || debtor != "" && b.Role == debtor) {
				l.Yours = 1
			}
			if !ofOffice(a.Relation) && ofOffice(b.Relation) && b.Role != string(kernel.RolePublic) && b.Level >= a.Level && (l.Office == "" || b.Subject < l.Office) {
				l.Office = b.Subject
			}
		}
		l.Cell = cell{clock, l.Yours == 1, l.Turn, l.Assignee, l.Unit, l.District, l.Item, l.Flow, l.State}.text()
		out = append(out, l)
	}
	return out
}

// debtorOf is the role that owes an open case something, "" for none.
func (s *Store) debtorOf(c kernel.Case) string {
	if s.debtor == nil || !c.Closed.IsZero() {
		return ""
	}
	return string(s.debtor(c))
}

func ofOffice(relation string) bool {
	return relation == string(kernel.RelUnit) || relation == string(kernel.RelDistrict)
}

// enlist writes the rows of a case anew.
func (t *tx) enlist(r caseRow, c kernel.Case, access []accessRow, again bool) error {
	if again {
		if _, err := t.exec("delete from case_list where case_id = ?", r.ID); err != nil {
			return err
		}
	}
	rows := t.s.listRows(r, c, access)
	if len(rows) == 0 {
		return nil
	}
	return t.insert(&rows)
}
