package main

import (
	"archive/zip"
	"context"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"quanlian/demo"
	"quanlian/kernel"
	"quanlian/test/storetest"
)

// uploadAll sends a form with files.
func (r *reader) uploadAll(path, action string, files map[string]string) string {
	r.t.Helper()
	var all []parcel
	for field, name := range files {
		content := "%PDF-1.4\n<< /Type /Pages /Count 3 >>\n%%EOF"
		if strings.HasSuffix(name, ".exe") {
			content = "MZ\x90\x00"
		}
		all = append(all, parcel{field, name, []byte(content)})
	}
	page := r.get(path, http.StatusOK)
	body, _ := r.parcels(action, map[string]string{"_csrf": tokenOf.FindStringSubmatch(page)[1]}, all...)
	return body
}

func answers(name string, values ...string) url.Values {
	out := url.Values{}
	for i := 0; i+1 < len(values); i += 2 {
		out.Set(name+"."+values[i], values[i+1])
	}
	return out
}

// TestApplicationFromFormToResult: a company applies page by page, is told its
// mistakes, comes back to its draft, sends; the clerk looks, ticks, accepts,
// takes the package and forwards; the result is served once its paper is drawn.
func TestApplicationFromFormToResult(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Walked(t) {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			h, clock := houseOn(t, storetest.URL(t, engine))
			signs, err := h.fakeSigning()
			if err != nil {
				t.Fatal(err)
			}
			h.addSigning(signs)
			withPeople(t, h)
			srv := httptest.NewServer(h.handler())
			t.Cleanup(srv.Close)
			no := applied(t, srv.URL)
			sentElsewhere(t, h, srv.URL, no)
			handled(t, h, clock, srv.URL, no)
			buyer := newReader(t, srv.URL)
			buyer.post("/login", "/login", url.Values{"login": {"buyer"}, "password": {demo.Password}})
			page := buyer.get("/case/"+no, http.StatusOK)
			for _, want := range []string{"已送达", "准予", "2026990011204"} {
				if !strings.Contains(page, want) {
					t.Errorf("the applicant is not shown %s", want)
				}
			}
			if pdf := buyer.get("/case/"+no+"/form.pdf", http.StatusOK); !strings.HasPrefix(pdf, "%PDF-") {
				t.Error("the form is no paper")
			}
			buyer.get("/case/"+no+"/package.zip", http.StatusForbidden)
			rival := newReader(t, srv.URL)
			rival.post("/login", "/login", url.Values{"login": {"company"}, "password": {demo.Password}})
			rival.get("/case/"+no, http.StatusNotFound)
			rival.get("/case/"+no+"/form.pdf", http.StatusNotFound)
		})
	}
}

// applied files the recordation of a licence through its pages.
func applied(t *testing.T, base string) string {
	t.Helper()
	r, at := appliedUpTo(t, base)
	if page := r.uploadAll(at("materials"), at("materials"), map[string]string{"file.contract": "合同.exe"}); !strings.Contains(page, "不是可以接受的格式") {
		t.Fatalf("a program was taken for a contract: %.800s", page)
	}
	r.uploadAll(at("materials"), at("materials"), map[string]string{"file.contract": "拿错的合同.pdf"})
	page := r.get(at("materials"), http.StatusOK)
	if !strings.Contains(page, "拿错的合同.pdf") {
		t.Fatalf("the contract was not taken: %.1500s", mainOf(page))
	}
	gone := url.Values{"remove": {regexp.MustCompile(`name="remove" value="([^"]+)"`).FindStringSubmatch(page)[1]}}
	if page := r.post(at("materials"), at("materials"), gone); strings.Contains(page, "拿错的合同") || strings.Contains(r.get(at("check"), http.StatusOK), "拿错的合同") {
		t.Errorf("what was removed still stands: %.1500s", mainOf(page))
	}
	r.uploadAll(at("materials"), at("materials"), map[string]string{"file.contract": "合同.pdf"})
	return sentFrom(t, r, at)
}

// appliedWith sends the form with the files that its draft has.
func appliedWith(t *testing.T, base string) string {
	t.Helper()
	r, at := appliedUpTo(t, base)
	return sentFrom(t, r, at)
}

// appliedUpTo fills the form in up to its materials.
func appliedUpTo(t *testing.T, base string) (*reader, func(string) string) {
	t.Helper()
	return appliedAs(t, base, "buyer")
}

