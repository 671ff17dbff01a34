package main

import (
	"context"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue"
	"quanlian/catalogue/documents"
	"quanlian/catalogue/grounds"
	"quanlian/catalogue/items"
	"quanlian/catalogue/lang"
	"quanlian/catalogue/source"
	change "quanlian/chain/service/catalogue"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/registry"
)

// itemFiles says where the declared items come from. A city with a path in its
// name is a folder of its own, made by "quanlian city new".
func itemFiles(c catalogueConfig) items.Files {
	f := items.Files{Base: catalogue.FS, City: c.City, Templates: documents.FS, Shown: [3]string{"catalogue", "", c.Local}}
	if isFolder(c.City) {
		f.City, f.CityFS, f.Shown[1] = filepath.Base(c.City), os.DirFS(c.City), c.City
	}
	if c.Local != "" {
		f.Local = os.DirFS(c.Local)
	}
	return f
}

// isFolder tells a folder from the name of a city that ships with the program.
func isFolder(city string) bool {
	_, err := fs.Stat(catalogue.FS, "cities/"+city)
	return err != nil
}

// foldersThere refuses a folder of the catalogue that is not there.
func foldersThere(c catalogueConfig) error {
	for _, dir := range []string{c.Local, c.City} {
		if dir == "" || dir == c.City && !isFolder(dir) {
			continue
		}
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			return errs.At("catalogue", "cmd.catalogue_folder", errs.Args{"dir": dir})
		}
	}
	return nil
}

// loadItems reads the catalogue; a single mistake refuses to start.
func loadItems(c catalogueConfig) (*items.Catalogue, error) {
	if err := foldersThere(c); err != nil {
		return nil, err
	}
	if c.Local == "" && !isFolder(c.City) {
		once, _ := shipped.LoadOrStore(c.City, sync.OnceValues(func() (*items.Catalogue, error) { return readItems(c) }))
		return once.(func() (*items.Catalogue, error))()
	}
	return readItems(c)
}

// shipped are the catalogues of the cities that ship with the program: their
// files cannot change while it runs, so each is read once.
var shipped sync.Map

func readItems(c catalogueConfig) (*items.Catalogue, error) {
	cat, faults, err := items.Load(itemFiles(c))
	if err != nil {
		return nil, errs.Wrap(errs.Invalid, "cmd.catalogue_unreadable", err)
	}
	return cat, refuse(faults)
}

// refuse says no to a catalogue with a grave mistake.
func refuse(faults []source.Fault) error {
	if faults = source.Grave(faults); len(faults) > 0 {
		return errs.New(errs.Invalid, "cmd.catalogue_wrong", errs.Args{"n": len(faults), "first": faults[0].Say(lang.For(lang.Zh))})
	}
	return nil
}

// checkItems gives every mistake of the catalogue, and what could be read of it.
func checkItems(c catalogueConfig) (*items.Catalogue, []source.Fault, error) {
	cat, faults, err := items.Load(itemFiles(c))
	if _, missing := err.(*fs.PathError); missing {
		return nil, nil, errs.At("catalogue", "cmd.catalogue_folder", errs.Args{"dir": c.City})
	}
	if err != nil {
		return cat, faults, err
	}
	_, more, err := readWays(c, cat, calendar.DateOf(time.Now()))
	return cat, append(faults, more...), err
}

// itemBook is the catalogue of the running program: the files it was started
// with and what officials approved since.
type itemBook struct {
	items.Live
	store *sqlstore.Store
	now   func() time.Time
	mu    sync.Mutex
	stamp int64
	asked time.Time
	found finder
	ways  waysIn
	feed  kernel.Role     // who is told of finished cases; "" for nobody
	seals *itemflow.Seals // how decisions get the seal of their office
}

