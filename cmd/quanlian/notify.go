package main

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"time"

	"quanlian/adapter/notify"
	"quanlian/adapter/sqlstore"
	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
)

// mailConfig is the mail server; without an address nothing leaves.
type mailConfig struct {
	Addr     string `yaml:"addr"` // host:port
	From     string `yaml:"from"`
	User     string `yaml:"user"`
	Password string `yaml:"password"`
	Implicit bool   `yaml:"implicit_tls"` // TLS from the first byte; else STARTTLS
}

// post carries notices out.
type post struct {
	*worker
	mail  notify.Mailer
	sms   notify.SMS
	texts notify.Texts
}

// addPost joins the steps that carry notices out, when there is a way to.
func (h *house) addPost() {
	p := &post{worker: h.worker, texts: notify.Texts{Site: h.items.siteOf(true).Name, SiteEn: h.items.siteOf(false).Name, Base: h.cfg.PublicURL}}
	if h.cfg.Mail.Addr != "" {
		c := h.cfg.Mail
		p.mail = notify.SMTP{Addr: c.Addr, From: c.From, User: c.User, Password: c.Password, Implicit: c.Implicit}
	}
	if h.cfg.FakeParties {
		out := notify.Folder{Dir: filepath.Join(h.cfg.Dir, "outbox")}
		p.sms, h.env.Left = out.Text(), out.Left
		if p.mail == nil {
			p.mail = out.Mail()
		}
	}
	h.worker.add(step{name: "notices", role: roleWorker, on: sqlstore.LeftNotice, run: p.carry})
}

// Limits. Unit: rows; tries; minutes before each further try. Source: our
// choice; a mail server may be down for a night.
const (
	spreadAtOnce = 100
	sendAtOnce   = 20
	mostTries    = 8
)

var tryAgain = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour, 8 * time.Hour}

// digestHour is when the daily mail leaves. Unit: hour of the day. Source: our
// choice, before office hours.
const digestHour = 8

// nextDigest is the next morning.
func nextDigest(now time.Time) time.Time {
	day := calendar.DateOf(now)
	if at := day.At(digestHour); at.After(now) {
		return at
	}
	return day.AddDays(1).At(digestHour)
}

// carry makes deliveries of notices, then hands over those that are due.
func (p *post) carry(ctx context.Context) (bool, error) {
	n, err := p.store.Spread(ctx, p.now(), nextDigest, spreadAtOnce)
	if err != nil {
		return false, err
	}
	list, err := p.store.ClaimDeliveries(ctx, p.name, p.wall, p.now(), sendAtOnce)
	if err != nil {
		return false, err
	}
	var faults []error
	for _, part := range together(list) {
		faults = append(faults, p.handOver(ctx, part))
	}
	return n == spreadAtOnce || len(list) >= sendAtOnce, errors.Join(faults...)
}

// together puts the parts of one person's daily mail together.
func together(list []kernel.Delivery) [][]kernel.Delivery {
	var out [][]kernel.Delivery
	for _, d := range list {
		i := slices.IndexFunc(out, func(b []kernel.Delivery) bool {
			x := b[0]
			return d.Digested() && x.User == d.User && x.Channel == d.Channel && x.Topic == d.Topic
		})
		if i < 0 {
			out = append(out, []kernel.Delivery{d})
			continue
		}
		out[i] = append(out[i], d)
	}
	return out
}

// handOver sends one message and writes what became of it. What another process
// has taken since, it leaves.
func (p *post) handOver(ctx context.Context, list []kernel.Delivery) error {
	var ids []string
	for _, d := range list {
		ids = append(ids, d.ID)
	}
	ids, err := p.store.Handing(ctx, p.name, p.wall, ids)
	if err != nil || len(ids) == 0 {
		return err
	}
	list = slices.DeleteFunc(list, func(d kernel.Delivery) bool { return !slices.Contains(ids, d.ID) })
	err = p.send(ctx, list)
	state, next := "sent", time.Time{}
	switch {
	case err == nil:
	case errors.Is(err, notify.ErrUnknown):
		state = "unknown"
	case errors.Is(err, notify.ErrRefused) || list[0].Tries+1 >= mostTries:
		state = "failed"
	default:
		state, next = "open", p.now().Add(tryAgain[min(list[0].Tries, len(tryAgain)-1)])
	}
	fault := ""
	if err != nil {
		fault = err.Error()
	}
	return errors.Join(p.store.Delivered(context.WithoutCancel(ctx), ids, state, fault, next, p.now()), err)
}

func (p *post) send(ctx context.Context, list []kernel.Delivery) error {
	switch d := list[0]; {
	case d.Channel == kernel.ByMail && p.mail != nil:
		return p.mail.Send(ctx, p.texts.Mail(list))
	case d.Channel == kernel.BySMS && p.sms != nil:
		return p.sms.Send(ctx, d.ID, d.Contact.Phone, p.texts.SMS(d))
	}
	return errs.New(errs.Unavailable, "cmd.no_channel", nil)
}
