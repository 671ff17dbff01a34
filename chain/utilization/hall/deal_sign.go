package hall

import (
	"strconv"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/evidence"
	"quanlian/kernel"
	"quanlian/registry"
)

// Signing is each side's way to its electronic signature. A side signs by
// asking the signature service; its signature stands when the service's answer
// holds: signed by a certificate of that side, over the digest of the paper.
type Signing struct {
	Seller *kernel.SignRun `json:"seller,omitempty"`
	Buyer  *kernel.SignRun `json:"buyer,omitempty"`
}

func (k *Contract) run(side kernel.Role) *kernel.SignRun {
	if side == Seller {
		return k.Signing.Seller
	}
	return k.Signing.Buyer
}

// with gives the contract with a side's run replaced.
func (k Contract) with(side kernel.Role, run kernel.SignRun) Contract {
	if side == Seller {
		k.Signing.Seller = &run
	} else {
		k.Signing.Buyer = &run
	}
	return k
}

func (s Signatures) of(side kernel.Role) time.Time {
	if side == Seller {
		return s.Seller
	}
	return s.Buyer
}

// signingTurn: who has neither signed nor asked; then the service.
func (d DealData) signingTurn() kernel.Role {
	if d.Contract == nil {
		return Seller
	}
	for _, s := range both {
		if d.Contract.Signatures.of(s).IsZero() && !d.Contract.run(s).Open() {
			return s
		}
	}
	return Esign
}

// SignInput repeats the hash of what is signed: nobody signs unseen.
type SignInput struct {
	Hash string `json:"hash"`
}

type signFacts struct {
	acceptFacts
	paper  kernel.Paper
	rights dealRights
	asked  []kernel.Case // see [loadAsked]
}

func loadSigning(v kernel.View, d DealData) (signFacts, error) {
	var f signFacts
	var err error
	if f.acceptFacts, err = loadRivals(v, d); err != nil || d.Contract == nil {
		return f, err
	}
	if f.paper, err = kernel.Load(v, kernel.PaperByID{ID: d.Contract.Document}); err != nil {
		return f, err
	}
	if f.rights, err = d.rights(v); err != nil {
		return f, err
	}
	f.asked, err = loadAsked(v, d)
	return f, err
}

// drawn refuses a paper that is not drawn yet, and one that was drawn anew since
// the other side signed it.
func (f signFacts) drawn(k *Contract) error {
	switch {
	case f.paper.SHA256 == "":
		return errs.New(errs.TooEarly, "utilization.hall.contract_not_drawn", nil)
	case k.Digest != "" && k.Digest != f.paper.SHA256:
		return errs.New(errs.Conflict, "utilization.hall.contract_redrawn", nil)
	}
	return nil
}

func (r Rules) sign() kernel.Move {
	return kernel.MoveOf[DealData, SignInput, signFacts]{
		Name: "sign", Needs: []string{"hash"}, From: []kernel.State{DealSigning}, By: both, Right: kernel.RightSign, Outward: true,
		Facts: func(v kernel.View, _ kernel.Case, d DealData, _ SignInput) (signFacts, error) {
			return loadSigning(v, d)
		},
		Guard: func(t kernel.Turn[DealData, SignInput, signFacts]) error {
			k, s := t.Data.Contract, side(t.Roles)
			switch {
			case t.Input.Hash == "":
				return errs.At("hash", "kernel.wire.missing", nil)
			case t.Input.Hash != k.Hash:
				return errs.At("hash", "utilization.hall.other_text", nil)
			case !k.Signatures.of(s).IsZero():
				return errs.New(errs.Conflict, "utilization.hall.signed_already", nil)
			case k.run(s).Open():
				return errs.New(errs.Conflict, "utilization.hall.sign_asked", nil)
			}
			if err := t.Facts.drawn(k); err != nil {
				return err
			}
			return t.Facts.exclusive(t.Case, *t.Data.Terms)
		},
		Effects: r.doSign,
	}.Build()
}

