package account

import (
	"crypto/rand"
	"fmt"
	"math/big"
	"net/http"
	"slices"
	"strings"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// notifyView is the page on which a person says how to be told.
type notifyView struct {
	v     *site.Visit
	sheet site.Sheet
	c     kernel.Contact
	list  []kernel.Delivery
}

// Unit: rows; minutes. Source: our choice.
const (
	mostDeliveries = 20
	codeTime       = 30 * time.Minute
)

func (p pages) notify(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.drawNotify(w, r, v, http.StatusOK, nil)
}

func (p pages) drawNotify(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, fault error) error {
	x := notifyView{v: v, sheet: v.Sheet(r, "web.notify", fault)}
	var err error
	if x.c, err = v.Env.People.Contact(r.Context(), v.Actor.User); err != nil {
		return err
	}
	x.sheet.Set("mail", x.c.Mail)
	x.sheet.Set("phone", x.c.Phone)
	x.sheet.Set("lang", langOf(v, x.c))
	if x.c.Digest {
		x.sheet.Set("digest", "1")
	}
	for _, ch := range kernel.Channels() {
		var on []string
		for _, t := range kernel.Topics() {
			if !slices.Contains(x.c.Off, string(t)+"/"+string(ch)) {
				on = append(on, string(t))
			}
		}
		x.sheet.Set("on_"+string(ch), on...)
	}
	if x.list, err = v.Env.People.Deliveries(r.Context(), v.Actor.User, mostDeliveries); err != nil {
		return err
	}
	return v.ShowStatus(w, r, status, accountFrame(r, v, "notify"), notifyPage(x))
}

// putContact keeps addresses and choices. An address that is new gets a code.
func (p pages) putContact(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	mail, err := p.newCode(v)
	if err != nil {
		return err
	}
	phone, err := p.newCode(v)
	if err != nil {
		return err
	}
	c := kernel.Contact{User: v.Actor.User, Mail: strings.TrimSpace(r.PostFormValue("mail")), Phone: strings.TrimSpace(r.PostFormValue("phone")), Lang: "zh", Digest: r.PostFormValue("digest") != ""}
	if r.PostFormValue("lang") == "en" {
		c.Lang = "en"
	}
	for _, ch := range kernel.Channels() {
		for _, t := range kernel.Topics() {
			if t != kernel.TopicLimit && !slices.Contains(r.PostForm["on_"+string(ch)], string(t)) {
				c.Off = append(c.Off, string(t)+"/"+string(ch))
			}
		}
	}
	put := kernel.PutContact{Contact: c, Mail: mail, Phone: phone, Until: v.Env.Now().Add(codeTime)}
	return p.settleNotify(w, r, v, put, "web.notify.saved")
}

func (p pages) newCode(v *site.Visit) (kernel.ContactCode, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return kernel.ContactCode{}, errs.Wrap(errs.Internal, "web.login.no_random", err)
	}
	code := fmt.Sprintf("%06d", n.Int64())
	return kernel.ContactCode{Plain: code, Hash: p.codeHash(v, code)}, nil
}

// codeHash binds a code to its person: six figures alone would be found.
func (p pages) codeHash(v *site.Visit, code string) string {
	return v.Env.Login.SecretHash(string(v.Actor.User) + "/" + code)
}

func (p pages) prove(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	if err := v.Env.Login.Try(r.Context(), "code:"+string(v.Actor.User)); err != nil {
		return err
	}
	return p.settleNotify(w, r, v, kernel.ProveContact{User: v.Actor.User, Code: p.codeHash(v, strings.TrimSpace(r.PostFormValue("code")))}, "web.notify.proved")
}

func (p pages) settleNotify(w http.ResponseWriter, r *http.Request, v *site.Visit, write kernel.Write, note string) error {
	err := v.Env.Desk.Do(r.Context(), v.Actor, r.PostFormValue(site.KeyField), write)
	switch errs.KindOf(err) {
	case "":
		return v.Go(w, r, "/account/notify", v.L.T(note))
	case errs.Invalid:
		return p.drawNotify(w, r, v, httpx.Status(err), err)
	}
	return err
}

// unproved reports whether an address waits for its code.
func (x notifyView) unproved() bool {
	return x.c.Mail != "" && !x.c.MailOK || x.c.Phone != "" && !x.c.PhoneOK
}

func (x notifyView) topics(ch kernel.Channel) []ui.Option {
	var out []ui.Option
	for _, t := range kernel.Topics() {
		o := ui.Option{Value: string(t), Text: x.v.L.T("web.notify.topic." + string(t)), Count: -1}
		if t == kernel.TopicLimit {
			o.Hint = x.v.L.T("web.notify.always")
		}
		out = append(out, o)
	}
	return x.sheet.Chosen("on_"+string(ch), out)
}

// langOf is the language of the notices: what was chosen, and that of the page until
// there is somewhere to send them.
func langOf(v *site.Visit, c kernel.Contact) string {
	if c.Mail == "" && c.Phone == "" && !v.L.Zh() {
		return "en"
	}
	return c.Lang
}

func (x notifyView) langs() []ui.Option {
	return x.sheet.Chosen("lang", []ui.Option{{Value: "zh", Text: "中文"}, {Value: "en", Text: "English"}})
}

func (x notifyView) digest() []ui.Option {
	return x.sheet.Chosen("digest", []ui.Option{{Value: "1", Text: x.v.L.T("web.notify.digest"), Hint: x.v.L.T("web.notify.digest_what"), Count: -1}})
}

func (x notifyView) table() ui.Table {
	l := x.v.L
	t := ui.Table{Caption: l.T("web.notify.sent"), Stack: true, Cols: []ui.Col{{Text: l.T("web.org.col.at")}, {Text: l.T("web.notify.col.channel")}, {Text: l.T("web.notify.col.about")}, {Text: l.T("web.account.col.state")}}}
	for _, d := range x.list {
		state := ui.Run
		switch d.State {
		case "sent":
			state = ui.Done
		case "failed", "unknown":
			state = ui.Late
		}
		about := ui.Cell{Text: l.T("web.notify.topic." + topicOf(d)), Sub: d.Args["no"]}
		if left := x.left(d); left != "" {
			about = ui.Cell{Part: leftText(about, left)}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: l.Moment(d.Made, x.v.Env.Now()), NoWrap: true}, {Text: l.T("web.notify.channel." + string(d.Channel))}, about, {Part: ui.Chip(state, l.T("web.notify.state."+d.State))}}})
	}
	return t
}

// topicOf is what a delivery is about; a code is about itself.
func topicOf(d kernel.Delivery) string {
	if d.Text == kernel.CodeText {
		return "code"
	}
	return string(d.Topic)
}

// left is what a trial laid into its folder instead of sending it.
func (x notifyView) left(d kernel.Delivery) string {
	if x.v.Env.Left == nil {
		return ""
	}
	return x.v.Env.Left(d)
}
