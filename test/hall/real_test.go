package hall

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"quanlian/adapter/importer"
	"quanlian/base/calendar"
	"quanlian/base/money"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/registry"
	"quanlian/test/storetest"
)

// The real lists: what is offered, and what companies hold.
const (
	offersCSV = "cn_patent_deals/patent_deals.csv"
	heldCSV   = "cn_patents_listed_cos/cn_patents.csv"
)

// TestDealOnRealPatents imports the real lists whole and plays a deal on one
// patent of each from the listing to the tax sheet. The list of offers names
// neither owner nor days, and neither list knows of annual fees: those come
// with the office's delivery, whose facts are the test's own.
func TestDealOnRealPatents(t *testing.T) {
	dir := storetest.Shared(t)
	both(t, func(t *testing.T, w *world) {
		offered, held := w.bring(filepath.Join(dir, offersCSV)), w.bring(filepath.Join(dir, heldCSV))
		if len(offered) < 6000 || len(held) < 3000 {
			t.Fatalf("%d offers and %d patents of companies were taken", len(offered), len(held))
		}
		w.offered(offered)
		w.held(held)
		w.audit()
	})
}

// bring imports a file and gives what was taken from it.
func (w *world) bring(path string) []registry.Record {
	w.t.Helper()
	f, err := os.Open(path)
	w.ok(err)
	r, err := importer.Open(path, f, importer.Options{})
	w.ok(err)
	k := &keeping{to: w.s.Sink(w.clock.Now)}
	rep, err := importer.Run(context.Background(), path, r, k, nil, nil)
	w.ok(errors.Join(err, r.Close(), f.Close()))
	if rep.Taken != len(k.all) {
		w.t.Fatalf("%d taken, %d put", rep.Taken, len(k.all))
	}
	return k.all
}

// keeping remembers what it hands to the register.
type keeping struct {
	to  importer.Sink
	all []registry.Record
}

func (k *keeping) Put(ctx context.Context, list []registry.Record) (added, changed, same int, err error) {
	k.all = append(k.all, list...)
	return k.to.Put(ctx, list)
}

// offered deals in an invention that the list offers for assignment, at the
// price asked there. Its standing and owner are unknown until the office has
// delivered.
func (w *world) offered(list []registry.Record) {
	w.t.Helper()
	i := slices.IndexFunc(list, func(r registry.Record) bool {
		return r.Offer.Deal == registry.Assignment && r.Offer.PriceKind == registry.Asking && r.Offer.Price >= money.Wan && r.Right.Kind == registry.Invention && r.Right.Number > "2014"
	})
	if i < 0 {
		w.t.Fatal("the list offers no invention")
	}
	r := list[i]
	w.t.Logf("%s %s, asked %s", r.Right.Number, r.Right.Title, r.Offer.Price)
	if s := w.standing(r.Right.Number); s.Status != registry.StatusUnknown || len(s.Owners) != 0 {
		w.t.Fatalf("the list alone says %s of %v", s.Status, s.Owners)
	}
	filing := calendar.On(2014, 6, 3)
	w.delivery(r.Right, filing, filing.AddYears(3), registry.Owner{Party: "owner", Name: "甲精密公司", USCC: "CODE-owner"})
	w.toTheTaxSheet("owner", r.Right.Number, r.Offer.Price)
}

// held deals in the youngest granted patent that a company of the list holds
// alone: owner and days are the list's.
func (w *world) held(list []registry.Record) {
	w.t.Helper()
	var pick registry.Right
	for _, r := range list {
		if g := r.Right; g.Kind == registry.Invention && len(g.Applicants) == 1 && g.Granted.After(pick.Granted) {
			pick = g
		}
	}
	s := w.standing(pick.Number)
	if s.Status != registry.StatusGranted || len(s.Owners) != 1 || s.Owners[0].Name != pick.Applicants[0].Name {
		w.t.Fatalf("%s is %s of %v", pick.Number, s.Status, s.Owners)
	}
	w.t.Logf("%s %s of %s", pick.Number, pick.Title, s.Owners[0].Name)
	w.joins("held", s.Owners[0].Name)
	w.delivery(pick, pick.Filing, pick.Granted)
	w.toTheTaxSheet("held", pick.Number, 100*wan)
}

