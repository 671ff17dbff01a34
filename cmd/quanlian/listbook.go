package main

import (
	"context"
	"io"
	"time"

	"quanlian/adapter/rehearsalbook"
	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/kernel"
	"quanlian/web/pages/caseview"
	"quanlian/web/pages/workbench"
	"quanlian/web/site"
)

// listBook writes a list of cases as a workbook of one sheet.
func listBook(out io.Writer, name string, rows [][]any) error {
	return rehearsalbook.Write(out, []rehearsalbook.Sheet{{Name: name, Rows: rows}})
}

// workbenchDeps are what the inbox stands on.
func (h *house) workbenchDeps(matters caseview.Matters) workbench.Deps {
	return workbench.Deps{Matters: matters, Views: h.store.SavedViews, Book: listBook, Lists: h.store, Content: h.files.Get}
}

// writeListBook writes the long list that has waited longest, as its asker may read
// it now. A process that dies in it leaves it as it was.
func (h *house) writeListBook(ctx context.Context) (bool, error) {
	b, ok, err := h.store.NextListBook(ctx)
	if err != nil || !ok {
		return false, err
	}
	hash, cases, err := h.bookOf(ctx, b)
	switch errs.KindOf(err) {
	case errs.Internal, errs.Unavailable:
		if err != nil {
			return false, err // it waits and is tried again
		}
	}
	return true, h.store.ListBookDone(ctx, b.ID, cases, hash, errs.As(err), h.now())
}

func (h *house) bookOf(ctx context.Context, b kernel.ListBook) (hash string, cases int, err error) {
	hats, err := h.store.Hats(ctx, b.User, h.now())
	if err != nil {
		return "", 0, err
	}
	for _, a := range hats {
		if a.Hat() != b.Hat {
			continue
		}
		v := &site.Visit{Env: h.env, Actor: a, Hats: hats, L: lang.For(lang.En)}
		if b.Zh {
			v.L = lang.For(lang.Zh)
		}
		if err := v.LearnUnits(ctx); err != nil {
			return "", 0, err
		}
		body, n, err := workbench.Write(ctx, h.env, h.workbenchDeps(nil), v, b.Query)
		if err != nil {
			return "", 0, err
		}
		hash, err := h.files.Put(body)
		return hash, n, err
	}
	return "", 0, errs.New(errs.Forbidden, "kernel.listbook.hat_lost", nil)
}

// sweepLists removes lists that were done before an instant, and their workbooks.
func (h *house) sweepLists(ctx context.Context, before time.Time) error {
	list, err := h.store.OldListBooks(ctx, before)
	if err != nil {
		return err
	}
	for _, b := range list {
		last, err := h.store.DropListBook(ctx, b)
		if err == nil && last {
			err = h.files.Drop(b.Hash, before)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
