package hall

import (
	"encoding/json"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
)

// signing is what a signature is put with.
type signing struct {
	now   time.Time
	newID func() string
	asked []kernel.Case // see [loadAsked]
}

// signed puts a side's signature to the contract; with the second the contract
// takes effect.
func (r Rules) signed(c kernel.Case, d DealData, s kernel.Role, run kernel.SignRun, x signing, more ...kernel.Effect) (kernel.Out[DealData], error) {
	k := d.Contract.with(s, run)
	if !k.Signatures.sign(s, run.By, x.now) {
		return kernel.Out[DealData]{}, errs.New(errs.Conflict, "utilization.hall.signed_already", nil)
	}
	d.Contract = &k
	out := kernel.Out[DealData]{Data: d, Effects: append(more, tell(other(s), "signed", c.No))}
	if !k.Signatures.Both() {
		return out, nil
	}
	paper, err := d.signaturesPaper(c.No, x.newID())
	if err != nil {
		return out, err
	}
	out.Effects = append(append(out.Effects, paper), d.feedback("signed", kernel.Actor{User: run.By})...)
	wished, err := d.wished(x.asked, run.By)
	if err != nil {
		return out, err
	}
	out.Effects = append(out.Effects, wished...)
	k.Effective = calendar.DateOf(x.now)
	d.Money.SubAccount = SubAccountPrefix + c.No
	out.To, out.Data = DealDeposit, d
	if d.Terms.Price == 0 { // a running royalty alone: nothing to pay in before the licence runs
		out.To = DealRecording
	}
	if d.Need != "" {
		out.Effects = append(out.Effects, kernel.MoveChild{Case: d.Need, Move: "fulfilled"})
	}
	if excludes(*d.Terms) {
		out.Effects = append(out.Effects, kernel.MoveChild{Case: d.Listing, Move: "contracted"})
	}
	return r.recordLimit(out, x.now)
}

// signaturesPage is what the page of signatures (签署页) draws: it lies with the
// contract, whose bytes no signature changes.
type signaturesPage struct {
	No     string       `json:"no"`
	Title  string       `json:"title"`
	Hash   string       `json:"hash"`
	Digest string       `json:"digest"`
	Sides  []signedSide `json:"sides"`
}

type signedSide struct {
	Role  string   `json:"role"`
	Party PartyRef `json:"party"`
	kernel.SignEvidence
	When string `json:"when"`
	// Electronic prints the certificate, else where the original lies.
	Electronic bool `json:"electronic"`
}

// evidence is what proves a side's signature. One from before there was a
// signature service has the time alone.
func (k *Contract) evidence(s kernel.Role) kernel.SignEvidence {
	if run := k.run(s); run != nil && run.Evidence != nil {
		return *run.Evidence
	}
	return kernel.SignEvidence{Digest: k.Digest, At: k.Signatures.of(s)}
}

func (d DealData) signaturesPaper(no, id string) (kernel.IssueDocument, error) {
	k := d.Contract
	x := signaturesPage{No: no, Title: d.Title, Hash: k.Hash, Digest: k.Digest}
	for _, s := range both {
		e := k.evidence(s)
		x.Sides = append(x.Sides, signedSide{Role: string(s), Party: d.sideOf(s), SignEvidence: e, When: e.At.In(calendar.China).Format("2006-01-02 15:04:05"), Electronic: e.Serial != ""})
	}
	raw, err := json.Marshal(x)
	if err != nil {
		return kernel.IssueDocument{}, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	return kernel.IssueDocument{ID: id, Kind: "utilization.hall.paper.signatures", Template: Matter + "/signatures", Data: raw}, nil
}
