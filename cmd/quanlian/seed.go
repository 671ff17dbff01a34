package main

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"quanlian/adapter/paper"
	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/documents"
	"quanlian/catalogue/items"
	"quanlian/demo"
	"quanlian/kernel"
	"quanlian/kernel/form"
)

// heldClock stands where it was put until it is let go; then it runs.
type heldClock struct {
	mu    sync.Mutex
	at    time.Time
	free  bool
	ahead time.Duration // of the time of day, once it runs
}

// Now is the held instant, or the time of day.
func (c *heldClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *heldClock) now() time.Time {
	if c.free {
		return time.Now().Add(c.ahead)
	}
	return c.at
}

// Unit: days. Source: our choice: a limit and the new year after it come within a
// year, and the working days of the one after that are not declared.
const clockAhead = 366

// forward puts the running clock of the demo on to the morning of a later day, so
// that one sees what happens when a day has passed.
func (c *heldClock) forward(day calendar.Date) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	next, last := calendar.DateOf(now).AddDays(1), calendar.DateOf(time.Now()).AddDays(clockAhead)
	if day.Before(next) || day.After(last) {
		return errs.At("day", "web.login.clock_day", errs.Args{"from": next, "to": last})
	}
	c.ahead += day.At(9).Sub(now)
	return nil
}

func (c *heldClock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// set moves the held instant on; it never goes back.
func (c *heldClock) set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at.After(c.at) {
		c.at = at
	}
}

func (c *heldClock) letGo() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.free = true
}

// What the demo's story takes before its last two days in the halls: a publicity
// of fifteen days, and the office hours of its people.
// Unit: days, working days. Source: counted, with a day or two to spare.
const (
	storyDays     = 19
	storyWorkdays = 10
)

// storyBegins is when the story begins that ends at an instant: early enough that
// the working day before is still played on its day, whatever holidays lie between.
func storyBegins(end time.Time) time.Time {
	cal := calendar.National()
	d := demo.DayBefore(cal, calendar.DateOf(end)).AddDays(-storyDays)
	for range storyWorkdays {
		d = demo.DayBefore(cal, d)
	}
	return d.At(8)
}

// seed fills an empty database with the demo city as it stands now.
func (h *house) seed(ctx context.Context, clock *heldClock) error {
	return h.seedUntil(ctx, clock, time.Now())
}

// seedUntil fills it up to an instant, at which the demo begins.
func (h *house) seedUntil(ctx context.Context, clock *heldClock, end time.Time) error {
	hash, err := demoHash()
	if err != nil {
		return err
	}
	power, err := h.demoPower(clock.Now())
	if err != nil {
		return err
	}
	if err := h.desk.Do(ctx, kernel.SystemActor("demo"), "demo/people", append(demo.PeopleWrites(hash), demo.Mandates(clock.Now(), power)...)...); err != nil {
		return err
	}
	records, err := demo.Records(clock.Now())
	if err != nil {
		return err
	}
	if _, _, _, err := h.store.Sink(clock.Now).Put(ctx, records); err != nil {
		return err
	}
	if err := h.store.ObserveAll(ctx, clock.Now()); err != nil {
		return err
	}
	if err := demo.Play(ctx, h.stage(ctx, clock, end)); err != nil {
		return err
	}
	h.env.Demo, h.env.DemoClock = demoUsers(), h.forward(ctx, clock)
	clock.letGo()
	return h.store.ObserveAll(ctx, clock.Now())
}

// forward puts the clock on; the demo's office tells on each of its days how its
// register stands, as a real one does by a daily delivery.
func (h *house) forward(ctx context.Context, clock *heldClock) func(calendar.Date) error {
	return func(day calendar.Date) error {
		if err := clock.forward(day); err != nil {
			return err
		}
		return h.store.ObserveAll(ctx, clock.Now())
	}
}

