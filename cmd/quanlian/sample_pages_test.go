package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"quanlian/catalogue"
	"quanlian/catalogue/documents"
	"quanlian/catalogue/items"
	"quanlian/test/storetest"
)

// TestSamplePapers: every item gives its form filled in and empty to anybody, a
// browser may keep it, and no paper says what the font cannot draw. A sample of
// the city's own stands beside its material; where there is none, no link.
func TestSamplePapers(t *testing.T) {
	t.Parallel()
	h, _ := houseOn(t, storetest.URL(t, "sqlite"))
	srv := httptest.NewServer(h.handler())
	t.Cleanup(srv.Close)
	get := func(path, tag string) (*http.Response, string) {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, srv.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("If-None-Match", tag)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = res.Body.Close() }()
		body, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res, string(body)
	}
	for i, it := range h.items.Now().All() {
		for k, paper := range []string{"form.zh.pdf", "blank.zh.pdf", "form.en.pdf", "blank.en.pdf"} {
			if k > 1 && i%8 != 0 { // the English ones are drawn by the same code
				continue
			}
			if res, body := get("/item/"+it.Code+"/sample/"+paper, ""); res.StatusCode != http.StatusOK || !strings.HasPrefix(body, "%PDF-") {
				t.Fatalf("%s %s: %d %.200s", it.Code, paper, res.StatusCode, body)
			}
		}
	}
	for _, paper := range []string{"of-poa.zh.pdf", "of-poa.en.pdf"} { // what the principal states
		if res, body := get("/item/ZL14/sample/"+paper, ""); res.StatusCode != http.StatusOK || !strings.HasPrefix(body, "%PDF-") {
			t.Errorf("%s: %d", paper, res.StatusCode)
		}
	}
	res, _ := get("/item/ZL14/sample/form.zh.pdf", "")
	if !strings.HasPrefix(res.Header.Get("Cache-Control"), "public") || len(res.Cookies()) > 0 {
		t.Errorf("%s, cookies %v", res.Header.Get("Cache-Control"), res.Cookies())
	}
	if again, _ := get("/item/ZL14/sample/form.zh.pdf", res.Header.Get("ETag")); again.StatusCode != http.StatusNotModified {
		t.Errorf("asked again: %d", again.StatusCode)
	}
	page := newReader(t, srv.URL).get("/item/ZL14", http.StatusOK)
	if n := strings.Count(page, "/item/ZL14/sample/form.zh.pdf"); n != 1 { // beside 备案申请表, and not once more below the table
		t.Errorf("%d links to the sample", n)
	}
	for _, path := range []string{"/item/ZL14/sample/contract", "/item/ZL14/sample/words.yaml", "/item/ZL14/sample/..%2f..%2fcity.yaml"} {
		if res, _ := get(path, ""); res.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", path, res.StatusCode)
		}
	}
	ownSample(t, h)
	if !strings.Contains(newReader(t, srv.URL).get("/item/ZL14", http.StatusOK), `href="/item/ZL14/sample/contract"`) {
		t.Error("the city's own sample has no link")
	}
	if res, body := get("/item/ZL14/sample/contract", ""); body != "%PDF-1.4 ours" || res.Header.Get("Content-Type") != "application/pdf" {
		t.Errorf("the city's own sample is %s %.40q", res.Header.Get("Content-Type"), body)
	}
}

// ownSample lays a folder over the catalogue whose ZL14 has a sample contract.
func ownSample(t *testing.T, h *house) {
	t.Helper()
	path := ""
	for _, v := range h.items.Now().Versions("ZL14") {
		path = v.Path
	}
	body, err := catalogue.FS.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	mine := strings.Replace(string(body), "{id: contract, ", "{id: contract, sample: samples/licence.pdf, ", 1)
	cat, faults, err := items.Load(items.Files{Base: catalogue.FS, City: "yunlan", Templates: documents.FS,
		Local: fstest.MapFS{path: {Data: []byte(mine)}, "samples/licence.pdf": {Data: []byte("%PDF-1.4 ours")}}})
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	h.items.Set(cat)
}
