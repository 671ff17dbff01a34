package esign_test

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"testing"
	"time"

	"quanlian/adapter/esign"
	"quanlian/evidence"
	"quanlian/kernel"
	"quanlian/kernel/desk"
)

var (
	ctx   = context.Background()
	start = time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
)

// service is the port as the worker speaks with it.
type service interface {
	Send(ctx context.Context, a kernel.Ask) error
	Answers(ctx context.Context) ([]desk.OutsideAnswer, error)
	Roots() [][]byte
}

var pdf = evidence.Digest(sha256.Sum256([]byte("%PDF a contract")))

func question(t *testing.T, key, party string) kernel.Ask {
	t.Helper()
	raw, err := json.Marshal(evidence.SignRequest{Key: key, Sign: evidence.SignedPaper{Case: "YL2026-JY-00001", Paper: "p1", Title: "专利权转让合同.pdf", SHA256: pdf, Role: "seller", Party: party, Code: "91" + party, Signer: "沈某", At: start}})
	if err != nil {
		t.Fatal(err)
	}
	return kernel.Ask{Key: key, Party: "esign", Kind: "sign.contract", Payload: raw, OnAnswer: "signature_answer"}
}

func hear(t *testing.T, s service) []desk.OutsideAnswer {
	t.Helper()
	list, err := s.Answers(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func said(t *testing.T, a desk.OutsideAnswer) evidence.SignAnswer {
	t.Helper()
	var x evidence.SignAnswer
	if err := json.Unmarshal(a.Payload, &x); err != nil {
		t.Fatal(err)
	}
	return x
}

// TestContract: what every fulfilment of the port promises.
func TestContract(t *testing.T) {
	t.Parallel()
	for name, open := range map[string]func(now func() time.Time) (service, error){
		"fake": func(now func() time.Time) (service, error) { return esign.NewFake(7, now) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at := start
			s, err := open(func() time.Time { return at })
			if err != nil {
				t.Fatal(err)
			}
			contract(t, s, func() { at = at.Add(time.Hour) })
		})
	}
}

func contract(t *testing.T, s service, settle func()) {
	if got := hear(t, s); len(got) != 0 {
		t.Fatalf("an answer before a question: %+v", got)
	}
	for range 2 { // the same question twice is one
		if err := s.Send(ctx, question(t, "k1", "甲公司")); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Send(ctx, question(t, "k2", "乙公司")); err != nil {
		t.Fatal(err)
	}
	if err := s.Send(ctx, kernel.Ask{Key: "k3", Payload: []byte(`{"key":"another"}`)}); err == nil {
		t.Error("a question under another's key is taken")
	}
	settle()
	ids := map[string]string{}
	for _, a := range hear(t, s) {
		x := said(t, a)
		if a.Party != "esign" || a.ID == "" || x.Key != a.AskKey || x.Refused != "" {
			t.Fatalf("answer %+v: %+v", a, x)
		}
		if id, again := ids[a.AskKey]; again && id != a.ID {
			t.Errorf("the same answer under the ids %s and %s", id, a.ID)
		}
		ids[a.AskKey] = a.ID
		v := evidence.VerifySignature([]byte(x.Signature), evidence.SignedAgainst{Roots: s.Roots(), File: &pdf})
		if !v.OK || v.Signature.Signed.Signer != "沈某" || v.Signature.Signed.At.Before(start) {
			t.Errorf("the signature: %v, %+v", v.Reason, v.Signature.Signed)
		}
	}
	if len(ids) != 2 {
		t.Fatalf("answered %v", ids)
	}
	// Another's roots do not know it, and what was signed before a restart holds
	// after it.
	other, err := esign.NewFake(8, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Send(ctx, question(t, "k4", "甲公司")); err != nil {
		t.Fatal(err)
	}
	settle()
	text := []byte(said(t, hear(t, s)[0]).Signature)
	if v := evidence.VerifySignature(text, evidence.SignedAgainst{Roots: other.Roots()}); v.OK || v.Result(evidence.CheckAuthority) != evidence.No {
		t.Errorf("an authority that is not known: %+v", v.Checks)
	}
}

// TestEveryByteCounts: a signature whose file was changed anywhere does not
// hold, and one over another file neither.
func TestEveryByteCounts(t *testing.T) {
	t.Parallel()
	f, err := esign.NewFake(7, func() time.Time { return start })
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Send(ctx, question(t, "k", "甲公司")); err != nil {
		t.Fatal(err)
	}
	text := []byte(said(t, hear(t, f)[0]).Signature)
	again, err := esign.NewFake(7, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	against := evidence.SignedAgainst{Roots: again.Roots(), File: &pdf}
	if v := evidence.VerifySignature(text, against); !v.OK {
		t.Fatalf("after a restart: %v", v.Reason)
	}
	sig, err := evidence.ReadSignature(text)
	if err != nil {
		t.Fatal(err)
	}
	held := 0
	for name, change := range map[string]func(*evidence.Signature){
		"case": func(s *evidence.Signature) { s.Signed.Case += "1" }, "title": func(s *evidence.Signature) { s.Signed.Title = "x" },
		"digest": func(s *evidence.Signature) { s.Signed.SHA256[0] ^= 1 }, "role": func(s *evidence.Signature) { s.Signed.Role = "buyer" },
		"signer": func(s *evidence.Signature) { s.Signed.Signer = "别人" }, "time": func(s *evidence.Signature) { s.Signed.At = s.Signed.At.Add(time.Second) },
		"party": func(s *evidence.Signature) { s.Signed.Party = "乙公司" }, "before": func(s *evidence.Signature) { s.Signed.At = time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC) },
		"value": func(s *evidence.Signature) { s.Value[len(s.Value)-1] ^= 1 }, "certificate": func(s *evidence.Signature) { s.Chain[0][len(s.Chain[0])-1] ^= 1 },
		"chain": func(s *evidence.Signature) { s.Chain = s.Chain[1:] }, "newline": func(s *evidence.Signature) { s.Signed.Signer = "甲\nat 2020" },
	} {
		s := sig
		s.Chain = [][]byte{append([]byte{}, sig.Chain[0]...), sig.Chain[1]}
		s.Value = append([]byte{}, sig.Value...)
		change(&s)
		changed, err := s.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		if v := evidence.VerifySignature(changed, against); v.OK {
			held++
			t.Errorf("with another %s it holds", name)
		}
	}
	if v := evidence.VerifySignature(text, evidence.SignedAgainst{File: &evidence.Digest{}}); v.OK || v.Reason.Code != "evidence.signed_other_file" {
		t.Errorf("over another file: %+v", v.Reason)
	}
	if !evidence.IsSignature(text) || evidence.IsSignature([]byte(`{"format":"quanlian-receipt-v1"}`)) || held > 0 {
		t.Error("signature and receipt are not told apart")
	}
}

// FuzzSignature: a file of anybody's is refused or read, never a panic.
func FuzzSignature(f *testing.F) {
	f.Add([]byte(`{"format":"quanlian-signature-v1"}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		if v := evidence.VerifySignature(text, evidence.SignedAgainst{Roots: [][]byte{}}); v.OK {
			t.Errorf("a signature of no known authority holds: %q", text)
		}
	})
}
