package esign

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"strconv"
	"sync"
	"time"

	"quanlian/base/errs"
	"quanlian/evidence"
	"quanlian/kernel"
	"quanlian/kernel/desk"
)

// Fault is one way in which the fake behaves badly.
type Fault string

// The faults.
const (
	Good        Fault = ""
	Late        Fault = "late"         // answers after a day
	Twice       Fault = "twice"        // sends the same answer again
	Renumbered  Fault = "renumbered"   // sends the signature again under another id
	OtherDigest Fault = "other digest" // signs another paper
	OtherParty  Fault = "other party"  // signs in another's name
	Forged      Fault = "forged"       // the value is no signature
	Refuse      Fault = "refuse"       // the signer did not pass the service's check
	Silent      Fault = "silent"       // says nothing
)

// Fake is an invented signature service. Safe for concurrent use.
type Fake struct {
	// Pace is how long a prompt answer takes.
	Pace time.Duration
	Now  func() time.Time
	// Behave says how it treats a question, asked for the nth time from 1; nil
	// is a good service.
	Behave func(q evidence.SignRequest, n int) Fault

	by *authority

	mu    sync.Mutex
	asked map[string]int
	good  map[string]desk.OutsideAnswer // given or on its way, by key of the question

	answers desk.Arriving
}

// NewFake opens a fake service whose keys follow from the seed.
func NewFake(seed uint64, now func() time.Time) (*Fake, error) {
	by, err := newAuthority(seed)
	if err != nil {
		return nil, err
	}
	return &Fake{Now: now, by: by, asked: map[string]int{}, good: map[string]desk.OutsideAnswer{}}, nil
}

// Roots are the certificates of the service's authority (DER).
func (f *Fake) Roots() [][]byte { return [][]byte{f.by.cert.Raw} }

// Unit: hours. Source: our choice; longer than a person waits.
const late = 24 * time.Hour

// Send takes a question in. The same question again is answered the same.
func (f *Fake) Send(_ context.Context, a kernel.Ask) error {
	var q evidence.SignRequest
	if err := json.Unmarshal(a.Payload, &q); err != nil || q.Key != a.Key {
		return errs.Wrap(errs.Invalid, "adapter.esign.bad_question", err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked[a.Key]++
	fault := Good
	if f.Behave != nil {
		fault = f.Behave(q, f.asked[a.Key])
	}
	if known, ok := f.good[a.Key]; ok {
		f.queue(known, f.Pace)
		return nil
	}
	return f.answer(a, q, fault)
}

func (f *Fake) answer(a kernel.Ask, q evidence.SignRequest, fault Fault) error {
	if fault == Silent {
		return nil
	}
	out := desk.OutsideAnswer{Party: a.Party, ID: a.Key, AskKey: a.Key}
	said, err := f.say(q, fault)
	if err != nil {
		return err
	}
	if out.Payload, err = json.Marshal(said); err != nil {
		return errs.Wrap(errs.Internal, "adapter.esign.bad_question", err)
	}
	wait := f.Pace
	switch fault {
	case OtherDigest, OtherParty, Forged: // not what it will stand by
		out.ID += "/" + string(fault) + "/" + strconv.Itoa(f.asked[a.Key])
		f.queue(out, wait)
		return nil
	case Late:
		wait = late
	}
	f.good[a.Key] = out
	f.queue(out, wait)
	if fault == Twice {
		f.queue(out, wait)
	}
	if fault == Renumbered {
		out.ID += "/again"
		f.queue(out, wait)
	}
	return nil
}

// say makes the answer: the signature, or a refusal.
func (f *Fake) say(q evidence.SignRequest, fault Fault) (evidence.SignAnswer, error) {
	out := evidence.SignAnswer{Key: q.Key}
	if fault == Refuse {
		out.Refused = "签署人未通过身份核验（演示）"
		return out, nil
	}
	p := q.Sign
	p.At = f.Now().UTC().Truncate(time.Second)
	switch fault {
	case OtherDigest:
		p.SHA256 = sha256.Sum256(p.SHA256[:])
	case OtherParty:
		p.Party, p.Code = "某他人公司", "91000000000000000X"
	}
	s, err := f.by.sign(p)
	if err != nil {
		return out, err
	}
	if fault == Forged {
		s.Signed.Signer += "（改）"
	}
	text, err := s.Marshal()
	out.Signature = string(text)
	return out, err
}

func (f *Fake) queue(a desk.OutsideAnswer, wait time.Duration) {
	f.answers.Put(a, f.Now().Add(wait))
}

// Answers gives the answers whose time has come.
func (f *Fake) Answers(context.Context) ([]desk.OutsideAnswer, error) {
	return f.answers.Due(f.Now()), nil
}
