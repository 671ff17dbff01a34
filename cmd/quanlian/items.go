package main

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"quanlian/base/errs"
	"quanlian/catalogue"
	"quanlian/catalogue/documents"
	"quanlian/catalogue/items"
	"quanlian/catalogue/lang"
	"quanlian/catalogue/source"
	"quanlian/kernel"
)

// itemFiles says where the declared items come from. A city with a path in its
// name is a folder of its own, made by "quanlian city new".
func itemFiles(c catalogueConfig) items.Files {
	f := items.Files{Base: catalogue.FS, City: c.City, Templates: documents.FS, Shown: [3]string{"catalogue", "", c.Local}}
	if strings.ContainsAny(c.City, `/\.`) {
		f.City, f.CityFS, f.Shown[1] = filepath.Base(c.City), os.DirFS(c.City), c.City
	}
	if c.Local != "" {
		f.Local = os.DirFS(c.Local)
	}
	return f
}

// loadItems reads the catalogue; a single mistake refuses to start.
func loadItems(c catalogueConfig) (*items.Catalogue, error) {
	for _, dir := range []string{c.Local, c.City} {
		if !strings.ContainsAny(dir, `/\.`) {
			continue
		}
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			return nil, errs.At("catalogue", "cmd.catalogue_folder", errs.Args{"dir": dir})
		}
	}
	cat, faults, err := items.Load(itemFiles(c))
	if err != nil {
		return nil, errs.Wrap(errs.Invalid, "cmd.catalogue_unreadable", err)
	}
	if len(faults) > 0 {
		return nil, errs.New(errs.Invalid, "cmd.catalogue_wrong", errs.Args{"n": len(faults), "first": faults[0].Say(lang.For(lang.Zh))})
	}
	return cat, nil
}

// checkItems gives every mistake of the catalogue.
func checkItems(c catalogueConfig) ([]source.Fault, error) {
	_, faults, err := items.Load(itemFiles(c))
	if _, missing := err.(*fs.PathError); missing {
		return nil, errs.At("catalogue", "cmd.catalogue_folder", errs.Args{"dir": c.City})
	}
	return faults, err
}

// keepItems tells the store what the files say, and takes what officials
// approved into the running catalogue.
func (h *house) keepItems(ctx context.Context) error {
	have, err := h.store.KeptItems(ctx)
	if err != nil {
		return err
	}
	if w, differs := h.items.Now().Keep(have); differs {
		if err := h.desk.Do(ctx, kernel.SystemActor("catalogue"), "items/"+newID(), w); err != nil {
			return err
		}
	}
	return h.refreshItems(ctx)
}

// refreshItems follows what officials approved, here or on another instance.
func (h *house) refreshItems(ctx context.Context) error {
	stamp, err := h.store.ItemsStamp(ctx)
	if err != nil || stamp == h.itemsStamp {
		return err
	}
	list, err := h.store.ApprovedItems(ctx)
	if err != nil {
		return err
	}
	approved := make([]items.Approved, len(list))
	for i, a := range list {
		approved[i] = items.Approved{Item: a.Item, Case: string(a.Case)}
	}
	h.items.Set(h.items.Now().With(approved))
	h.itemsStamp = stamp
	return nil
}