// observeDaily lets the demo's office tell so while the demo runs for days.
func (h *house) observeDaily(ctx context.Context) {
	for t := time.NewTicker(6 * time.Hour); ; {
		select {
		case <-ctx.Done():
			t.Stop()
			return
		case <-t.C:
			if err := h.store.ObserveAll(ctx, h.now()); err != nil && ctx.Err() == nil {
				h.log.Error("the register was not looked at", "err", err)
			}
		}
	}
}

// past plays what the desks did before the story of the demo begins, and draws
// its papers: rehearsals go by it.
func (h *house) past(ctx context.Context, clock *heldClock, until time.Time) error {
	if err := demo.Past(ctx, h.stage(ctx, clock, until), until, h.env.Calendar); err != nil {
		return err
	}
	for {
		if more, err := h.drawPapers(ctx); err != nil || !more {
			return err
		}
	}
}

// stage is what the demo is played on, up to an instant.
func (h *house) stage(ctx context.Context, clock *heldClock, end time.Time) demo.Stage {
	return demo.Stage{
		Desk: h.desk, Hats: h.store.Hats, Now: clock.Now,
		Case: func(ctx context.Context, id kernel.CaseID) (kernel.Case, error) {
			return h.store.Case(ctx, kernel.SystemActor("demo"), string(id), kernel.ViewSecret)
		},
		Wait: func(ctx context.Context, d time.Duration) error {
			clock.advance(d)
			for range 2 { // the question goes out, its answer comes back
				h.worker.pass(ctx)
				clock.advance(10 * time.Second)
			}
			return ctx.Err()
		},
		Jump: func(ctx context.Context, to time.Time) error {
			clock.set(to)
			h.worker.pass(ctx)
			return ctx.Err()
		},
		Set: clock.set, End: end, Windows: h.windowRules(),
		PayIn:   h.bank.PayIn,
		Observe: func(ctx context.Context) error { return h.store.ObserveAll(ctx, clock.Now()) },
		Item:    func(code string) (form.Item, bool) { return h.items.today(ctx, clock.Now()).Item(code) },
		Fill: func(it form.Item, f form.Facts, n int) form.Values {
			return form.Sampler{Formats: items.SampleFormats(), Pick: rand.New(rand.NewPCG(uint64(n), 1)).IntN}.Fill(it, f)
		},
		Upload: h.demoPaper,
	}
}

// demoPower draws the power of attorney of the demo's agency and gives its SHA-256.
func (h *house) demoPower(from time.Time) (string, error) {
	sheet := paper.Sheet{Sample: true, Blocks: []documents.Block{{Kind: documents.Title, Text: "授权委托书"}}}
	for _, s := range demo.PowerText(from) {
		sheet.Blocks = append(sheet.Blocks, documents.Block{Kind: documents.Paragraph, Text: s})
	}
	pdf, err := paper.Render(sheet)
	if err != nil {
		return "", err
	}
	return h.files.Put(pdf)
}

// demoPaper draws a one-page paper that says what it stands for, and puts it in
// as an upload of the actor.
func (h *house) demoPaper(ctx context.Context, a kernel.Actor, title, by string) (string, error) {
	pdf, err := paper.Render(paper.Sheet{Sample: true, Blocks: []documents.Block{
		{Kind: documents.Title, Text: title}, {Kind: documents.Paragraph, Text: "提交人：" + by},
		{Kind: documents.Paragraph, Text: "本页为演示材料，内容虚构，代替真实文件。"},
	}})
	if err != nil {
		return "", err
	}
	sha, err := h.files.Put(pdf)
	if err != nil {
		return "", err
	}
	id := newID()
	return id, h.desk.Do(ctx, a, "demo/upload/"+id, kernel.PutDocument{ID: id, Kind: "kernel.itemflow.paper.material", Name: title + ".pdf", SHA256: sha,
		Bytes: int64(len(pdf)), Media: "application/pdf", Level: kernel.ViewDetail, By: a.User})
}
