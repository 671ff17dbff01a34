package hall

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"quanlian/adapter/esign"
	"quanlian/base/errs"
	"quanlian/chain/utilization/hall"
	"quanlian/evidence"
	"quanlian/kernel"
	"quanlian/kernel/desk"
)

// draws draws what was issued, as the worker does; what it draws is the data.
func (w *world) draws() {
	w.t.Helper()
	list, err := w.s.ClaimPapers(context.Background(), "test", w.clock.Now, 50)
	w.ok(err)
	for _, p := range list {
		sum := sha256.Sum256([]byte(p.Data))
		w.ok(w.d.Do(context.Background(), kernel.SystemActor("paper"), "paper/"+p.ID, kernel.PutDocument{ID: p.ID, Case: kernel.CaseID(p.Case), Kind: p.Kind, Name: "paper.pdf", SHA256: hex.EncodeToString(sum[:]), Bytes: int64(len(p.Data)), Media: "application/pdf"}))
	}
}

// esigns lets the signature service take every question and answer; it gives
// how many of its answers were put aside.
func (w *world) esigns() (aside int) {
	w.t.Helper()
	for _, a := range w.sends(hall.Esign) {
		w.ok(w.esign.Send(context.Background(), a.Ask))
	}
	w.pass(time.Second)
	return w.hears()
}

// hears takes what the service has to say by now.
func (w *world) hears() (aside int) {
	w.t.Helper()
	list, err := w.esign.Answers(context.Background())
	w.ok(err)
	for _, a := range list {
		var said evidence.SignAnswer
		w.ok(json.Unmarshal(a.Payload, &said))
		sum := sha256.Sum256([]byte(said.Signature))
		said.SHA256, said.Bytes = hex.EncodeToString(sum[:]), int64(len(said.Signature))
		a.Payload = raw(said)
		out, err := w.d.Answer(context.Background(), a)
		w.ok(err)
		if out.Suspended {
			aside++
		}
	}
	return aside
}

// drafted is a deal whose contract both may sign.
func (w *world) drafted(number string) kernel.CaseID {
	w.t.Helper()
	w.patent(number, "owner")
	id := w.talking("owner", "buyer", w.listed("owner", number, hall.ListInput{}))
	w.agreed("owner", "buyer", id, assignment(100*wan))
	w.do("owner", id, "draft", nil)
	return id
}

func (w *world) sign(who string, id kernel.CaseID) {
	w.t.Helper()
	w.do(who, id, "sign", hall.SignInput{Hash: w.deal(id).Contract.Hash})
}

// TestBothSign: each side's signature stands when the service's answer holds;
// both are over the same bytes, and the evidence lies in the case.
func TestBothSign(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		id := w.drafted("202210100051.1")
		hash := hall.SignInput{Hash: w.deal(id).Contract.Hash}
		if _, err := w.d.Act(context.Background(), w.as("owner"), desk.Command{Case: id, Move: "sign", Key: w.key(), Input: raw(hash)}); errs.KindOf(err) != errs.TooEarly {
			t.Fatalf("signed what nobody could read: %v", err)
		}
		w.sign("buyer", id)
		w.no("buyer", id, "sign", hash, "utilization.hall.sign_asked")
		if d := w.deal(id); !d.Contract.Signatures.Buyer.IsZero() || d.Turn(hall.DealSigning) != hall.Seller {
			t.Fatalf("a question is no signature: %+v", d.Contract)
		}
		w.sign("owner", id)
		if turn := w.deal(id); turn.Turn(hall.DealSigning) != hall.Esign {
			t.Fatalf("it is the turn of %s", turn.Turn(hall.DealSigning))
		}
		if aside := w.esigns(); aside != 0 {
			t.Fatalf("%d answers put aside", aside)
		}
		w.in(id, hall.DealDeposit)
		w.no("buyer", id, "sign", hash, "kernel.not_in_this_state")
		w.evidenceHolds(id)
		w.draws()
		kinds := map[string]int{}
		papers, err := w.s.Papers(context.Background(), id, kernel.ViewDetail)
		w.ok(err)
		for _, p := range papers {
			kinds[p.Kind]++
		}
		for _, k := range []string{"contract_assignment", "signature_seller", "signature_buyer", "signatures"} {
			if kinds["utilization.hall.paper."+k] != 1 {
				t.Errorf("papers of the case: %v", kinds)
			}
		}
	})
}

// evidenceHolds checks the evidence of both sides as the case keeps it.
func (w *world) evidenceHolds(id kernel.CaseID) {
	w.t.Helper()
	k := w.deal(id).Contract
	contract, _, err := w.s.Paper(context.Background(), k.Document)
	w.ok(err)
	for _, run := range []*kernel.SignRun{k.Signing.Seller, k.Signing.Buyer} {
		e := run.Evidence
		if e == nil || e.Digest != contract.SHA256 || e.Serial == "" || !strings.Contains(e.Subject, "CN=") || e.Algorithm != string(evidence.SM2WithSM3) {
			w.t.Fatalf("evidence %+v over %s", e, contract.SHA256)
		}
		if p, of, err := w.s.Paper(context.Background(), e.Paper); err != nil || of != id || p.Media != "application/json" || p.Bytes == 0 {
			w.t.Fatalf("the evidence is no document of the case: %+v, %v", p, err)
		}
	}
	if k.Signing.Seller.Evidence.Subject == k.Signing.Buyer.Evidence.Subject {
		w.t.Fatal("both signed with one certificate")
	}
}

