package sqlstore

import (
	"fmt"

	"quanlian/base/errs"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/form"
	"quanlian/ledger"
)

// Load answers a query value inside the transaction.
func (t *tx) Load(q any) (any, error) {
	switch q := q.(type) {
	case kernel.CaseByID:
		return t.caseByID(q.ID)
	case kernel.CasesOf:
		return t.casesOf(q)
	case kernel.ChildrenOf:
		rows, err := many[caseRow](t.ctx, t.db, "select "+caseColumns+" from cases c where c.parent = ? order by c.opened, c.id", string(q.Parent))
		if err != nil {
			return nil, err
		}
		return asCases(rows)
	case kernel.PartyByID:
		return partyByID(t.ctx, t.db, q.ID)
	case kernel.PartyByCode:
		return partyByCode(t.ctx, t.db, q.Code)
	case kernel.MembersOf:
		return membersOf(t.ctx, t.db, q.Party)
	case kernel.UserByID:
		return userFacts(t.ctx, t.db, "id", string(q.ID))
	case kernel.UserByLogin:
		return userFacts(t.ctx, t.db, "login", q.Login)
	case kernel.UserByIdentity:
		return userByIdentity(t.ctx, t.db, q.Key)
	case kernel.MandateByID:
		return mandateByID(t.ctx, t.db, q.ID)
	case kernel.MandateAfter:
		return mandateAfter(t.ctx, t.db, q.ID)
	case kernel.ListBooksOf:
		return listBooksOf(t.ctx, t.db, q.User)
	case kernel.ViewsOf:
		return viewsOf(t.ctx, t.db, q.User)
	case kernel.ActsFor:
		return actsFor(t.ctx, t.db, q)
	case kernel.DraftOf:
		return draftOf(t.ctx, t.db, q)
	case kernel.HandOf:
		return handOf(t.ctx, t.db, q)
	case kernel.TenuresOf:
		return tenuresOf(t.ctx, t.db, q.User)
	case kernel.PostsOf:
		return postsOf(t.ctx, t.db, q.User, q.At)
	case kernel.UploadByID:
		return t.upload(q.ID)
	case kernel.ScansOf:
		return scansOf(t.ctx, t.db, q.Hashes)
	case kernel.PaperByID:
		p, _, err := paperByID(t.ctx, t.db, q.ID)
		return p, err
	}
	return t.loadDomain(q)
}

func (t *tx) caseByID(id kernel.CaseID) (kernel.Case, error) {
	var r caseRow
	ok, err := one(t.ctx, t.db, &r, "select "+caseColumns+" from cases c where c.id = ?", string(id))
	if err != nil {
		return kernel.Case{}, err
	}
	if !ok {
		return kernel.Case{}, errs.New(errs.NotFound, "kernel.no_such_case", errs.Args{"id": id})
	}
	return r.asCase()
}

func (t *tx) casesOf(q kernel.CasesOf) ([]kernel.Case, error) {
	sq := "select " + caseColumns + " from cases c where c.flow = ?"
	args := []any{string(q.Flow)}
	if len(q.States) > 0 {
		sq += " and c.state in (?)"
		args = append(args, in(q.States))
	}
	if q.Subject != "" {
		sq += " and exists (select 1 from case_access a where a.case_id = c.id and a.subject = ?)"
		args = append(args, q.Subject)
	}
	if q.About != "" { // the second term lets the partial index be used
		sq += " and c.about = ? and c.about <> ''"
		args = append(args, q.About)
	}
	if q.Parent != "" {
		sq += " and c.parent = ?"
		args = append(args, string(q.Parent))
	}
	if q.Title != "" {
		sq += " and c.title = ?"
		args = append(args, q.Title)
	}
	rows, err := many[caseRow](t.ctx, t.db, sq+" order by c.opened, c.id", args...)
	if err != nil {
		return nil, err
	}
	return asCases(rows)
}

// loadDomain answers queries of the registers and the book.
func (t *tx) loadDomain(q any) (any, error) {
	if a, ok, err := t.loadLedger(q); ok {
		return a, err
	}
	if a, ok, err := t.loadRegistry(q); ok {
		return a, err
	}
	if a, ok, err := t.loadItem(q); ok {
		return a, err
	}
	if a, ok, err := t.loadWindow(q); ok {
		return a, err
	}
	return nil, errs.New(errs.Internal, "adapter.sqlstore.unknown_query", errs.Args{"type": fmt.Sprintf("%T", q)})
}

// applyDomain writes effects of the registers, the book and the proofs.
func (t *tx) applyDomain(m desk.Meta, e kernel.Effect) error {
	switch e := e.(type) {
	case ledger.Record:
		return t.applyLedger(m, e)
	case form.PutItem:
		return t.approveItem(m, e)
	}
	if ok, err := t.applyRegistry(m, e); ok {
		return err
	}
	return errs.New(errs.Internal, "adapter.sqlstore.unknown_effect", errs.Args{"effect": e.Effect()})
}

// project writes the read models of the case's matter, in the same transaction.
func (t *tx) project(c kernel.Case) error {
	if c.Flow == hall.Listing {
		return t.projectListing(c)
	}
	if err := t.projectBroker(c); err != nil {
		return err
	}
	if err := t.rowWork(c); err != nil {
		return err
	}
	return t.projectWindow(c)
}
