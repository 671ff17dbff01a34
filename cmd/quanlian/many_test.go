package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"quanlian/base/ident"
	"quanlian/demo"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/kernel/rows"
	"quanlian/registry"
	"quanlian/test/storetest"
)

// sendFiles posts a form with fields and files found on the page at path.
func (r *reader) sendFiles(path, action string, fields url.Values, files map[string]attached) (int, string) {
	r.t.Helper()
	page := r.get(path, http.StatusOK)
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	_ = w.WriteField("_csrf", tokenOf.FindStringSubmatch(page)[1])
	if k := keyOf.FindStringSubmatch(page); k != nil {
		_ = w.WriteField("_key", k[1])
	}
	for k, list := range fields {
		for _, x := range list {
			_ = w.WriteField(k, x)
		}
	}
	for field, x := range files {
		f, err := w.CreateFormFile(field, x.name)
		if err != nil {
			r.t.Fatal(err)
		}
		_, _ = f.Write(x.content)
	}
	if err := w.Close(); err != nil {
		r.t.Fatal(err)
	}
	res, err := r.http.Post(r.base+action, w.FormDataContentType(), &b)
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return res.StatusCode, string(body)
}

type attached = struct {
	name    string
	content []byte
}

// manyRows is a sheet of n licences with every kind of wrong row among them, and
// the archive of their contracts; it says how many rows are good.
func manyRows(t *testing.T, n int) (sheet, archive []byte, good int) {
	t.Helper()
	var b, z bytes.Buffer
	pack := zip.NewWriter(&z)
	b.WriteString("权利号,您是哪一方,对方名称,对方统一社会信用代码,许可种类,合同生效日期,许可期限自,许可期限至,许可地域,付费方式,使用费总额,提成办法,附件：专利实施许可合同\n")
	for i := range n {
		number, kind, to, who, file := number(t, i+1), "普通许可", "2028-10-31", "云澜大学", fmt.Sprintf("合同%03d.pdf", i)
		switch i % 40 {
		case 7:
			kind, who = "出借", "" // both are told at once
		case 11:
			to = "2020-10-31" // before it begins
		case 19:
			file = "没有.pdf"
		case 23:
			file = ""
		default:
			good++
		}
		fmt.Fprintf(&b, "%s,许可方,%s,12990001MB0QL00030,%s,2026/10/20,2026-10-20,%s,全国,一次总付,%d万,,%s\n", number, who, kind, to, i+1, file)
		f, err := pack.Create(fmt.Sprintf("合同/合同%03d.pdf", i))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(f, "%%PDF-1.4\n%d\n%%%%EOF", i)
	}
	if err := pack.Close(); err != nil {
		t.Fatal(err)
	}
	return bytes.ReplaceAll(b.Bytes(), []byte("万,"), []byte("0000,")), z.Bytes(), good
}

