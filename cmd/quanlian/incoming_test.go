package main

import (
	"bytes"
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"quanlian/kernel"
	"quanlian/kernel/itemflow"
	"quanlian/test/storetest"
)

// sendFile sends a form with one file, found on the page at path.
func (r *reader) sendFile(path, action string, fields map[string]string, field, name, body string) (string, int) {
	r.t.Helper()
	if name == "" {
		return r.sendParts(path, action, fields)
	}
	return r.sendParts(path, action, fields, [3]string{field, name, body})
}

// sendParts sends a form with files: the field, name and content of each.
func (r *reader) sendParts(path, action string, fields map[string]string, files ...[3]string) (string, int) {
	r.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	_ = w.WriteField("_csrf", tokenOf.FindStringSubmatch(r.get(path, http.StatusOK))[1])
	for k, v := range fields {
		_ = w.WriteField(k, v)
	}
	for _, x := range files {
		f, err := w.CreateFormFile(x[0], x[1])
		if err != nil {
			r.t.Fatal(err)
		}
		_, _ = f.Write([]byte(x[2]))
	}
	if err := w.Close(); err != nil {
		r.t.Fatal(err)
	}
	res, err := r.http.Post(r.base+action, w.FormDataContentType(), &b)
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	out, err := io.ReadAll(res.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return string(out), res.StatusCode
}

// TestResultComesBack: the number by paste, the result by a list; shown before it
// is taken; the same file twice changes nothing; strangers are refused.
func TestResultComesBack(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Walked(t) {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			h, _ := houseOn(t, storetest.URL(t, engine))
			withPeople(t, h)
			srv := httptest.NewServer(h.handler())
			t.Cleanup(srv.Close)
			no := applied(t, srv.URL)
			at := "/case/" + no
			clerk, buyer := newReader(t, srv.URL).login("desk"), newReader(t, srv.URL).login("buyer")
			clerk.get(at+"/back", http.StatusConflict) // it is not out yet
			var ids []string
			for _, m := range strings.Split(clerk.get(at, http.StatusOK), `name="checks" value="`)[1:] {
				ids = append(ids, m[:strings.IndexByte(m, '"')])
			}
			clerk.post(at, at+"/move/check", url.Values{"checks": ids})
			clerk.post(at, at+"/move/accept", url.Values{"_key": {"t/accept"}})
			clerk.post(at, at+"/move/forward", url.Values{"_key": {"t/forward"}, "day": {"2026-11-23"}})
			buyer.get(at+"/back", http.StatusForbidden)
			newReader(t, srv.URL).login("clerk").get(at+"/back", http.StatusNotFound)
			pasted(t, clerk, at)
			stands := func(state kernel.State) itemflow.Data {
				t.Helper()
				c, err := h.store.Case(context.Background(), kernel.SystemActor("test"), no, kernel.ViewSecret)
				if err != nil || c.State != state {
					t.Fatalf("stands at %s: %v", c.State, err)
				}
				d, err := itemflow.DataOf(c)
				if err != nil {
					t.Fatal(err)
				}
				return d
			}
			if d := stands(itemflow.Forwarded); d.Outside.No != "2026990011204" {
				t.Errorf("number %q", d.Outside.No)
			}
			if page := buyer.get(at, http.StatusOK); !strings.Contains(page, "2026990011204") || !strings.Contains(page, "承办机关来文") {
				t.Error("the applicant sees neither number nor paper")
			}
			list := "办件号,编号,日期,结果,原因\n,2026990011204,2026-11-23,予以备案,\nYL2026-ZL14-99999,,2026-11-23,准予,\n" + no + ",,2026-11-23,准予,\n,,2026-11-23,准予,\n" + no + ",,昨天,准予,\n"
			if page, _ := clerk.sendFile("/results", "/results", nil, "list", "结果.csv", list); !strings.Contains(page, "可以登记0行") || !strings.Contains(page, "要有对方的证书") {
				t.Errorf("a grant without its certificate: %.1500s", page[strings.Index(page, "<main"):])
			}
			page, status := clerk.sendParts("/results", "/results", nil, [3]string{"list", "结果.csv", list},
				[3]string{"papers", "备案证明_2026990011204.pdf", "%PDF-1.7 theirs\n%%EOF\n"}, [3]string{"papers", "备案证明_20269900112045.pdf", "%PDF-1.7 another\n%%EOF\n"})
			if !strings.Contains(page, "对不上办件的文件，不会登记：备案证明_20269900112045.pdf") {
				t.Errorf("a file with a longer number: %.1500s", page[strings.Index(page, "<main"):])
			}
			if status != http.StatusOK || !strings.Contains(page, "可以登记1行，4行不处理") || !strings.Contains(page, "没有YL2026-ZL14-99999") || !strings.Contains(page, "出现两次") {
				t.Fatalf("%d: %.1500s", status, page[strings.Index(page, "<main"):])
			}
			if d := stands(itemflow.Forwarded); d.Decision != nil {
				t.Error("a trial decided")
			}
			head := newReader(t, srv.URL).login("head")
			take := formOf(t, page, "/results/take")
			stolen := formOf(t, head.get("/results", http.StatusOK), "/results")
			stolen.Set("paper", take.Get("paper"))
			if page, status := head.submit("/results/take", stolen); status == http.StatusOK || !strings.Contains(page, "请选择") { // another's upload
				t.Errorf("%d: %.1500s", status, page[strings.Index(page, "<main"):])
			}
			letters := strings.Count(buyer.get(at, http.StatusOK), "承办机关来文")
			if page, _ := clerk.submit("/results/take", formOf(t, page, "/results/take")); !strings.Contains(page, "登记了1行") {
				t.Errorf("%.1500s", page[strings.Index(page, "<main"):])
			}
			d := stands(itemflow.Decided)
			if d.Outside.Result != "grant" || !d.Decision.Grant {
				t.Errorf("%+v", d.Outside)
			}
			if len(d.Outside.Files) != 1 || d.Outside.Files[0].Name != "备案证明_2026990011204.pdf" {
				t.Errorf("their certificate: %+v", d.Outside.Files)
			}
			if page := buyer.get(at, http.StatusOK); strings.Count(page, "承办机关来文") != letters || !strings.Contains(page, "送达后可以查看内容") {
				t.Error("the applicant is given the list with the rows of others, or a result that is not served")
			}
			version := func() int64 {
				c, _ := h.store.Case(context.Background(), kernel.SystemActor("test"), no, kernel.ViewSecret)
				return c.Version
			}
			before := version()
			if page, _ := clerk.sendFile("/results", "/results", nil, "list", "结果.csv", list); !strings.Contains(page, "可以登记0行") || !strings.Contains(page, "已经登记过") {
				t.Error("the same file again is not told")
			}
			clerk.submit("/results/take", formOf(t, page, "/results/take"))
			if version() != before {
				t.Error("the same file again changed the case")
			}
			buyer.get("/results", http.StatusForbidden)
			clerk.post(at, at+"/move/deliver", url.Values{"_key": {"t/deliver"}, "way": {"electronic"}, "day": {"2026-11-23"}})
			if page := buyer.get(at, http.StatusOK); strings.Count(page, "承办机关来文") <= letters || !strings.Contains(page, "备案证明_2026990011204.pdf") {
				t.Error("the applicant has not the certificate that was served")
			}
		})
	}
}

