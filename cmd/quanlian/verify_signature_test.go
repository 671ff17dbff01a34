package main

import (
	"context"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"quanlian/adapter/bank"
	"quanlian/chain/utilization/hall"
	"quanlian/ledger"
	"quanlian/test/storetest"
)

// TestSignaturesInTheHouse: the contract of a deal is drawn, signed by both
// through the service, checked on its page, and by the command without us.
func TestSignaturesInTheHouse(t *testing.T) {
	t.Parallel()
	p := seeded(t, storetest.URL(t, "sqlite"), func(now func() time.Time) ledger.Bank { return bank.NewFake(5, bank.Faults{}, now) })
	p.contracted()
	p.wait(time.Minute)
	p.wait(time.Minute) // the page of signatures is drawn
	if p.state() != hall.DealDeposit {
		t.Fatalf("the deal stands in %s", p.state())
	}
	k := p.data().Contract
	v, err := signatures{p.h}.Signature(context.Background(), k.Signing.Buyer.Evidence.Paper, k.Document)
	p.ok(err)
	if !v.OK || v.Signature.Signed.Case != p.no {
		t.Fatalf("the buyer's signature: %v", v.Reason)
	}
	dir := t.TempDir()
	file := func(name string, content []byte) string {
		path := filepath.Join(dir, name)
		p.ok(os.WriteFile(path, content, 0o600))
		return path
	}
	proof, err := p.h.fileOf(context.Background(), k.Signing.Seller.Evidence.Paper)
	p.ok(err)
	pdf, err := p.h.fileOf(context.Background(), k.Document)
	p.ok(err)
	roots := file("roots.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: p.h.authorities()[0]}))
	seller := file("a.sig.json", proof)
	d, code, _ := ask(t, "", "verify", seller, file("a.pdf", pdf), "--roots", roots, "--json")
	if code != exitOK || d["ok"] != true || d["signed"].(map[string]any)["party"] != "云澜澄芯传感科技有限公司" || strings.Contains(fmt.Sprint(d["checks"]), "open") {
		t.Errorf("code %d: %v", code, d)
	}
	changed := file("b.sig.json", []byte(strings.Replace(string(proof), "沈知遥", "别的人", 1)))
	for code, args := range map[string][]string{
		"evidence.signature_does_not_hold": {"verify", changed, "--json"},
		"evidence.signed_other_file":       {"verify", seller, file("b.pdf", append(pdf, ' ')), "--json"},
	} {
		if d, exit, _ := ask(t, "", args...); exit != exitNegative || d["reason"].(map[string]any)["code"] != code {
			t.Errorf("%s: exit %d, %v", code, exit, d)
		}
	}
}
