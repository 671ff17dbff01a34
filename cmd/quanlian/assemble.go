package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"time"

	"github.com/oklog/ulid/v2"

	"quanlian/adapter/bank"
	"quanlian/adapter/blob"
	"quanlian/adapter/esign"
	"quanlian/adapter/login"
	"quanlian/adapter/office"
	"quanlian/adapter/policy"
	"quanlian/adapter/search/listings"
	"quanlian/adapter/search/rights"
	"quanlian/adapter/sqlstore"
	"quanlian/api"
	"quanlian/base/calendar"
	"quanlian/base/ident"
	"quanlian/catalogue/policies"
	"quanlian/chain/service/outage"
	"quanlian/chain/service/window"
	"quanlian/chain/utilization/hall"
	"quanlian/chain/utilization/valuation"
	"quanlian/engine/taxation"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/itemflow"
	"quanlian/ledger"
	"quanlian/web/inbox"
	"quanlian/web/site"
)

// house is the program joined from its floors.
type house struct {
	cfg    config
	store  *sqlstore.Store
	desk   *desk.Desk
	rules  hall.Rules
	flows  []*kernel.Flow
	env    *site.Env
	api    *api.API
	worker *worker
	files  fileStore
	items  *itemBook
	bank   *bank.Fake  // of the demo and of trials; nil otherwise
	trial  *bankTrial  // likewise: how a person makes it behave badly
	esign  *esign.Fake // likewise
	proofs *proofs     // nil where no keys are configured: tests and commands
	log    *slog.Logger
	now    func() time.Time

	matcher *listings.Index
	near    *rights.Index
	classes *classifier
	pushed  calendar.Date // the day on which new matches were told last
	// devices are those of the counters: invented ones in trials, none elsewhere
	// until real ones are joined.
	devices window.Devices
	// signRoots are the authorities (DER) whose electronic signatures count.
	signRoots [][]byte

	// scanner looks for malware in what is put in; nil where none is configured.
	scanner scanner
}

// fileStore keeps contents under their hash. adapter/blob fulfils it.
type fileStore interface {
	Put(content []byte) (sha string, err error)
	Get(sha string) ([]byte, error)
	Drop(sha string, unless time.Time) error
}

// Unit: bytes. Source: 128 bits blind a commitment.
const saltBytes = 16

func newID() string { return ulid.Make().String() }

func newSalt() []byte {
	b := make([]byte, saltBytes)
	if _, err := rand.Read(b); err != nil {
		panic(err) // no randomness: nothing may be written
	}
	return b
}

// build joins the floors on a database.
func build(ctx context.Context, cfg config, log *slog.Logger, now func() time.Time) (*house, error) {
	h := &house{cfg: cfg, log: log, now: now, devices: devicesOf(cfg), scanner: scannerOf(cfg)}
	cal := calendar.National()
	tax, err := taxation.BuiltIn()
	if err != nil {
		return nil, err
	}
	if h.items, err = openItems(cfg.Catalogue, now); err != nil {
		return nil, err
	}
	h.items.feed, h.items.seals = cfg.feedRole(), h.seals()
	h.rules = hall.DefaultRules(cal, tax)
	h.rules.Sign = h.items.Now().City.Sign
	h.rules.Evaluate, h.rules.SignRoots = evaluator(cal), h.authorities
	if err := h.openSigning(); err != nil {
		return nil, err
	}
	h.flows = append(h.matterFlows(), h.items.flows(cal)...)
	h.store, err = sqlstore.Open(ctx, cfg.Database, sqlstore.Options{City: cmp.Or(cfg.CityCode, h.items.Now().City.Prefix), TurnOf: h.turnOf, Debtor: itemflow.Debtor, DueOf: func(c kernel.Case) time.Time { return kernel.NearestDue(c, cal) }, Apart: inbox.Apart})
	if err != nil {
		return nil, err
	}
	h.prepareMatching()
	pol, err := policy.Load(policies.FS)
	if err != nil {
		return nil, err
	}
	h.desk = desk.New(h.store, pol, h.flows, now, newID, newSalt)
	h.items.Set(h.items.Now().Beside(putSamples{h.store.Uploaded, screened{h}.Get}))
	if err := h.items.keep(ctx, h.store, h.desk); err != nil {
		return nil, err
	}
	gate, err := login.New(accounts{h.store}, h.store.Sessions(), sharedTries{h.store}, cfg.Secure)
	if err != nil {
		return nil, err
	}
	if h.files, err = blob.NewDir(filepath.Join(cfg.Dir, "files")); err != nil {
		return nil, err
	}
	h.env = &site.Env{Desk: h.desk, Cases: h.store, People: h.store, Login: gate, Site: h.items.siteWith(cfg.CityCode), Calendar: cal, Now: now, NewID: newID, TurnOf: h.turnOf, Stands: hall.Stands, CaseURL: caseURL, ItemName: h.items.nameNow, EnglishName: h.items.english, DistrictName: h.districtName, Secure: cfg.Secure, PublicURL: cfg.PublicURL, Files: h.files, Tries: publicTries(sharedTries{h.store}), Held: heldForms{h.store}}
	h.env.Warnings, h.env.HeldWords = h.warnings, h.heldWords
	h.env.Custodian, h.env.AtCounter = kernel.PartyID(cfg.CustodyBank), h.atCounter
	if err := h.addVouchers(); err != nil {
		return nil, err
	}
	h.api = h.openAPI()
	h.addWork()
	if cfg.Keys == "" {
		return h, nil
	}
	if h.proofs, err = h.openProofs(); err != nil {
		return nil, err
	}
	h.env.Proofs = h.proofs
	return h, nil
}