// openItems reads the files.
func openItems(c catalogueConfig, now func() time.Time) (*itemBook, error) {
	cat, err := loadItems(c)
	if err != nil {
		return nil, err
	}
	b := &itemBook{now: now}
	b.Set(cat)
	var faults []source.Fault
	if b.ways, faults, err = readWays(c, cat, calendar.DateOf(now())); err != nil {
		return nil, errs.Wrap(errs.Invalid, "cmd.catalogue_unreadable", err)
	}
	return b, refuse(faults)
}

// changeRules judge what an official makes of an item.
func (h *house) changeRules() change.Rules {
	return change.Rules{
		Check:   func(it form.Item) (form.Item, []source.Fault) { return h.items.Live.Now().Check(it) },
		HasFlow: func(a kernel.FlowAddr) bool { return h.desk.Flows[a] != nil },
	}
}

// flows are the flows that the items use.
func (b *itemBook) flows(cal *calendar.Calendar) []*kernel.Flow {
	rules := itemflow.DefaultRules(form.Checker{Formats: items.Formats(), Kinds: items.KindOf, Calendar: cal})
	rules.Auto, rules.Confirms, rules.Owns, rules.Feed, rules.Seals, rules.Grounds = registry.ItemChecks, registry.InForce, registry.Owns, b.feed, b.seals, grounds.Of
	return rules.Flows(b.Live.Now().All())
}

// keep tells the store what the files say, and takes in what was approved.
func (b *itemBook) keep(ctx context.Context, s *sqlstore.Store, d *desk.Desk) error {
	b.store = s
	have, err := s.KeptItems(ctx)
	if err != nil {
		return err
	}
	if w, differs := b.Now().Keep(have); differs {
		if err := d.Do(ctx, kernel.SystemActor("catalogue"), "items/"+newID(), w); err != nil {
			return err
		}
	}
	if err := b.keepUnits(ctx, s, d); err != nil {
		return err
	}
	return b.refresh(ctx, time.Time{})
}

// keepUnits makes the units that the city declares and the store does not know
// yet; what the administrator changed since stays.
func (b *itemBook) keepUnits(ctx context.Context, s *sqlstore.Store, d *desk.Desk) error {
	have, err := s.Units(ctx)
	if err != nil {
		return err
	}
	var w []kernel.Write
	for _, u := range b.Now().City.Units {
		if !slices.ContainsFunc(have, func(k kernel.Unit) bool { return k.ID == u.ID }) {
			w = append(w, kernel.PutUnit{Unit: kernel.Unit{ID: u.ID, Zh: u.Name.Zh, En: u.Name.En, District: u.District}})
		}
	}
	if len(w) == 0 {
		return nil
	}
	return d.Do(ctx, kernel.SystemActor("catalogue"), "units/"+newID(), w...)
}

// Unit: seconds. Source: our choice: how long another instance may show an item
// as it was before an approval; acts ask the database itself.
const itemsAge = 2 * time.Second

// today is what is in force, as officials last approved it.
func (b *itemBook) today(ctx context.Context, now time.Time) *items.Set {
	if err := b.refresh(ctx, now); err != nil {
		slog.WarnContext(ctx, "items could not be refreshed", "error", err)
	}
	return b.On(calendar.DateOf(now))
}

// refresh follows what officials approved, here or on another instance.
func (b *itemBook) refresh(ctx context.Context, now time.Time) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !now.IsZero() && now.Sub(b.asked).Abs() < itemsAge {
		return nil
	}
	b.asked = now
	stamp, err := b.store.ItemsStamp(ctx)
	if err != nil || stamp == b.stamp {
		return err
	}
	approved, err := approvedItems(ctx, b.store)
	if err != nil {
		return err
	}
	b.Set(b.Now().With(approved))
	b.stamp = stamp
	return nil
}

func approvedItems(ctx context.Context, s *sqlstore.Store) ([]items.Approved, error) {
	list, err := s.ApprovedItems(ctx)
	out := make([]items.Approved, len(list))
	for i, a := range list {
		out[i] = items.Approved{Item: a.Item, Case: string(a.Case)}
	}
	return out, err
}
