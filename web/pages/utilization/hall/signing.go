package hall

import (
	"context"

	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/evidence"
	"quanlian/kernel"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Signatures checks the evidence of a signature that lies in a case, against
// the paper that it is over.
type Signatures interface {
	Signature(ctx context.Context, proof, paper string) (evidence.SignVerdict, error)
}

// signingView is the panel of the signatures.
type signingView struct {
	L        *lang.Localizer
	Lead     string
	Contract string // of the contract's file; "" until it is drawn
	Sides    []signedSide
}

// signedSide is what became of one side's signature.
type signedSide struct {
	Role   string
	State  ui.State
	Word   string
	Says   string
	Facts  []ui.Pair
	Checks []ui.Check
	Proof  string // address of the evidence
}

func (p pages) signing(ctx context.Context, v *site.Visit, d hall.DealData) signingView {
	l, k := v.L, d.Contract
	x := signingView{L: l, Lead: l.T("web.hall.signing_none")}
	if k.Digest != "" {
		x.Lead, x.Contract = l.T("web.hall.signing_lead", "digest", k.Digest[:16]+"…"+k.Digest[48:]), "/paper/"+k.Document
	}
	x.Sides = []signedSide{p.signedBy(ctx, v, d, hall.Seller), p.signedBy(ctx, v, d, hall.Buyer)}
	return x
}

func (p pages) signedBy(ctx context.Context, v *site.Visit, d hall.DealData, role kernel.Role) signedSide {
	l, k := v.L, d.Contract
	run, at, of := k.Signing.Seller, k.Signatures.Seller, d.Seller
	if role == hall.Buyer {
		run, at, of = k.Signing.Buyer, k.Signatures.Buyer, d.Buyer
	}
	x := signedSide{Role: l.T("web.role."+string(role)) + "　" + of.Name, State: ui.Idle, Word: l.T("web.hall.signing_open")}
	switch {
	case run == nil && !at.IsZero():
		x.State, x.Word, x.Says = ui.Done, l.T("web.hall.signing_done"), l.T("web.hall.signing_before")
	case run == nil:
	case run.Evidence != nil:
		x.State, x.Word = ui.Done, l.T("web.hall.signing_done")
		x.proven(l, *run.Evidence)
		p.check(ctx, v, &x, *run.Evidence, k.Document)
	case run.Refused != "":
		x.State, x.Word, x.Says = ui.No, l.T("web.hall.signing_no"), l.T("web.hall.signing_refused", "reason", run.Refused)
	default:
		x.State, x.Word, x.Says = ui.Soon, l.T("web.hall.signing_asking"), l.T("web.hall.signing_wait", "who", run.Signer, "at", l.Moment(run.Asked, v.Env.Now()))
	}
	return x
}

// proven shows what the certificate says, or where the original lies.
func (x *signedSide) proven(l *lang.Localizer, e hall.SignEvidence) {
	add := func(key, text string) {
		if text != "" {
			x.Facts = append(x.Facts, ui.Pair{Key: l.T(key), Text: text})
		}
	}
	add("web.verify.fact.signer", e.Signer)
	if e.ByHand != "" {
		x.Word = l.T("web.hall.signing_hand")
		add("web.hall.signing_at", l.Date(e.At))
		add("web.hall.signing_where", e.ByHand)
		return
	}
	add("web.hall.signing_at", l.Second(e.At))
	add("web.verify.fact.subject", e.Subject)
	add("web.verify.fact.issuer", e.Issuer)
	add("web.verify.fact.serial", e.Serial)
	add("web.verify.fact.algorithm", e.Algorithm)
	add("web.verify.fact.digest", e.Digest[:16]+"…"+e.Digest[48:])
}

// check checks the evidence now.
func (p pages) check(ctx context.Context, v *site.Visit, x *signedSide, e hall.SignEvidence, contract string) {
	if e.Paper == "" || p.Signatures == nil {
		return
	}
	x.Proof = "/paper/" + e.Paper
	d, err := p.Signatures.Signature(ctx, e.Paper, contract)
	switch {
	case err != nil:
		x.Checks = []ui.Check{{State: ui.No, Text: v.L.T("web.hall.signing_bad", "reason", v.L.Error(err))}}
	case !d.OK:
		x.Checks = []ui.Check{{State: ui.No, Text: v.L.T("web.hall.signing_bad", "reason", v.L.Error(d.Reason))}}
	default:
		x.Checks = []ui.Check{{State: ui.Done, Text: v.L.T("web.hall.signing_ok")}}
	}
}