// standing is the right as the register has it today.
func (w *world) standing(number string) registry.State {
	w.t.Helper()
	v, err := w.s.Right(context.Background(), number)
	w.ok(err)
	return registry.AsOf(v.Events, w.today(), w.clock.Now())
}

// joins registers a company with one who acts for it.
func (w *world) joins(id kernel.PartyID, name string) {
	w.t.Helper()
	u := kernel.UserID("u-" + string(id))
	w.ok(w.d.Do(context.Background(), kernel.SystemActor("seed"), "joins",
		kernel.PutParty{Party: party(string(id), "enterprise", name)}, kernel.PutUser{ID: u, Login: string(id), Name: name},
		kernel.PutMember{User: u, Party: id, Duty: kernel.DutyHandler, Rights: kernel.AllRights()}))
}

// delivery delivers what the lists lack: the days, the owner if one is told, and
// that the annual fees were paid until today.
func (w *world) delivery(r registry.Right, filing, granted calendar.Date, owners ...registry.Owner) {
	w.t.Helper()
	r.Filing, r.Granted = filing, granted
	var events []registry.Event
	add := func(k registry.EventKind, day calendar.Date, d registry.Detail) {
		events = append(events, registry.NewEvent(registry.Event{Right: r.Number, Kind: k, ValidFrom: day, Source: "office", Detail: d}))
	}
	if len(owners) > 0 {
		add(registry.Filed, filing, registry.Detail{Kind: r.Kind, Owners: owners})
		add(registry.Granted, granted, registry.Detail{Owners: owners})
	}
	first, last := registry.PatentYear(filing, granted), registry.PatentYear(filing, w.today())
	for y := first + 1; y <= last; y++ {
		add(registry.FeePaid, filing.AddYears(y-1), registry.Detail{Year: y})
	}
	rec := registry.Record{Source: "office", Doc: w.today(), Right: r, Events: events}
	rec.Key = registry.RecordKey(rec)
	_, _, _, err := w.s.Sink(w.clock.Now).Put(context.Background(), []registry.Record{rec})
	w.ok(err)
}

// toTheTaxSheet plays the whole deal and asks the register for the buyer.
func (w *world) toTheTaxSheet(seller, number string, price money.Fen) {
	w.t.Helper()
	listing := w.listed(seller, number, hall.ListInput{Price: price})
	id := w.talking(seller, "buyer", listing)
	w.agreed(seller, "buyer", id, assignment(price))
	w.signed(seller, "buyer", id)
	w.recorded(seller, "buyer", id)
	w.in(listing, hall.ListingSold)
	w.delivered(seller, "buyer", id, price)
	for w.state(id) == hall.DealDelivery {
		w.paid(seller, "buyer", id)
	}
	w.in(id, hall.DealTaxing)
	w.do("clerk", id, "settle", nil)
	w.in(id, hall.DealSettled)
	if o := w.owners(number); len(o) != 1 || o[0].Party != "buyer" {
		w.t.Fatalf("the register names %v", o)
	}
	if rows, n, err := w.s.FindRights(context.Background(), registry.Filter{Owner: "party:buyer", Text: number, Limit: 1}); err != nil || n != 1 || rows[0].Number != number {
		w.t.Fatalf("the buyer's rights: %v %d %v", rows, n, err)
	}
	if p := w.position(id); p.Released != price || p.Custody() != 0 {
		w.t.Fatalf("position %+v", p)
	}
	if d := w.deal(id); d.Tax == nil || w.taxPapers(id) != "buyer seller" {
		w.t.Fatalf("tax %+v, papers %s", d.Tax, w.taxPapers(id))
	}
}
