package outage

import (
	"net/http"
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/chain/service/outage"
	"quanlian/kernel"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

type formView struct {
	v      *site.Visit
	sheet  site.Sheet
	action string
	title  string
	parts  []ui.Option
	row    outage.Row // of a correction
	rules  []ruleView
}

// local is an instant as a field for date and time holds it.
func local(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return calendar.DateOf(t).String() + "T" + t.In(calendar.China).Format("15:04")
}

// instant reads such a field; empty is no instant.
func instant(r *http.Request, name string) (time.Time, error) {
	text := strings.TrimSpace(r.PostFormValue(name))
	if text == "" {
		return time.Time{}, nil
	}
	for _, form := range []string{"2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02T15:04:05"} {
		if t, err := time.ParseInLocation(form, text, calendar.China); err == nil {
			return t, nil
		}
	}
	return time.Time{}, errs.At(name, "service.outage.no_instant", nil)
}

// statement reads the form.
func statement(r *http.Request) (outage.Statement, error) {
	s := outage.Statement{What: strings.TrimSpace(r.PostFormValue("what")), WhatEn: strings.TrimSpace(r.PostFormValue("what_en")), Parts: r.PostForm["parts"]}
	var bad errs.List
	for _, x := range []struct {
		name string
		to   *time.Time
	}{{"from", &s.From}, {"expected", &s.Expected}, {"to", &s.To}} {
		t, err := instant(r, x.name)
		if err != nil {
			bad.Add(errs.As(err))
		}
		*x.to = t
	}
	return s, bad.Err()
}

func (p pages) declare(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.drawForm(w, r, v, http.StatusOK, nil)
}

func (p pages) drawForm(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, fault error) error {
	if !p.keeps(v) {
		return errs.New(errs.Forbidden, "service.outage.not_yours", nil)
	}
	x := formView{v: v, sheet: v.Sheet(r, "web.outage", fault), action: "/outages/new", title: v.L.T("web.outage.declare"), rules: p.rules(v)}
	if fault == nil {
		x.sheet.Set("from", local(v.Env.Now()))
	}
	return p.showForm(w, r, v, status, x)
}

func (p pages) showForm(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, x formView) error {
	for _, part := range p.Declared().Parts {
		o := ui.Option{Value: part.ID, Text: part.Name.In(v.L.Zh()), Hint: v.L.T("web.outage.no_limits")}
		if len(part.Limits) > 0 {
			o.Hint = v.L.T("web.outage.part_limits", "limits", kinds(v.L, part.Limits))
		}
		x.parts = append(x.parts, o)
	}
	x.parts = x.sheet.Chosen("parts", x.parts)
	f := v.Workbench(r, x.title, "outages")
	f.Crumb = []ui.Link{{Text: v.L.T("web.outage.title"), Href: "/outages"}, {Text: x.title}}
	return v.ShowStatus(w, r, status, f, formPage(x))
}

func (p pages) declared(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	s, err := statement(r)
	if err == nil {
		receipt, e := v.Open(r, outage.Outage, "declare", s)
		if e == nil {
			return v.Go(w, r, "/outages/"+receipt.No, v.L.T("web.outage.done.declare", "no", receipt.No))
		}
		err = e
	}
	if told(err) {
		return p.drawForm(w, r, v, httpx.Status(err), err)
	}
	return err
}

func (p pages) end(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	at, err := instant(r, "at")
	return p.act(w, r, v, "end", outage.EndInput{At: at}, err)
}

func (p pages) withdraw(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.act(w, r, v, "withdraw", kernel.ReasonInput{Reason: r.PostFormValue("reason")}, nil)
}

func (p pages) correct(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.drawCorrection(w, r, v, http.StatusOK, nil)
}

func (p pages) drawCorrection(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, fault error) error {
	row, _, err := p.caseOf(r)
	if err != nil {
		return err
	}
	if !p.keeps(v) {
		return errs.New(errs.Forbidden, "service.outage.not_yours", nil)
	}
	x := formView{v: v, sheet: v.Sheet(r, "web.outage", fault), action: "/outages/" + row.No + "/correct", title: v.L.T("web.outage.correct", "no", row.No), row: row, rules: p.rules(v)}
	if s := row.Now().Statement; fault == nil {
		x.sheet.Set("what", s.What)
		x.sheet.Set("what_en", s.WhatEn)
		x.sheet.Set("parts", s.Parts...)
		x.sheet.Set("from", local(s.From))
		x.sheet.Set("expected", local(s.Expected))
		x.sheet.Set("to", local(s.To))
	}
	return p.showForm(w, r, v, status, x)
}

func (p pages) corrected(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	row, c, err := p.caseOf(r)
	if err != nil {
		return err
	}
	s, err := statement(r)
	if err == nil {
		_, err = v.Act(r, c, "correct", outage.CorrectInput{Statement: keepSeconds(s, row.Now().Statement), Reason: r.PostFormValue("reason")})
	}
	switch {
	case err == nil:
		return v.Go(w, r, "/outages/"+row.No, v.L.T("web.outage.done.correct"))
	case told(err):
		return p.drawCorrection(w, r, v, httpx.Status(err), err)
	}
	return err
}

// keepSeconds keeps instants that were not touched: the field shows minutes only.
func keepSeconds(s, was outage.Statement) outage.Statement {
	for _, x := range []struct{ now, was *time.Time }{{&s.From, &was.From}, {&s.Expected, &was.Expected}, {&s.To, &was.To}} {
		if local(*x.now) == local(*x.was) {
			*x.now = *x.was
		}
	}
	return s
}