// TestBadSignatureService: late, twice, another paper, another party, forged,
// refused, silent: the contract takes effect on two signatures that hold or on
// none, and what does not hold is before a clerk.
func TestBadSignatureService(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		for i, tt := range []struct {
			fault esign.Fault
			aside int  // answers put aside the first time
			asked bool // the question stays open
		}{
			{esign.Good, 0, false}, {esign.Twice, 0, false}, {esign.Renumbered, 0, false}, {esign.Late, 0, true}, {esign.Silent, 0, true},
			{esign.OtherDigest, 1, true}, {esign.OtherParty, 1, true}, {esign.Forged, 1, true}, {esign.Refuse, 0, false},
		} {
			id := w.drafted("20221010006" + string(rune('0'+i)) + ".1")
			w.esign.Behave = func(_ evidence.SignRequest, n int) esign.Fault {
				if n == 1 {
					return tt.fault
				}
				return esign.Good
			}
			w.sign("owner", id)
			if got := w.esigns(); got != tt.aside {
				t.Errorf("%s: %d answers put aside, want %d", tt.fault, got, tt.aside)
			}
			run := w.deal(id).Contract.Signing.Seller
			open := run.Evidence == nil && run.Refused == ""
			if open != tt.asked || run.Evidence == nil != w.deal(id).Contract.Signatures.Seller.IsZero() {
				t.Errorf("%s: %+v", tt.fault, run)
			}
			switch {
			case tt.fault == esign.Late:
				w.pass(25 * time.Hour)
				w.hears()
			case tt.asked: // asked again under the same key
				open, err := w.s.OpenAsks(context.Background(), hall.Esign, "", 50)
				w.ok(err)
				for _, a := range open {
					w.ok(w.esign.Send(context.Background(), a.Ask))
				}
				w.pass(time.Second)
				w.hears()
			case tt.fault == esign.Refuse: // another question
				w.esign.Behave = nil
				w.sign("owner", id)
				w.esigns()
			}
			w.esign.Behave = nil
			w.sign("buyer", id)
			w.esigns()
			if w.state(id) != hall.DealDeposit {
				t.Fatalf("%s: the deal stands in %s with %+v", tt.fault, w.state(id), w.deal(id).Contract.Signing.Seller)
			}
			w.evidenceHolds(id)
			if open, err := w.s.OpenAsks(context.Background(), hall.Esign, "", 50); err != nil || len(open) != 0 {
				t.Errorf("%s: questions left open %+v, %v", tt.fault, open, err)
			}
		}
	})
}

// TestChangedContractIsUnsigned: a signature over a text that was taken back
// signs nothing, also when it comes late.
func TestChangedContractIsUnsigned(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		id := w.drafted("202210100053.3")
		w.sign("owner", id)
		w.esigns()
		w.esign.Behave = func(evidence.SignRequest, int) esign.Fault { return esign.Late }
		w.sign("buyer", id)
		w.esigns()
		first := w.deal(id).Contract
		w.do("buyer", id, "back_to_talks", kernel.ReasonInput{Reason: "改价"})
		w.do("buyer", id, "offer", hall.OfferInput{Terms: assignment(90 * wan)})
		w.do("owner", id, "accept", nil)
		w.do("owner", id, "draft", nil)
		w.pass(25 * time.Hour)
		if aside := w.hears(); aside != 0 {
			t.Fatalf("%d answers put aside: the question is over, nobody has to look", aside)
		}
		k := w.deal(id).Contract
		if k.Hash == first.Hash || !k.Signatures.Seller.IsZero() || !k.Signatures.Buyer.IsZero() || k.Signing.Buyer != nil {
			t.Fatalf("the new text is signed: %+v", k)
		}
		w.no("owner", id, "sign", hall.SignInput{Hash: first.Hash}, "utilization.hall.other_text")
		w.in(id, hall.DealSigning)
		if open, err := w.s.OpenAsks(context.Background(), hall.Esign, "", 50); err != nil || len(open) != 0 {
			t.Fatalf("questions left open %+v, %v", open, err)
		}
	})
}

// TestSignedByHand: where no service can be had, the clerk enters what was
// signed on paper, and where the original lies.
func TestSignedByHand(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		id := w.drafted("202210100054.4")
		in := hall.HandInput{Side: hall.Seller, Signer: "李四", Date: w.today(), Where: "交易中心档案室 2026-118"}
		w.no("owner", id, "enter_signature", in, "kernel.not_your_move")
		w.no("clerk", id, "enter_signature", hall.HandInput{Side: hall.Clerk}, "utilization.hall.hand_side")
		w.no("clerk", id, "enter_signature", in, "utilization.hall.contract_not_drawn")
		w.draws()
		w.do("clerk", id, "enter_signature", in)
		w.no("clerk", id, "enter_signature", in, "utilization.hall.signed_already")
		w.no("owner", id, "sign", hall.SignInput{Hash: w.deal(id).Contract.Hash}, "utilization.hall.signed_already")
		w.sign("buyer", id)
		w.esigns()
		w.in(id, hall.DealDeposit)
		if e := w.deal(id).Contract.Signing.Seller.Evidence; e.ByHand == "" || e.Paper != "" {
			t.Fatalf("evidence %+v", e)
		}
	})
}
