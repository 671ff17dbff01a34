package signed

import (
	"context"

	"quanlian/catalogue/lang"
	"quanlian/evidence"
	"quanlian/kernel"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Checker checks the evidence of a signature that lies in a case, against the
// paper that it is over.
type Checker interface {
	Signature(ctx context.Context, proof, paper string) (evidence.SignVerdict, error)
}

// Side is what became of one signature.
type Side struct {
	Role   string
	State  ui.State
	Word   string
	Says   string
	Facts  []ui.Pair
	Checks []ui.Check
	Proof  string // address of the evidence
}

// Of tells of a question to the signature service over a paper; nil is one that
// was not asked yet.
func Of(ctx context.Context, v *site.Visit, c Checker, role string, run *kernel.SignRun, paper string) Side {
	l := v.L
	x := Side{Role: role, State: ui.Idle, Word: l.T("web.signed.open")}
	switch {
	case run == nil:
	case run.Evidence != nil:
		x.State, x.Word = ui.Done, l.T("web.signed.done")
		x.proven(l, *run.Evidence)
		x.check(ctx, v, c, *run.Evidence, paper)
	case run.Refused != "":
		x.State, x.Word, x.Says = ui.No, l.T("web.signed.no"), l.T("web.signed.refused", "reason", run.Refused)
	case run.Withdrawn != "":
		x.State, x.Word, x.Says = ui.Idle, l.T("web.signed.withdrawn"), l.T("web.signed.withdrawn_why", "reason", run.Withdrawn)
	default:
		x.State, x.Word, x.Says = ui.Soon, l.T("web.signed.asking"), l.T("web.signed.wait", "who", run.Signer, "at", l.Moment(run.Asked, v.Env.Now()))
	}
	return x
}

// proven shows what the certificate says, or where the original lies.
func (x *Side) proven(l *lang.Localizer, e kernel.SignEvidence) {
	add := func(key, text string) {
		if text != "" {
			x.Facts = append(x.Facts, ui.Pair{Key: l.T(key), Text: text})
		}
	}
	add("web.verify.fact.signer", e.Signer)
	if e.ByHand != "" {
		x.Word = l.T("web.signed.hand")
		add("web.signed.at", l.Date(e.At))
		add("web.signed.where", e.ByHand)
		return
	}
	add("web.signed.at", l.Second(e.At))
	add("web.verify.fact.subject", e.Subject)
	add("web.verify.fact.issuer", e.Issuer)
	add("web.verify.fact.serial", e.Serial)
	add("web.verify.fact.algorithm", e.Algorithm)
	add("web.verify.fact.digest", e.Digest[:16]+"…"+e.Digest[48:])
}

// check checks the evidence now.
func (x *Side) check(ctx context.Context, v *site.Visit, c Checker, e kernel.SignEvidence, paper string) {
	if e.Paper == "" || c == nil {
		return
	}
	x.Proof = "/paper/" + e.Paper
	d, err := c.Signature(ctx, e.Paper, paper)
	switch {
	case err != nil:
		x.Checks = []ui.Check{{State: ui.No, Text: v.L.T("web.signed.bad", "reason", v.L.Error(err))}}
	case !d.OK:
		x.Checks = []ui.Check{{State: ui.No, Text: v.L.T("web.signed.bad", "reason", v.L.Error(d.Reason))}}
	default:
		x.Checks = []ui.Check{{State: ui.Done, Text: v.L.T("web.signed.ok")}}
	}
}
