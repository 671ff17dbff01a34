package main

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"quanlian/test/storetest"
)

// TestApproverReadsTheFormAndTheMakerGetsItBack: who has to agree sees the form
// in its words and opens its files, others do not; what was refused comes back
// to its maker with all that was filled in, and is sent in the end.
func TestApproverReadsTheFormAndTheMakerGetsItBack(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Walked(t) {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			h, _ := houseOn(t, storetest.URL(t, engine))
			withPeople(t, h)
			srv := httptest.NewServer(h.handler())
			t.Cleanup(srv.Close)
			maker, at := appliedAs(t, srv.URL, "company")
			maker.uploadAll(at("materials"), at("materials"), map[string]string{"file.contract": "合同.pdf"})
			if page := maker.uploadAll(at("materials"), at("materials"), map[string]string{"file.contract": "又一份.pdf"}); !strings.Contains(page, "内容完全相同") {
				t.Error("the same file was taken twice")
			}
			page := maker.get(at("materials"), http.StatusOK)
			sealed := parcel{"file.contract", "加密.pdf", []byte("%PDF-1.4\ntrailer << /Encrypt<< /Filter /Standard >> >>\n%%EOF")}
			if page, _ := maker.parcels(at("materials"), map[string]string{"_csrf": tokenOf.FindStringSubmatch(page)[1], "_stay": "1"}, sealed); !strings.Contains(page, "文件加了密") {
				t.Error("an encrypted file goes without a word")
			}
			if page := maker.get(at("check"), http.StatusOK); !strings.Contains(page, "加密.pdf（加了密，可能需要密码）") {
				t.Error("the check page says nothing of an encrypted file")
			}
			page = maker.get(at("materials"), http.StatusOK)
			half := parcel{"file.contract", "半份.pdf", []byte("%PDF-1.4\n1 0 obj\n<< /Type /Catalog")}
			if page, _ := maker.parcels(at("materials"), map[string]string{"_csrf": tokenOf.FindStringSubmatch(page)[1], "_stay": "1"}, half); !strings.Contains(page, "不完整或已损坏") {
				t.Error("half a file is taken")
			}
			waits := sentInside(t, maker, at)

			reviewer := newReader(t, srv.URL).login("reviewer")
			page = reviewer.get(waits, http.StatusOK)
			for _, want := range []string{"专利实施许可合同备案", ">专利代办窗口<", "许可期限至", "1,800,000.00", "独占许可", "合同.pdf", "文件加了密，可能需要密码"} {
				if !strings.Contains(page, want) {
					t.Errorf("who has to agree is not shown %q", want)
				}
			}
			if strings.Contains(page, "licence.kind") || strings.Contains(page, "upload") && strings.Contains(page, "sha256") {
				t.Error("who has to agree is shown raw data")
			}
			file := first(t, page, `/paper/[0-9A-Z]+`)
			if !strings.HasPrefix(reviewer.get(file, http.StatusOK), "%PDF-") {
				t.Error("the file does not open")
			}
			newReader(t, srv.URL).login("buyer").get(file, http.StatusNotFound)
			newReader(t, srv.URL).login("buyer").get(waits, http.StatusNotFound)
			reviewer.post(waits, waits, url.Values{"ok": {"0"}, "note": {"许可费少了一个零"}})
			reviewer.get(file, http.StatusNotFound)

			if page := maker.get("/my", http.StatusOK); !strings.Contains(page, "许可费少了一个零") {
				t.Fatal("the maker is not told why")
			}
			maker.post(waits, waits+"/back", url.Values{})
			if page := maker.get(at("licence"), http.StatusOK); !strings.Contains(page, `value="1800000"`) {
				t.Fatal("what was filled in is lost")
			}
			if page := maker.get("/my", http.StatusOK); strings.Contains(page, "许可费少了一个零") && strings.Contains(page, `id="refused"`) {
				t.Error("what was taken back is still there")
			}
			again := sentInside(t, maker, at)
			boss := newReader(t, srv.URL).login("boss")
			boss.post(again, again, url.Values{"ok": {"1"}})
			no := first(t, maker.get("/my", http.StatusOK), `YL2026-ZL14-\d{5}`)
			clerk := newReader(t, srv.URL).login("desk")
			clerk.post("/case/"+no, "/case/"+no+"/move/notify_once", url.Values{"missing": {"poa"}, "reason": {"请附委托书"}})
			page = maker.get("/case/"+no, http.StatusOK)
			if !strings.Contains(page, "请补交：代理委托书。请附委托书") || strings.Contains(page, "轮到受理单位") {
				t.Error("the applicant is not told plainly whose move it is and what is missing")
			}
			if !strings.Contains(maker.get("/case/"+no+"/correct", http.StatusOK), `name="file.poa"`) {
				t.Error("what the office asks for cannot be handed in")
			}
			correctedByChoice(t, h, maker, no)
		})
	}
}

// sentInside sends the form and gives the page of the approval that waits.
func sentInside(t *testing.T, r *reader, at func(string) string) string {
	t.Helper()
	page := r.post(at("check"), "/item/ZL14/submit", url.Values{})
	if !strings.Contains(page, "已送本单位审批") {
		t.Fatalf("not sent: %.1500s", regexp.MustCompile(`(?s)<main.*`).FindString(page))
	}
	return first(t, page, `/my/approvals/[0-9A-Z]+`)
}