// addWork makes the worker and gives it its steps.
func (h *house) addWork() {
	h.worker = &worker{store: h.store, desk: h.desk, log: h.log, now: h.now, wall: time.Now, name: newID(), roles: h.cfg.roles, poll: h.cfg.Poll}
	h.worker.leases.wall = func() time.Time { return h.worker.wall() }
	h.worker.add(step{name: "timers", role: roleWorker, on: sqlstore.LeftTimer, run: h.worker.timers})
	h.hallSteps()
	h.worker.add(step{name: "papers", role: roleWorker, on: sqlstore.LeftPaper, run: h.drawPapers})
	h.worker.add(step{name: "hand out", role: roleWorker, on: sqlstore.LeftJournal, lease: "handout", run: h.handOut})
	h.worker.add(step{name: "outages", role: roleWorker, on: sqlstore.LeftOutage, lease: "outages", run: h.tellOutages})
	h.worker.add(step{name: "hours", role: roleWorker, lease: "hours", run: (&hoursTeller{h: h}).run})
	h.worker.add(step{name: "mandates", role: roleWorker, lease: "mandates", run: (&mandateTeller{h: h}).run})
	h.worker.add(step{name: "lists", role: roleWorker, lease: "lists", run: (&relister{store: h.store, now: h.now}).run})
	h.worker.add(step{name: "limits", role: roleWorker, lease: "limits", run: (&reckoner{store: h.store, calendar: calendar.National().Version()}).run})
	h.worker.add(step{name: "sweep", role: roleWorker, lease: "sweep", run: (&sweeper{h: h}).sweep})
	h.worker.add(step{name: "bulks", role: roleWorker, on: sqlstore.LeftBulk, run: h.worker.bulks})
	h.worker.add(step{name: "list books", role: roleWorker, on: sqlstore.LeftListBook, lease: "listbooks", run: h.writeListBook})
	h.worker.add(step{name: "rehearsals", role: roleWorker, on: sqlstore.LeftRehearsal, run: h.rehearse})
	h.addFeed()
	if h.cfg.FakeParties {
		h.bank = promptBank(h.cfg.seed, h.now)
		h.bank.Opening = book{h.store}.held
		h.trial = &bankTrial{Fake: h.bank, now: h.now}
		h.worker.addParty(ledger.BankRole, &bankParty{bank: h.bank}).ahead = h.trial.ahead
		h.addSigning(h.esign)
		h.worker.addParty(hall.Office, &office.Fake{Delay: 3 * time.Second, Now: h.now, Paper: onPaper})
	}
	h.worker.add(step{name: "number", role: roleLog, on: sqlstore.LeftJournal, lease: leaseLog, run: h.number})
	h.addScan()
	h.addPost()
	h.store.OnLeft(h.worker.left)
}

// onPaper are the utility models: their records come on paper in the demo, so that
// the staff have some to enter.
func onPaper(q hall.RecordQuestion) bool {
	a, err := ident.ParseApplication(q.Right)
	return err == nil && a.Kind() == ident.UtilityModel
}

// promptBank is the fake bank of the demo: it answers while one looks on.
func promptBank(seed uint64, now func() time.Time) *bank.Fake {
	b := bank.NewFake(seed, bank.Faults{}, now)
	b.Pace = 2 * time.Second
	return b
}

// turnOf tells whose move it is in a case.
func (h *house) turnOf(c kernel.Case) kernel.Role {
	if r, ok := hall.TurnIn(c); ok {
		return r
	}
	if r, ok := itemflow.TurnIn(c); ok {
		return r
	}
	if r, ok := valuation.TurnIn(c); ok {
		return r
	}
	if f := h.desk.Flows[c.Flow]; f != nil {
		def, _ := f.StateDef(c.State)
		return def.Turn
	}
	return ""
}

// accounts joins the log-ins of the store with adapter/login.
type accounts struct{ s *sqlstore.Store }

// AccountByLogin finds a log-in.
func (a accounts) AccountByLogin(ctx context.Context, name string) (login.Account, bool, error) {
	u, ok, err := a.s.UserByLogin(ctx, name)
	return login.Account{ID: kernel.UserID(u.ID), Hash: u.Hash, Disabled: u.Disabled != 0}, ok, err
}

// caseURL is the page of a case.
func caseURL(c kernel.Case) string {
	switch c.Flow {
	case hall.Deal:
		return "/hall/deal/" + c.No
	case hall.Listing:
		return "/hall/listing/" + c.No
	case hall.Need:
		return "/hall/need/" + c.No
	case hall.Bulk:
		return "/hall/sheet/" + c.No
	case hall.BrokerPage:
		return "/hall/brokers/" + c.No
	case itemflow.Thing:
		return "/things/" + c.No
	}
	if itemflow.NameOf(c.Flow) == itemflow.BatchFlow {
		return "/many/" + c.No
	}
	if c.Flow == outage.Outage {
		return "/outages/" + c.No
	}
	if page := windowURL(c); page != "" {
		return page
	}
	return "/case/" + c.No
}

// serveHTTP serves until the context ends, then lets requests finish.
func serveHTTP(ctx context.Context, l net.Listener, h http.Handler, log *slog.Logger) error {
	// Unit: seconds. Source: net/http's advice for a server on an open network.
	srv := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 120 * time.Second}
	done := make(chan error, 1)
	go func() { done <- srv.Serve(l) }()
	log.InfoContext(ctx, "serving", "addr", l.Addr().String())
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		end, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		return srv.Shutdown(end)
	}
}