// doSign asks the signature service in the name of the side.
func (r Rules) doSign(t kernel.Turn[DealData, SignInput, signFacts]) (kernel.Out[DealData], error) {
	d, err := r.checked(t.Data, t.Facts.rights, registry.AtSignature, t.Now)
	if err != nil {
		return kernel.Out[DealData]{}, err
	}
	s := side(t.Roles)
	k := *d.Contract
	k.Digest = t.Facts.paper.SHA256
	run := kernel.SignRun{Asked: t.Now, By: t.Actor.User, Signer: t.Actor.Name, Attempts: 1}
	if was := k.run(s); was != nil {
		run.Attempts = was.Attempts + 1
	}
	// The paper's id is in the key: an answer about a text that was taken back
	// belongs to no question of the new one.
	run.Ask = t.Case.No + "/sign/" + k.Document + "/" + string(s) + "/" + strconv.Itoa(run.Attempts)
	d.Contract = &k
	q, err := d.signRequest(s, t.Case.No, run)
	if err != nil {
		return kernel.Out[DealData]{}, err
	}
	q.Sign.Title = t.Facts.paper.Name
	payload, err := q.Payload()
	if err != nil {
		return kernel.Out[DealData]{}, err
	}
	k = k.with(s, run)
	d.Contract = &k
	return kernel.Out[DealData]{Data: d, Effects: []kernel.Effect{
		kernel.Ask{Key: run.Ask, Party: Esign, Kind: "sign.contract", Payload: payload, OnAnswer: "signature_answer", AnswerBy: t.Now.Add(r.SignAnswers)},
	}}, nil
}

// signRequest is what the service is asked in the name of a side.
func (d DealData) signRequest(s kernel.Role, no string, run kernel.SignRun) (evidence.SignRequest, error) {
	digest, err := evidence.ParseDigest(d.Contract.Digest)
	p := d.sideOf(s)
	return evidence.SignRequest{Key: run.Ask, Sign: evidence.SignedPaper{
		Case: no, Paper: d.Contract.Document, SHA256: digest, Role: string(s), Party: p.Name, Code: p.Code, Signer: run.Signer, At: run.Asked}}, err
}

func (d DealData) sideOf(s kernel.Role) PartyRef {
	if s == Seller {
		return d.Seller
	}
	return d.Buyer
}

// asking gives the side whose open question the key names; "" for one about a
// text that was taken back, or that was answered before.
func (d DealData) asking(key string) kernel.Role {
	if d.Contract == nil {
		return ""
	}
	for _, s := range both {
		if run := d.Contract.run(s); run.Open() && run.Ask == key && d.Contract.Signatures.of(s).IsZero() {
			return s
		}
	}
	return ""
}

// signatureAnswer takes what the signature service says. A signature that does
// not hold is refused, so that a clerk finds it in suspense and the question
// stays open; one over a text that no longer stands is only remembered.
func (r Rules) signatureAnswer() kernel.Move {
	return kernel.MoveOf[DealData, evidence.SignAnswer, []kernel.Case]{
		Name: "signature_answer", Anytime: true, From: []kernel.State{DealSettled, DealEnded}, By: []kernel.Role{Esign}, Hidden: true, OnHold: true,
		Facts: func(v kernel.View, _ kernel.Case, d DealData, _ evidence.SignAnswer) ([]kernel.Case, error) {
			return loadAsked(v, d)
		},
		Effects: func(t kernel.Turn[DealData, evidence.SignAnswer, []kernel.Case]) (kernel.Out[DealData], error) {
			d, in := t.Data, t.Input
			s := d.asking(in.Key)
			if s == "" || t.Case.State != DealSigning {
				return kernel.Out[DealData]{Data: d}, nil
			}
			k, run := *d.Contract, *d.Contract.run(s)
			if in.Refused != "" {
				run.Refused = in.Refused
				k = k.with(s, run)
				d.Contract = &k
				return kernel.Out[DealData]{Data: d, Effects: []kernel.Effect{tell(s, "sign_refused", t.Case.No)}}, nil
			}
			v, err := r.signatureHolds(d, s, t.Case.No, in, t.Now)
			if err != nil {
				return kernel.Out[DealData]{}, err
			}
			id := t.NewID()
			kept := v.Kept(id)
			run.Evidence = &kept
			attach := kernel.AttachDocument{ID: id, Kind: "utilization.hall.paper.signature_" + string(s), Name: t.Case.No + "-" + string(s) + ".sig.json", SHA256: in.SHA256, Bytes: in.Bytes, Media: "application/json", Level: kernel.ViewDetail}
			return r.signed(t.Case, d, s, run, signing{t.Now, t.NewID, t.Facts}, attach)
		},
	}.Build()
}

