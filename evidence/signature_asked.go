package evidence

import (
	"encoding/json"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// Payload is the request as it is put to the service.
func (q SignRequest) Payload() (json.RawMessage, error) {
	raw, err := json.Marshal(q)
	if err != nil {
		return nil, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	return raw, nil
}

// Unit: minutes. Source: our choice; what clocks of two services may differ.
const clockSlack = 10 * time.Minute

// Holds checks what a service gave against what it was asked: the signature
// itself under the authorities that count, then that it is over this paper of
// this case, in this part and name, made after the question, and kept.
func (q SignRequest) Holds(in SignAnswer, roots [][]byte, now time.Time) (SignVerdict, error) {
	asked := q.Sign
	v := VerifySignature([]byte(in.Signature), SignedAgainst{Roots: append([][]byte{}, roots...), File: &asked.SHA256})
	if !v.OK {
		return v, v.Reason
	}
	p := v.Signature.Signed
	switch {
	case p.Case != asked.Case || p.Paper != asked.Paper || p.Role != asked.Role || p.Party != asked.Party || p.Code != asked.Code:
		return v, errs.New(errs.Conflict, "evidence.signature_of_another", errs.Args{"party": short(p.Party)})
	case p.At.Before(asked.At.Add(-clockSlack)) || p.At.After(now.Add(clockSlack)):
		return v, errs.New(errs.Conflict, "evidence.signature_time", errs.Args{"at": p.At.Format(time.RFC3339)})
	case v.Digest.String() != in.SHA256:
		return v, errs.New(errs.Conflict, "evidence.signature_not_kept", nil)
	}
	return v, nil
}

// Kept is what a case keeps of a signature that holds, its file being the named
// paper of the case.
func (v SignVerdict) Kept(paper string) kernel.SignEvidence {
	p, c := v.Signature.Signed, v.Certificate
	return kernel.SignEvidence{Paper: paper, Signer: p.Signer, Subject: c.Subject, Issuer: c.Issuer, Serial: c.Serial, Algorithm: string(v.Signature.Algorithm), Digest: p.SHA256.String(), At: p.At}
}