// TestTwoHundredApplications: a company applies for two hundred licences from a
// sheet through the pages; what it typed stays over a fault; each row is judged
// like a form, wrong ones come back with notes; the work is killed, paused and
// gone on with, and every row is filed once, with its own contract.
func TestTwoHundredApplications(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Walked(t) {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			ctx := context.Background()
			url1, party, dir := storetest.URL(t, engine), filepath.Join(t.TempDir(), "echo"), t.TempDir()
			h, err := instance(ctx, url1, dir, party, roleWeb, time.Second)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = h.store.Close() })
			withPeople(t, h)
			srv := httptest.NewServer(h.handler())
			t.Cleanup(srv.Close)
			r := newReader(t, srv.URL)
			r.post("/login", "/login", url.Values{"login": {"buyer"}, "password": {demo.Password}})
			if page := r.get("/item/ZL14", http.StatusOK); !strings.Contains(page, "/item/ZL14/many") {
				t.Fatal("the item does not say that many can be applied for")
			}
			ownRightsFilled(t, h, r)
			sheet, archive, good := manyRows(t, 200)
			base := beganMany(t, r, sheet, archive)
			no := base[strings.LastIndexByte(base, '/')+1:]
			at := func() (kernel.Case, itemflow.BatchData) { return batchOf(t, h, no) }
			wait := func(what string, ok func(kernel.Case, itemflow.BatchData) bool) itemflow.BatchData {
				t.Helper()
				var d itemflow.BatchData
				patiently(t, what, func() (string, bool) {
					var c kernel.Case
					c, d = at()
					return fmt.Sprintf("%s good %d bad %d made %d failed %d", c.State, d.Count(rows.Good), d.Count(rows.Bad), d.Count(rows.Made), d.Count(rows.Failed)), ok(c, d)
				})
				return d
			}
			one := startChild(t, url1, dir, party, roleWorker, childPoll)
			d := wait("checked", func(c kernel.Case, _ itemflow.BatchData) bool { return c.State == rows.Checked })
			if d.Count(rows.Good) != good || d.Count(rows.Bad) != 200-good {
				t.Fatalf("%d good, %d bad; want %d good: %+v", d.Count(rows.Good), d.Count(rows.Bad), good, d.Rows[0])
			}
			for line, want := range map[int]string{9: "licence.kind:importer.sheet.not_in_list", 13: "licence.to:kernel.form.rule.date_order", 21: "file.contract:kernel.itemflow.not_packed", 25: "file.contract:kernel.itemflow.material_missing"} {
				if f := d.Rows[line-2].Faults; len(f) == 0 || f[0].Field+":"+f[0].Code != want {
					t.Errorf("row %d: %+v, want %s", line, f, want)
				}
			}
			if n := len(filedBy(t, h)); n != 0 {
				t.Fatalf("%d cases before anything was sent", n)
			}
			if f := d.Rows[9-2].Faults; len(f) != 2 || f[1].Field != "licensee.name" {
				t.Errorf("what is missing in a row that has another fault: %+v", f)
			}
			notedFaults(t, r, base, 200-good, 200/40+200-good) // the register lacks every number
			mendRow(t, r, base, 13, "licence.to", "2028-10-31")
			good++
			wait("checked again", func(c kernel.Case, d itemflow.BatchData) bool {
				return c.State == rows.Checked && d.Count(rows.Good) == good
			})
			r.post(base, base+"/start", url.Values{"_key": {"t/start"}})
			wait("sending", func(_ kernel.Case, d itemflow.BatchData) bool { return d.Count(rows.Made) >= 50 })
			one.kill()
			if page := r.post(base, base+"/pause", url.Values{"_key": {"t/pause"}}); !strings.Contains(page, "已暂停") || !strings.Contains(page, "<progress") {
				t.Error("the page does not say that it stands still")
			}
			if _, d := at(); d.Count(rows.Made) >= good {
				t.Fatal("all was done before the kill: the test shows nothing")
			}
			startChild(t, url1, dir, party, roleWorker, childPoll)
			_, before := at()
			time.Sleep(400 * time.Millisecond)
			if _, after := at(); after.Count(rows.Made) != before.Count(rows.Made) {
				t.Error("it went on while it was paused")
			}
			r.post(base, base+"/resume", url.Values{"_key": {"t/resume"}})
			d = wait("done", func(c kernel.Case, _ itemflow.BatchData) bool { return c.State == rows.Done })
			if d.Count(rows.Made) != good || d.Count(rows.Failed, rows.Chosen) != 0 {
				t.Fatalf("made %d, failed %d, left %d; want %d", d.Count(rows.Made), d.Count(rows.Failed), d.Count(rows.Chosen), good)
			}
			onceEach(t, h, d, good)
			results(t, r, base, good)
			oneLine(t, r, no, good)
			sentAgain(t, h, r, base)
			rival := newReader(t, srv.URL)
			rival.post("/login", "/login", url.Values{"login": {"company"}, "password": {demo.Password}})
			for _, path := range []string{"", "/faults", "/results"} {
				rival.get(base+path, http.StatusNotFound)
			}
			clerk := newReader(t, srv.URL)
			clerk.post("/login", "/login", url.Values{"login": {"desk"}, "password": {demo.Password}})
			clerk.get("/item/ZL14/many", http.StatusForbidden)
			r.get("/item/FW01/many", http.StatusNotFound)
		})
	}
}

