package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"quanlian/adapter/clamd/fake"
	"quanlian/demo"
	"quanlian/kernel"
	"quanlian/test/storetest"
)

// TestScannedBeforeOpened: a file with malware is not taken, and says why; while
// the scanner is silent a file is taken and waits, and nobody opens it, the clerk
// neither; found bad later, it stays shut and who put it in is told; found clean,
// it opens. Pages are counted for both sides.
func TestScannedBeforeOpened(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Walked(t) {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			h, clock := houseOn(t, storetest.URL(t, engine))
			s := &fake.Scanner{}
			h.scanner = s
			h.addScan()
			withPeople(t, h)
			srv := httptest.NewServer(h.handler())
			t.Cleanup(srv.Close)
			r := newReader(t, srv.URL)
			r.post("/login", "/login", url.Values{"login": {"buyer"}, "password": {demo.Password}})
			const at = "/item/ZL14/apply/materials"
			put := func(content []byte) string {
				t.Helper()
				_, page := r.sendFiles(at, at, url.Values{"_stay": {"1"}}, map[string]attached{"file.contract": {"合同.pdf", content}})
				return page
			}
			bad := append(append([]byte("%PDF-1.4\n"), fake.EICAR()...), "\n%%EOF"...)
			if page := put(bad); !strings.Contains(page, "“合同.pdf”里查出病毒") || strings.Contains(page, "合同.pdf<") {
				t.Fatalf("taken: %.600s", page)
			}
			s.Silent.Store(true)
			if page := put([]byte("%PDF-1.4\n<< /Type /Pages /Count 12 >>\n%%EOF")); !strings.Contains(page, "等待查毒") || !strings.Contains(page, "12页") {
				t.Fatal("the form does not say that the file waits, or counts no pages")
			}
			if page := put(bad); strings.Count(page, "等待查毒") != 2 {
				t.Fatal("a silent scanner refused a file")
			}
			no := appliedWith(t, srv.URL)
			c, err := h.store.Case(context.Background(), kernel.SystemActor("test"), no, kernel.ViewSecret)
			if err != nil {
				t.Fatal(err)
			}
			papers, err := h.store.Papers(context.Background(), c.ID, kernel.ViewSecret)
			if err != nil || len(papers) < 2 {
				t.Fatal(papers, err)
			}
			clerk := newReader(t, srv.URL)
			clerk.post("/login", "/login", url.Values{"login": {"desk"}, "password": {demo.Password}})
			desk := clerk.get("/case/"+no, http.StatusOK)
			if !strings.Contains(desk, `data-testid="shut"`) || strings.Contains(desk, "<iframe") {
				t.Error("the desk opens a file that was not scanned")
			}
			waits := map[string]string{}
			for _, p := range papers {
				if p.Kind == "kernel.itemflow.paper.material" && (p.Pages == 12 || p.Pages == 0) {
					waits[p.ID] = p.SHA256
					clerk.get("/paper/"+p.ID, http.StatusConflict)
					r.get("/paper/"+p.ID, http.StatusConflict)
				}
			}
			if len(waits) != 2 {
				t.Fatalf("%+v", papers)
			}
			h.worker.pass(context.Background())
			s.Silent.Store(false)
			clock.advance(time.Minute)
			h.worker.pass(context.Background())
			for id, sha := range waits {
				known, err := h.store.Scans(context.Background(), []string{sha})
				if err != nil {
					t.Fatal(err)
				}
				want := http.StatusOK
				if known[sha] == kernel.ScanBad {
					want = http.StatusForbidden
				}
				clerk.get("/paper/"+id, want)
			}
			if page := clerk.get("/case/"+no, http.StatusOK); !strings.Contains(page, "12页") {
				t.Error("the clerk is told no pages")
			}
			if page := r.get("/my", http.StatusOK); !strings.Contains(page, "已隔离") {
				t.Error("who put the bad file in is not told")
			}
			clerk.get("/case/"+no+"/package.zip", http.StatusForbidden)
		})
	}
}
