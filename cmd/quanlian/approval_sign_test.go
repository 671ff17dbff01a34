package main

import (
	"context"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestApproverReadsTheContract: whose word lets the signature of an organisation
// out reads who the other side is, the right, the price and what follows, and opens
// the contract; the fingerprint alone says nothing. A stranger reads none of it.
func TestApproverReadsTheContract(t *testing.T) {
	t.Parallel()
	h, base := demoCityOn(t, "sqlite:"+filepath.Join(t.TempDir(), "q.db"))
	maker, buyer, boss := newReader(t, base).login("company"), newReader(t, base).login("buyer"), newReader(t, base).login("reviewer")
	at := dealWith(t, buyer, "sign")
	maker.post(at, at+"/move/back_to_talks", url.Values{"reason": {"再看一遍价款"}})
	buyer.post(at, at+"/move/accept", url.Values{})
	maker.post(at, at+"/move/draft", url.Values{})
	h.worker.pass(context.Background()) // it draws the contract
	hash := regexp.MustCompile(`name="hash" value="([0-9a-f]+)"`).FindStringSubmatch(maker.get(at, http.StatusOK))
	maker.post(at, at+"/move/sign", url.Values{"hash": {hash[1]}})
	waits := first(t, maker.get(at, http.StatusOK), `/my/approvals/[0-9A-Z]+`)

	page := boss.get(waits, http.StatusOK)
	for _, want := range []string{"云澜澄芯传感科技有限公司", "机器人末端打磨力的自适应控制装置", "1,790,000.00", "买方实验室复测", "以本单位名义对下列合同作电子签名", "对方还没有签署", "专利权转让合同"} {
		if !strings.Contains(page, want) {
			t.Errorf("who has to agree is not shown %q", want)
		}
	}
	contract := first(t, page, `/paper/[0-9A-Z]+`)
	if !strings.HasPrefix(boss.get(contract, http.StatusOK), "%PDF-") {
		t.Error("the contract does not open")
	}
	if !strings.HasPrefix(boss.get(contract+"/english", http.StatusOK), "%PDF-") {
		t.Error("the English copy does not open")
	}
	boss.get("/my?lang=en", http.StatusOK)
	if page = boss.get(waits, http.StatusOK); !strings.Contains(page, "The contract below is signed electronically in your name") {
		t.Error("in English it is not said what follows")
	}
	newReader(t, base).login("broker").get(waits, http.StatusNotFound)
}