// ownRightsFilled: the sheet comes with the rights that the register names the
// party as owner of.
func ownRightsFilled(t *testing.T, h *house, r *reader) {
	t.Helper()
	p, err := h.store.Party(context.Background(), "p-chengxin")
	if err != nil {
		t.Fatal(err)
	}
	rec := grantedRecord(number(t, 900), registry.Owner{Party: string(p.ID), Name: p.Name, USCC: p.Code})
	if _, _, _, err := h.store.Sink(h.now).Put(context.Background(), []registry.Record{rec}); err != nil {
		t.Fatal(err)
	}
	if page := r.get("/item/ZL14/many", http.StatusOK); !strings.Contains(page, "带上本单位的1件权利") {
		t.Fatal("one's own right is not offered")
	}
	book, err := excelize.OpenReader(strings.NewReader(r.get("/item/ZL14/many/template?rights=1", http.StatusOK)))
	if err != nil {
		t.Fatal(err)
	}
	if x, err := book.GetCellValue(book.GetSheetName(0), "A3"); err != nil || x != number(t, 900) {
		t.Errorf("the sheet begins with %q %v", x, err)
	}
}

// beganMany puts the sheet in: with the contact missing first, which loses nothing.
func beganMany(t *testing.T, r *reader, sheet, archive []byte) string {
	t.Helper()
	shared := url.Values{"applicant.name": {"云澜澄芯传感科技有限公司"}, "applicant.code": {"91990001MA0QL0001J"}, "applicant.kind": {"enterprise"}, "applicant.district": {"东埠"}, "applicant.address": {"云禾路88号"}, "contact.way": {"electronic"}, "declaration.truth": {"1"}}
	if status, page := r.sendFiles("/item/ZL14/many", "/item/ZL14/many", shared, map[string]attached{"sheet": {"许可.csv", sheet}, "pack": {"合同.zip", archive}}); status != http.StatusUnprocessableEntity || !strings.Contains(page, "云禾路88号") || !strings.Contains(page, "许可.csv") || !strings.Contains(page, "压缩包里的200个文件") {
		t.Fatalf("status %d: %.3000s", status, regexp.MustCompile(`(?s)<main.*`).FindString(page))
	}
	shared.Set("contact.name", "沈知遥")
	shared.Set("contact.phone", "0990-88001200")
	_, page := r.sendFiles("/item/ZL14/many", "/item/ZL14/many", shared, nil)
	m := regexp.MustCompile(`/many/YL\d+-PB-\d+`).FindString(page)
	if m == "" {
		t.Fatalf("not taken: %.3000s", regexp.MustCompile(`(?s)<main.*`).FindString(page))
	}
	return m
}

func batchOf(t *testing.T, h *house, no string) (kernel.Case, itemflow.BatchData) {
	t.Helper()
	c, err := h.store.Case(context.Background(), kernel.SystemActor("test"), no, kernel.ViewSecret)
	if err != nil {
		t.Fatal(err)
	}
	d, err := itemflow.BatchDataOf(c)
	if err != nil {
		t.Fatal(err)
	}
	return c, d
}

// filedBy are the cases that were filed.
func filedBy(t *testing.T, h *house) []kernel.Case {
	t.Helper()
	list, n, err := h.store.Cases(context.Background(), kernel.SystemActor("test"), kernel.ViewSecret, kernel.CaseQuery{Flow: "utilization/licence.receive-and-forward", Limit: 500})
	if err != nil || n != len(list) {
		t.Fatal(n, len(list), err)
	}
	return list
}

// notedFaults: the workbook of faults has a row for each wrong one, and more notes.
func notedFaults(t *testing.T, r *reader, base string, want, more int) {
	t.Helper()
	book, err := excelize.OpenReader(strings.NewReader(r.get(base+"/faults", http.StatusOK)))
	if err != nil {
		t.Fatal(err)
	}
	sheet := book.GetSheetName(0)
	list, err1 := book.GetRows(sheet)
	notes, err2 := book.GetComments(sheet)
	if err1 != nil || err2 != nil || len(list) != want+1 || len(notes) != want+more {
		t.Errorf("%d rows, %d notes, want %d: %v %v", len(list)-1, len(notes), want, err1, err2)
	}
}

