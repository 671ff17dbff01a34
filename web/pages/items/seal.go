package items

import (
	"context"
	"slices"
	"time"

	"quanlian/base/calendar"
	"quanlian/catalogue/lang"
	"quanlian/catalogue/words"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/web/pages/caseview"
	"quanlian/web/signed"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// sealView is the panel of the seal (电子印章) on a decision.
type sealView struct {
	L      *lang.Localizer
	Title  string
	Link   string // words of the link to the paper
	Folded string // the line of what is folded away, "" shows all
	Lead   string
	Side   *signed.Side // nil: the city's rule wants no seal
	Next   string       // what has to happen, while it is missing
	Sample bool         // the demo's certificates are samples
	Paper  string       // address of the decision; "" until it is drawn
	Basis  string
}

// seal tells of the seal on the decision; ok is false where the city says nothing.
func (p pages) seal(ctx context.Context, v *site.Visit, c kernel.Case, d itemflow.Data) (x sealView, ok bool) {
	if d.Decision == nil || d.Decision.Seal == nil {
		return x, false
	}
	l, s := v.L, d.Decision.Seal
	x = sealView{L: l, Title: l.T("web.seal.panel"), Link: l.T("web.seal.decision"), Lead: l.T("web.seal.none"), Basis: basisText(l, s.Basis)}
	if !s.Wanted() {
		return x, true
	}
	side := signed.Of(ctx, v, p.Signatures, s.Holder, s.Run, d.Decision.Doc)
	x.Lead, x.Side = l.T("web.seal.lead"), &side
	if s.Run != nil {
		if itemflow.OfOffice(v.Actor, c) || !d.Unserved(c.State) { // who applied reads it once it is served
			x.Paper = "/paper/" + d.Decision.Doc
		}
		x.Sample = v.Env.Demo != nil && (s.Run.Evidence == nil || s.Run.Evidence.ByHand == "")
	}
	if s.Run != nil && s.Run.Refused != "" && caseview.HoldsOffice(v.Actor, c) {
		side.Says += l.T("web.seal.refused_next")
	}
	switch {
	case !d.SealMissing():
	case s.Run == nil && p.SealService():
		x.Next = l.T("web.seal.drawing")
	case s.Run == nil:
		x.Next = l.T("web.seal.by_hand")
	case d.Served == nil:
		x.Next = l.T("web.seal.waits")
	}
	return x, true
}

// noticeSeals tell of the seals on the notices of the case.
func (p pages) noticeSeals(ctx context.Context, v *site.Visit, c kernel.Case, d itemflow.Data) (out []sealView) {
	l := v.L
	for _, n := range d.SealNotices() {
		if !n.Seal.Wanted() {
			continue
		}
		side := signed.Of(ctx, v, p.Signatures, n.Seal.Holder, n.Seal.Run, n.Doc)
		x := sealView{L: l, Title: l.T("web.seal.panel_notice", "paper", l.T("kernel.itemflow.paper."+n.Which)), Link: l.T("web.seal.notice"), Lead: l.T("web.seal.lead_notice"), Side: &side, Basis: basisText(l, n.Seal.Basis)}
		run := n.Seal.Run
		if run != nil && itemflow.PaperOpen(kernel.Paper{ID: n.Doc, Kind: "kernel.itemflow.paper." + n.Which}, v.Actor, c) {
			x.Paper = "/paper/" + n.Doc
		}
		x.Sample = run != nil && v.Env.Demo != nil && (run.Evidence == nil || run.Evidence.ByHand == "")
		if run != nil && run.Refused != "" && caseview.HoldsOffice(v.Actor, c) {
			side.Says += l.T("web.seal.refused_next")
		}
		switch {
		case n.Seal.Stands():
			_, word := sealWord(v, n.Seal)
			x.Folded = word + "　" + n.Seal.Holder
		case run == nil && p.SealService():
			x.Next = l.T("web.seal.drawing_notice")
		case run == nil:
			x.Next = l.T("web.seal.by_hand")
		case n.Seal.Need == itemflow.SealRequired:
			x.Next = l.T("web.seal.waits_notice")
		}
		out = append(out, x)
	}
	return out
}

func basisText(l *lang.Localizer, b form.Basis) string {
	article := ""
	if b.Article != "" {
		article = l.T("web.seal.article", "no", b.Article)
	}
	text := l.T("web.seal.rule", "law", words.Law(l, b.Law), "article", article, "says", b.Says.In(l.Zh()))
	if !form.Verified(b.Tag) {
		text += l.T("web.seal.unverified")
	}
	return text
}

// Unit: minutes. Source: our choice; the drawing of a paper takes seconds.
const drawing = time.Minute

// idleMove leaves out what the seal of the decision does not ask for now, the
// word that the program gives as soon as the paper is drawn, and what the item
// leaves nothing to do.
func (p pages) idleMove(ctx context.Context, v *site.Visit, c kernel.Case, move string) bool {
	kept := func(hash string) (form.Item, error) { return p.Kept.KeptItem(ctx, hash) }
	if itemflow.IdleKept(kept, c, move) {
		return true
	}
	if by := itemflow.OwedBy(c); move == "revoke" && !calendar.DateOf(v.Env.Now()).After(by) {
		return true // it may come yet
	}
	if move == "ask_notice_seal" {
		if d, err := itemflow.DataOf(c); err == nil && slices.ContainsFunc(d.SealNotices(), func(n itemflow.SealNotice) bool {
			return n.Seal.Wanted() && n.Seal.Run == nil && v.Env.Now().Sub(n.At) < drawing
		}) {
			return true
		}
	}
	if move == "ask_seal" {
		if d, err := itemflow.DataOf(c); err == nil && d.Decision != nil && d.Decision.Seal.Wanted() && d.Decision.Seal.Run == nil && v.Env.Now().Sub(d.Decision.At) < drawing {
			return true
		}
	}
	return itemflow.Idle(v.Actor, c, move)
}

// sealState is what the row of a decision says of its seal; "" says nothing.
func sealState(v *site.Visit, c kernel.Case, p kernel.Paper) (ui.State, string) {
	d, err := itemflow.DataOf(c)
	if err != nil {
		return "", ""
	}
	for _, n := range d.SealNotices() {
		if n.Doc == p.ID {
			return sealWord(v, n.Seal)
		}
	}
	if d.Decision == nil {
		return "", ""
	}
	if d.Decision.Doc != p.ID {
		if slices.Contains([]string{"kernel.itemflow.paper.result", "kernel.itemflow.paper.refusal", "kernel.itemflow.paper.passed_on"}, p.Kind) {
			return ui.No, v.L.T("web.items.paper_taken_back")
		}
		return "", ""
	}
	return sealWord(v, d.Decision.Seal)
}

func sealWord(v *site.Visit, s *itemflow.Seal) (ui.State, string) {
	switch {
	case !s.Wanted():
		return "", ""
	case !s.Stands():
		return ui.Soon, v.L.T("web.seal.is_open")
	case s.Run.Evidence.ByHand != "":
		return ui.Done, v.L.T("web.seal.is_by_hand")
	case v.Env.Demo != nil:
		return ui.Done, v.L.T("web.seal.is_sealed") + v.L.T("web.seal.is_sample")
	}
	return ui.Done, v.L.T("web.seal.is_sealed")
}
