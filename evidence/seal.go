package evidence

import (
	"encoding/json"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel/itemflow"
)

// Seals asks a signature service for the seal (电子印章) of an office on a decision
// and holds the answer against the question, as kernel/itemflow wants it.
type Seals struct {
	// Roots gives the authorities (DER) whose certificates count.
	Roots func() [][]byte
}

// RoleOffice is in which part an office seals its decision.
const RoleOffice = "office"

func requestOf(a itemflow.SealAsk) (SignRequest, error) {
	digest, err := ParseDigest(a.SHA256)
	return SignRequest{Key: a.Key, Sign: SignedPaper{Case: a.Case, Paper: a.Paper, Title: a.Title, SHA256: digest, Role: RoleOffice, Party: a.Holder, Code: a.Code, Signer: a.Signer, At: a.At}}, err
}

// Question is what the service is asked.
func (s Seals) Question(a itemflow.SealAsk) (json.RawMessage, error) {
	q, err := requestOf(a)
	if err != nil {
		return nil, err
	}
	return q.Payload()
}

// Key is the key that an answer repeats; "" when it cannot be read.
func (s Seals) Key(answer json.RawMessage) string {
	var in SignAnswer
	if json.Unmarshal(answer, &in) != nil {
		return ""
	}
	return in.Key
}

// Answered checks an answer against what was asked.
func (s Seals) Answered(a itemflow.SealAsk, answer json.RawMessage, now time.Time) (itemflow.SealAnswer, error) {
	var in SignAnswer
	if err := json.Unmarshal(answer, &in); err != nil {
		return itemflow.SealAnswer{}, errs.Wrap(errs.Invalid, "evidence.not_a_signature", err)
	}
	if in.Refused != "" {
		return itemflow.SealAnswer{Refused: in.Refused}, nil
	}
	q, err := requestOf(a)
	if err != nil {
		return itemflow.SealAnswer{}, err
	}
	v, err := q.Holds(in, s.Roots(), now)
	if err != nil {
		return itemflow.SealAnswer{}, err
	}
	return itemflow.SealAnswer{Evidence: v.Kept(""), SHA256: in.SHA256, Bytes: in.Bytes}, nil
}
