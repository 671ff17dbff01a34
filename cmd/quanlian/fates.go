package main

import (
	"cmp"
	"context"
	"crypto/subtle"
	"encoding/json"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
	"quanlian/web/pages/track"
	valuationpages "quanlian/web/pages/utilization/valuation"
	"quanlian/web/pages/verify"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// issuedPapers tells anybody who holds a paper what it is and whether it counts.
func (h *house) issuedPapers() verify.Papers {
	return verify.Papers{OfContent: h.paperOfContent, OfCode: h.paperOfCode}
}

// paperOfContent finds it by its hash: who asks has the whole paper.
func (h *house) paperOfContent(ctx context.Context, v *site.Visit, sha256 string) (verify.Paper, error) {
	ids, err := h.store.PapersOfContent(ctx, sha256)
	if err != nil || len(ids) == 0 {
		return verify.Paper{}, err
	}
	p, c, err := h.paperAndCase(ctx, ids[0])
	if err != nil {
		return verify.Paper{}, err
	}
	return h.tellPaper(ctx, v, p, c)
}

// paperOfCode finds it by its number, for who has the code of its case.
func (h *house) paperOfCode(ctx context.Context, v *site.Visit, id, code string) (verify.Paper, error) {
	p, c, err := h.paperAndCase(ctx, id)
	if errs.KindOf(err) == errs.NotFound {
		return verify.Paper{}, nil
	}
	if err != nil || !p.Issued || !itemflow.Standard(c.Flow) {
		return verify.Paper{}, err
	}
	d, err := itemflow.DataOf(c)
	if err != nil || d.Track == "" || subtle.ConstantTimeCompare([]byte(d.Track), []byte(code)) != 1 {
		return verify.Paper{}, err
	}
	x, err := h.tellPaper(ctx, v, p, c)
	x.Progress = track.Path(c.No, d.Track)
	return x, err
}

func (h *house) paperAndCase(ctx context.Context, id string) (kernel.Paper, kernel.Case, error) {
	p, of, err := h.store.Paper(ctx, id)
	if err != nil {
		return p, kernel.Case{}, err
	}
	c, err := h.store.Case(ctx, kernel.SystemActor("paper"), string(of), kernel.ViewSecret)
	return p, c, err
}

// tellPaper says which paper it is, and what became of it.
func (h *house) tellPaper(ctx context.Context, v *site.Visit, p kernel.Paper, c kernel.Case) (verify.Paper, error) {
	how, err := valuationpages.StandingOf(ctx, v, h.store, c, true)
	if err != nil {
		return verify.Paper{}, err
	}
	l := v.L
	x := verify.Paper{Text: how.Text, Stands: how.Stands}
	if x.Text == "" {
		x.Text, x.Stands = l.T("web.verify.fate.issued"), true
	}
	if itemflow.Standard(c.Flow) {
		if x.Text, x.Stands, err = h.fateText(ctx, v, p, c); err != nil {
			return x, err
		}
	}
	said, err := h.saidOn(ctx, p.ID)
	if err != nil {
		return x, err
	}
	add := func(key, text string, no bool) {
		if text != "" {
			x.Facts = append(x.Facts, ui.Pair{Key: l.T("web.verify.fact." + key), Text: text, No: no})
		}
	}
	add("paper", paperName(v, p, said), false)
	add("paper_no", p.Number, true)
	add("case", c.No, true)
	add("item", said.in(l.Zh(), said.Item, said.ItemEn), false)
	add("office", said.Office, false)
	add("issued", l.Date(p.Made), false)
	return x, nil
}

// fateText says what became of a paper of an item's case.
func (h *house) fateText(ctx context.Context, v *site.Visit, p kernel.Paper, c kernel.Case) (string, bool, error) {
	d, err := itemflow.DataOf(c)
	if err != nil {
		return "", false, err
	}
	fate, on, instead := itemflow.FateOf(c, d, p, calendar.DateOf(v.Env.Now()))
	key, day := "web.verify.fate."+string(fate), ""
	if on.IsZero() && fate == itemflow.FateOver {
		key = "web.verify.fate.over_before"
	}
	if !on.IsZero() {
		day = v.L.Date(on.At(0))
	}
	text := v.L.T(key, "day", day)
	if instead == "" {
		return text, fate.Stands(), nil
	}
	next, _, err := h.store.Paper(ctx, instead)
	if err != nil {
		return text, fate.Stands(), err
	}
	said, err := h.saidOn(ctx, next.ID)
	return text + v.L.T("web.verify.fate.instead", "paper", paperName(v, next, said), "no", cmp.Or(next.Number, c.No), "day", v.L.Date(next.Made)), fate.Stands(), err
}

// saidOnPaper is what an issued paper names of its case.
type saidOnPaper struct {
	Item     string `json:"item"`
	ItemEn   string `json:"item_en"`
	Result   string `json:"result"`
	ResultEn string `json:"result_en"`
	Office   string `json:"office"`
}

func (saidOnPaper) in(zh bool, a, b string) string {
	if zh {
		return a
	}
	return cmp.Or(b, a)
}

// saidOn reads it; papers of other matters name other things.
func (h *house) saidOn(ctx context.Context, id string) (saidOnPaper, error) {
	var s saidOnPaper
	p, err := h.store.Issued(ctx, id)
	if err != nil || json.Unmarshal([]byte(p.Data), &s) != nil {
		return saidOnPaper{}, err
	}
	return s, nil
}

// paperName is what stands at the head of a paper.
func paperName(v *site.Visit, p kernel.Paper, said saidOnPaper) string {
	if name := said.in(v.L.Zh(), said.Result, said.ResultEn); name != "" && p.Kind == "kernel.itemflow.paper.result" {
		return name
	}
	return v.L.T(p.Kind)
}