// signatureHolds checks an answer against what was asked.
func (r Rules) signatureHolds(d DealData, s kernel.Role, no string, in evidence.SignAnswer, now time.Time) (evidence.SignVerdict, error) {
	q, err := d.signRequest(s, no, *d.Contract.run(s))
	if err != nil {
		return evidence.SignVerdict{}, err
	}
	var roots [][]byte
	if r.SignRoots != nil {
		roots = r.SignRoots()
	}
	return q.Holds(in, roots, now)
}

// HandInput is what a clerk enters of a contract that was signed on paper,
// where no signature service can be had.
type HandInput struct {
	Side   kernel.Role   `json:"side"`
	Signer string        `json:"signer"`
	Date   calendar.Date `json:"date"`
	Where  string        `json:"where"` // number and place of the original
}

func (r Rules) signedByHand() kernel.Move {
	return kernel.MoveOf[DealData, HandInput, signFacts]{
		Name: "enter_signature", Needs: []string{"side", "signer", "date", "where"}, From: []kernel.State{DealSigning}, By: []kernel.Role{Clerk},
		Facts: func(v kernel.View, _ kernel.Case, d DealData, _ HandInput) (signFacts, error) {
			return loadSigning(v, d)
		},
		Guard: func(t kernel.Turn[DealData, HandInput, signFacts]) error {
			var l errs.List
			in, k := t.Input, t.Data.Contract
			if in.Side != Seller && in.Side != Buyer {
				l.Add(errs.At("side", "utilization.hall.hand_side", nil))
			} else if !k.Signatures.of(in.Side).IsZero() {
				l.Add(errs.At("side", "utilization.hall.signed_already", nil))
			}
			if in.Signer == "" {
				l.Add(errs.At("signer", "utilization.hall.hand_signer", nil))
			}
			if in.Where == "" {
				l.Add(errs.At("where", "utilization.hall.hand_where", nil))
			}
			if in.Date.IsZero() || in.Date.After(calendar.DateOf(t.Now)) || in.Date.Before(calendar.DateOf(k.Drafted)) {
				l.Add(errs.At("date", "utilization.hall.hand_date", nil))
			}
			if len(l) > 0 {
				return l.Err()
			}
			return t.Facts.drawn(k)
		},
		Effects: func(t kernel.Turn[DealData, HandInput, signFacts]) (kernel.Out[DealData], error) {
			d, err := r.checked(t.Data, t.Facts.rights, registry.AtSignature, t.Now)
			if err != nil {
				return kernel.Out[DealData]{}, err
			}
			k := *d.Contract
			k.Digest = t.Facts.paper.SHA256
			d.Contract = &k
			run := kernel.SignRun{Asked: t.Now, By: t.Actor.User, Signer: t.Input.Signer, Attempts: 1,
				Evidence: &kernel.SignEvidence{Signer: t.Input.Signer, Digest: k.Digest, At: t.Input.Date.At(0), ByHand: t.Input.Where}}
			return r.signed(t.Case, d, t.Input.Side, run, signing{t.Now, t.NewID, t.Facts.asked})
		},
	}.Build()
}
