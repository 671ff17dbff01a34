package main

import (
	"context"
	"encoding/json"
	"os"
	"time"

	"quanlian/adapter/esign"
	"quanlian/base/errs"
	"quanlian/chain/utilization/hall"
	"quanlian/evidence"
	"quanlian/kernel/desk"
)

// openSigning reads the authorities whose signatures count, and opens the fake
// service where fakes answer.
func (h *house) openSigning() error {
	if h.cfg.SignRoots != "" {
		text, err := os.ReadFile(h.cfg.SignRoots)
		if err != nil {
			return errs.Wrap(errs.Invalid, "adapter.esign.roots", err)
		}
		if h.signRoots, err = esign.ReadRoots(text); err != nil {
			return err
		}
	}
	if !h.cfg.FakeParties {
		return nil
	}
	fake, err := h.fakeSigning()
	if err == nil {
		fake.Pace = 2 * time.Second // one looks on
	}
	return err
}

// fakeSigning opens the fake service and lets its authority count. Its keys are
// the same after every start, so that what it signed can be checked for ever.
func (h *house) fakeSigning() (*esign.Fake, error) {
	fake, err := esign.NewFake(0, h.now)
	if err != nil {
		return nil, err
	}
	h.esign = fake
	h.sealBy()
	h.signRoots = append(h.signRoots, fake.Roots()...)
	return fake, nil
}

// authorities are the certificates that count.
func (h *house) authorities() [][]byte { return h.signRoots }

// signParty joins a signature service with the worker: the evidence is in the
// store of files before the desk hears of it.
type signParty struct {
	party
	files fileStore
}

// addSigning joins the service with the worker.
func (h *house) addSigning(p party) {
	h.worker.addParty(hall.Esign, &signParty{p, h.files})
}

// Answers gives what the service says, its evidence kept.
func (s *signParty) Answers(ctx context.Context) ([]desk.OutsideAnswer, error) {
	list, err := s.party.Answers(ctx)
	for i := range list {
		if err := s.keep(&list[i]); err != nil {
			return nil, err
		}
	}
	return list, err
}

func (s *signParty) keep(a *desk.OutsideAnswer) error {
	var said evidence.SignAnswer
	if err := json.Unmarshal(a.Payload, &said); err != nil {
		return errs.Wrap(errs.Invalid, "adapter.esign.bad_answer", err)
	}
	if said.Signature == "" {
		return nil
	}
	var err error
	if said.SHA256, err = s.files.Put([]byte(said.Signature)); err != nil {
		return err
	}
	said.Bytes = int64(len(said.Signature))
	a.Payload, err = json.Marshal(said)
	return err
}

// signatures checks signatures for the pages.
type signatures struct{ h *house }

// Signature checks the evidence of a signature that lies in a case, and that it
// is over the paper that lies there.
func (s signatures) Signature(ctx context.Context, proof, paper string) (evidence.SignVerdict, error) {
	h := s.h
	text, err := h.fileOf(ctx, proof)
	if err != nil {
		return evidence.SignVerdict{}, err
	}
	p, _, err := h.store.Paper(ctx, paper)
	if err != nil {
		return evidence.SignVerdict{}, err
	}
	if _, err := h.files.Get(p.SHA256); err != nil { // its bytes are compared with their hash
		return evidence.SignVerdict{}, err
	}
	digest, err := evidence.ParseDigest(p.SHA256)
	return evidence.VerifySignature(text, evidence.SignedAgainst{Roots: h.authorities(), File: &digest}), err
}

func (h *house) fileOf(ctx context.Context, paper string) ([]byte, error) {
	p, _, err := h.store.Paper(ctx, paper)
	if err != nil {
		return nil, err
	}
	return h.files.Get(p.SHA256)
}