func appliedAs(t *testing.T, base, login string) (*reader, func(string) string) {
	t.Helper()
	r := newReader(t, base).login(login)
	at := func(name string) string { return "/item/ZL14/apply/" + name }
	save := func(name, want string, v url.Values) {
		t.Helper()
		if page := r.post(at(name), at(name), v); !strings.Contains(page, want) {
			t.Fatalf("%s: no %q on the page that follows:\n%.1500s", name, want, regexp.MustCompile(`(?s)<main.*`).FindString(page))
		}
	}
	r.get("/item/ZL14", http.StatusOK)
	save("applicant", "请填写地址", answers("applicant", "name", "云澜澄芯传感科技有限公司", "code", "91990001MA0QL0001J", "kind", "enterprise", "district", "东埠"))
	save("applicant", "涉及的权利", answers("applicant", "name", "云澜澄芯传感科技有限公司", "code", "91990001MA0QL0001J", "kind", "enterprise", "district", "东埠", "address", "云禾路88号"))
	save("rights", "被许可方", answers("rights", "numbers", "202319900777.X"))
	save("licensee", "许可合同", answers("licensee", "role", "licensee", "name", "云澜大学", "code", "12990001MB0QL00030"))
	licence := []string{"kind", "exclusive", "effective", "2026-11-01", "from", "2026-11-01", "territory", "全国", "pay", "lump", "fee", "1800000"}
	save("licence", "许可期限至不能早于许可期限自", answers("licence", append(licence, "to", "2020-10-31")...))
	if page := r.get(at("licence"), http.StatusOK); !strings.Contains(page, "2020-10-31") || !strings.Contains(page, `value="1800000"`) {
		t.Fatal("what was typed is lost")
	}
	save("licence", "联系和送达", answers("licence", append(licence, "to", "2028-10-31")...))
	save("contact", "声明", answers("contact", "name", "沈知遥", "phone", "0990-88001200", "way", "electronic"))
	save("declaration", "上传材料", answers("declaration", "truth", "1"))
	return r, at
}

func sentFrom(t *testing.T, r *reader, at func(string) string) string {
	t.Helper()
	page := r.post(at("check"), "/item/ZL14/submit", url.Values{})
	if !strings.Contains(page, "YL2026-ZL14-") {
		t.Fatalf("not sent: %.2500s", regexp.MustCompile(`(?s)<main.*`).FindString(page))
	}
	no := first(t, page, `YL2026-ZL14-\d{5}`)
	if again := r.get("/item/ZL14", http.StatusOK); strings.Contains(again, "接着填") {
		t.Error("the draft outlived its application")
	}
	return no
}

// handled brings the case to its end as the window's clerk does.
func handled(t *testing.T, h *house, clock *heldClock, base, no string) {
	t.Helper()
	r := newReader(t, base)
	r.post("/login", "/login", url.Values{"login": {"desk"}, "password": {demo.Password}})
	at := "/case/" + no
	page := r.get(at, http.StatusOK)
	if !strings.Contains(page, "核对清单") || !strings.Contains(page, "<iframe") {
		t.Fatal("the desk shows neither checklist nor attachment")
	}
	var ids []string
	for _, m := range regexp.MustCompile(`name="checks" value="([^"]+)" id="k-`).FindAllStringSubmatch(page, -1) {
		ids = append(ids, m[1])
	}
	r.post(at, at+"/move/check", url.Values{"checks": ids})
	r.post(at, at+"/move/accept", url.Values{"_key": {"t/accept"}})
	zipped := r.get(at+"/package.zip", http.StatusOK)
	z, err := zip.NewReader(strings.NewReader(zipped), int64(len(zipped)))
	if err != nil || len(z.File) != 6 {
		t.Fatalf("the package has %d files: %v", len(z.File), err)
	}
	for name, want := range map[string]string{"readme.txt": "该系统表样未核实", "application.json": `"layout": "not_established"`, "extracts/01-双方身份证明.pdf": "%PDF-"} {
		if got, err := fs.ReadFile(z, name); err != nil || !strings.Contains(string(got), want) {
			t.Errorf("%s does not say %s: %s, %v", name, want, got, err)
		}
	}
	if !strings.Contains(page, "该系统表样未核实") {
		t.Error("the page does not say that the layout is not established")
	}
	beginsFilled(t, r.get(at, http.StatusOK), at)
	r.post(at, at+"/move/forward", url.Values{"_key": {"t/forward"}, "no": {"2026990011204"}, "day": {"2026-11-23"}})
	r.sendParts(at, at+"/move/result", map[string]string{"_key": "t/result", "outcome": "grant", "day": "2026-11-23"}, [3]string{"papers", "备案证明.pdf", "%PDF-1.7 theirs\n%%EOF\n"})
	c, err := h.store.Case(context.Background(), kernel.SystemActor("test"), no, kernel.ViewSecret)
	if err != nil || c.State != "decided" {
		t.Fatalf("stands at %s: %v", c.State, err)
	}
	clock.advance(0)
	for range 3 {
		clock.advance(3 * time.Second) // the signature service takes its time
		h.worker.pass(context.Background())
	}
}

// beginsFilled: what most forms say stands in them, to be changed where it is not so.
func beginsFilled(t *testing.T, page, at string) {
	t.Helper()
	for move, want := range map[string]string{"forward": `value="2026-11-23"`, "ask_extension": `value="committed" selected`} {
		_, form, _ := strings.Cut(page, `action="`+at+"/move/"+move)
		if form, _, _ = strings.Cut(form, "</form>"); !strings.Contains(form, want) {
			t.Errorf("the form of %s does not begin with %s", move, want)
		}
	}
}