// pasted enters the number out of a pasted notice.
func pasted(t *testing.T, clerk *reader, at string) {
	t.Helper()
	if page, status := clerk.sendFile(at+"/back", at+"/back", map[string]string{"text": " "}, "", "", ""); status != http.StatusUnprocessableEntity && status != http.StatusBadRequest || !strings.Contains(page, "请粘贴编号") {
		t.Errorf("nothing pasted: %d", status)
	}
	page, _ := clerk.sendFile(at+"/back", at+"/back", map[string]string{"text": "备案受理通知书\n受理编号：2026990011204\n受理日：2026年11月23日"}, "", "", "")
	form := formOf(t, page, at+"/back/take")
	if form.Get("no") != "2026990011204" || form.Get("day") != "2026-11-23" || form.Get("what") != "receipt" || form.Get("papers") == "" {
		t.Fatalf("recognised %v", form)
	}
	wrong := url.Values{}
	for k, v := range form {
		wrong[k] = v
	}
	wrong["day"] = []string{"2026-12-24"}
	if page, status := clerk.submit(at+"/back/take", wrong); status == http.StatusOK || !strings.Contains(page, "2026990011204") {
		t.Errorf("a day ahead was taken, or what was typed is lost: %d", status)
	}
	clerk.submit(at+"/back/take", form)
	clerk.submit(at+"/back/take", form) // sent twice
}