// onceEach: every row is a case of its own, filed once under the row's key, with
// the numbers of its row and a contract of its own.
func onceEach(t *testing.T, h *house, d itemflow.BatchData, good int) {
	t.Helper()
	list := filedBy(t, h)
	if len(list) != good {
		t.Fatalf("%d cases, want %d", len(list), good)
	}
	seen := map[string]bool{}
	for _, c := range list {
		x, err := itemflow.DataOf(c)
		if err != nil {
			t.Fatal(err)
		}
		n := x.Values["rights.numbers"]
		if _, err := ident.ParseApplication(n); err != nil || seen[n] || x.Channel != "batch" || x.Values["contact.phone"] == "" || len(x.Files) != 1 || seen[x.Files[0].SHA256] || c.Parent == "" {
			t.Fatalf("%s: %+v %v", c.No, x, err)
		}
		seen[n], seen[x.Files[0].SHA256] = true, true
		if i := slices.IndexFunc(d.Rows, func(r itemflow.BatchRow) bool { return r.Case == c.ID }); i < 0 || d.Rows[i].About != n {
			t.Errorf("%s is of no row, or of another", c.No)
		}
	}
}

// TestManyApprovedOnce: an organisation with an approval of its own approves the
// sheet, not each row; an agent whose mandate does not name the matter puts in none.
func TestManyApprovedOnce(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Walked(t) {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			ctx := context.Background()
			h, err := instance(ctx, storetest.URL(t, engine), t.TempDir(), filepath.Join(t.TempDir(), "echo"), roleWeb, time.Second)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = h.store.Close() })
			p := newPortfolio(t, h, 1, kernel.DutyHead)
			it, _ := h.items.Today(ctx).Item("ZL14")
			sheet, _, _ := manyRows(t, 3)
			upload := func(id string, content []byte) {
				sha, err := h.files.Put(content)
				if err == nil {
					err = h.desk.Do(ctx, p.hat("u-owner"), "put/"+id, kernel.PutDocument{ID: id, Kind: "kernel.itemflow.paper.sheet", Name: id, SHA256: sha, Bytes: int64(len(content)), Media: "text/csv", Level: kernel.ViewDetail, By: "u-owner"})
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			upload("表.csv", sheet)
			upload("合同.pdf", []byte("%PDF-1.4 %%EOF"))
			in := itemflow.BatchInput{Code: "ZL14", Hash: it.Hash(), Upload: "表.csv", Files: []itemflow.File{{Upload: "合同.pdf", Material: "contract"}},
				Packed: []itemflow.File{{Upload: "合同.pdf", Name: "合同000.pdf"}, {Upload: "合同.pdf", Name: "合同001.pdf"}, {Upload: "合同.pdf", Name: "合同002.pdf"}},
				Shared: form.Values{"applicant.name": "甲公司", "applicant.kind": "enterprise", "applicant.district": "东埠", "applicant.address": "一号", "contact.name": "甲", "contact.phone": "0990-88001200", "contact.way": "electronic", "declaration.truth": "yes"}}
			raw, _ := json.Marshal(in)
			agent := p.hat("u-owner")
			agent.Mandate, agent.Scope = "m", []string{"creation/patent"}
			if _, err := h.desk.Open(ctx, agent, desk.OpenCommand{Flow: itemflow.BatchOf(it), Move: "upload", Key: "agent", Input: raw}); err == nil {
				t.Error("an agent put a sheet into a matter that its mandate does not name")
			}
			r, err := h.desk.Open(ctx, p.hat("u-owner"), desk.OpenCommand{Flow: itemflow.BatchOf(it), Move: "upload", Key: "begin", Input: raw})
			if err != nil {
				t.Fatal(err)
			}
			pass := func(s kernel.State) itemflow.BatchData {
				t.Helper()
				for range 6 {
					if _, err := h.workRows(ctx); err != nil {
						t.Fatal(err)
					}
				}
				c, d := batchOf(t, h, string(r.Case))
				if c.State != s {
					t.Fatalf("stands at %s, want %s: %+v", c.State, s, d.Rows)
				}
				return d
			}
			pass(rows.Checked)
			started, err := h.desk.Act(ctx, p.hat("u-owner"), desk.Command{Case: r.Case, Move: "start", Key: "start"})
			if err != nil || started.Pending == "" {
				t.Fatalf("start: %+v %v", started, err)
			}
			pass(rows.Checked)
			if _, err := h.desk.Approve(ctx, p.hat("u-head"), started.Pending, true, "同意"); err != nil {
				t.Fatal(err)
			}
			if d := pass(rows.Done); d.Count(rows.Made) != 3 || d.Count(rows.Waiting) != 0 {
				t.Errorf("rows %+v", d.Rows)
			}
			if left, err := h.store.Approvals(ctx, "owner"); err != nil || len(left) != 0 {
				t.Errorf("still to be approved: %d %v", len(left), err)
			}
		})
	}
}
