package api

import (
	"context"
	"encoding/json"
	"net/http"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/chain/utilization/hall"
	"quanlian/engine/taxation"
	"quanlian/kernel"
)

// CaseTax is the comparison before a deal is settled, and its sheet after.
type CaseTax struct {
	No         string               `json:"no" doc:"api.field.case.no"`
	Comparison *taxation.Comparison `json:"comparison,omitempty" doc:"api.field.tax.comparison"`
	Sheet      *taxation.Sheet      `json:"sheet,omitempty" doc:"api.field.tax.sheet"`
	Course     *taxation.Course     `json:"course,omitempty" doc:"api.field.tax.course"`
	Texts      map[string]string    `json:"texts" doc:"api.field.texts"`
}

// TaxAnswer is the answer to a question of tax, with its sentences.
type TaxAnswer struct {
	taxation.Answer
	Texts map[string]string `json:"texts" doc:"api.field.texts"`
}

func (s *spoken) taxes() {
	add(s, op{id: "get_case_tax", method: http.MethodGet, path: "/cases/{no}/tax", tag: tagTax, token: true, fails: append([]int{http.StatusConflict}, readOne...)}, s.a.caseTax)
	add(s, op{id: "compute_tax", method: http.MethodPost, path: "/tax", tag: tagTax, body: taxation.Request{}, fails: []int{http.StatusBadRequest, http.StatusUnsupportedMediaType}}, s.a.computeTax)
}

func (a *API) caseTax(ctx context.Context, v *visitor, in *caseIn) (*out[CaseTax], error) {
	c, err := a.seen(ctx, v, in.No, kernel.ViewSecret)
	if err != nil {
		return nil, err
	}
	if c.Flow != hall.Deal {
		return nil, errs.New(errs.NotFound, "api.no_tax", errs.Args{"no": c.No})
	}
	seen, err := hall.Seen(v.Actor, c) // of the other side's books nothing
	if err != nil {
		return nil, err
	}
	d, _ := seen.(hall.DealData)
	res := CaseTax{No: c.No}
	t := texts{l: v.L, out: map[string]string{}}
	if d.Tax != nil {
		var s taxation.Sheet
		if err := json.Unmarshal(d.Tax.Sheet, &s); err != nil {
			return nil, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
		}
		res.Sheet = &s
		t.sheet(s)
		course, err := d.Tax.Read()
		if err != nil {
			return nil, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
		}
		res.Course = &course
		for _, p := range course.Payments {
			t.sheet(p.Sheet)
		}
	} else {
		day := calendar.DateOf(a.Now())
		others, err := a.othersOf(ctx, v, c, d)
		if err != nil {
			return nil, err
		}
		cmp, err := a.Rules.Compare(d, c.No, day, others...)
		if err != nil {
			return nil, err
		}
		res.Comparison = &cmp
		t.comparison(cmp)
	}
	res.Texts = t.out
	return say(res), nil
}

// othersOf are the payments of the seller's other deals, for the seller and the
// office.
func (a *API) othersOf(ctx context.Context, v *visitor, c kernel.Case, d hall.DealData) ([]hall.OtherDeal, error) {
	if !hall.SeesSellersBooks(v.Actor, c) {
		return nil, nil
	}
	list, err := a.Book.SellerDeals(ctx, d.Seller.ID)
	return a.Rules.OthersOf(list, d.Seller.ID, calendar.DateOf(a.Now())), err
}

type taxIn struct {
	RawBody []byte `contentType:"application/json"`
}

func (a *API) computeTax(_ context.Context, v *visitor, in *taxIn) (*out[TaxAnswer], error) {
	q, err := read[taxation.Request](in.RawBody)
	if err != nil {
		return nil, err
	}
	ans, err := a.Rules.Tax.Answer(q)
	if err != nil {
		return nil, err
	}
	if ans.Sheet != nil {
		err = ans.Sheet.Roll(a.Rules.Calendar)
	}
	if err == nil && ans.Comparison != nil {
		err = ans.Comparison.Roll(a.Rules.Calendar)
	}
	if err != nil {
		return nil, err
	}
	t := texts{l: v.L, out: map[string]string{}}
	t.add(ans.Disclaimer, nil)
	if ans.Sheet != nil {
		t.sheet(*ans.Sheet)
	}
	if ans.Comparison != nil {
		t.comparison(*ans.Comparison)
	}
	return say(TaxAnswer{Answer: ans, Texts: t.out}), nil
}

// taxKey is where the sentences of the engine stand.
const taxKey = "engine.taxation."

// sheet takes the sentences of a tax sheet.
func (t texts) sheet(s taxation.Sheet) {
	t.add(s.Disclaimer, nil)
	t.under(taxKey+"way.", string(s.Way), nil)
	t.under(taxKey+"why.", s.WhyNotExempt, nil)
	for _, n := range s.Lines {
		t.under(taxKey+"item.", n.Item, nil)
		t.under(taxKey+"side.", string(n.Side), nil)
		t.under(taxKey+"why.", n.Why, nil)
	}
	t.conditions(s.Conditions)
	for _, d := range s.Documents {
		t.under(taxKey+"document.", d.Code, nil)
	}
	for _, r := range s.Reminders {
		t.under(taxKey+"reminder.", r.Code, nil)
		if r.Moved != nil {
			for _, s := range r.Moved.Steps {
				t.add(s.Code, s.Args)
			}
		}
	}
	for _, n := range s.Notices {
		t.under(taxKey+"notice.", n.Code, n.Args)
	}
}

func (t texts) conditions(list []taxation.Condition) {
	for _, c := range list {
		t.under(taxKey+"condition.", c.Code, nil)
	}
}

func (t texts) comparison(c taxation.Comparison) {
	t.add(c.Disclaimer, nil)
	t.under(taxKey+"why.", c.WhyNot, nil)
	t.conditions(c.Conditions)
	for _, o := range c.Options {
		t.sheet(o.Sheet)
	}
	if c.Verdict != nil {
		for _, s := range c.Verdict.Sentences {
			t.under(taxKey+"verdict.", s.Code, s.Args)
		}
	}
}
