package main

import (
	"bytes"
	"context"
	"html"
	"log/slog"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"quanlian/base/calendar"
	"quanlian/demo"
	"quanlian/kernel"
)

var (
	inputRE  = regexp.MustCompile(`<input[^>]*>`)
	areaRE   = regexp.MustCompile(`(?s)<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>`)
	selectRE = regexp.MustCompile(`(?s)<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>`)
	optionRE = regexp.MustCompile(`(?s)<option value="([^"]*)"[^>]*?(\sselected)?>`)
	attrRE   = regexp.MustCompile(`(name|value|type)="([^"]*)"`)
)

// formOf reads the controls of the form with an action, as a browser sends it.
func formOf(t *testing.T, page, action string) url.Values {
	t.Helper()
	_, rest, ok := strings.Cut(page, `action="`+action+`"`)
	if !ok {
		t.Fatalf("no form for %s", action)
	}
	form, _, _ := strings.Cut(rest, "</form>")
	out := url.Values{}
	for _, in := range inputRE.FindAllString(form, -1) {
		a := map[string]string{}
		for _, m := range attrRE.FindAllStringSubmatch(in, -1) {
			a[m[1]] = html.UnescapeString(m[2])
		}
		if a["name"] == "" || (a["type"] == "checkbox" || a["type"] == "radio") && !strings.Contains(in, " checked") {
			continue
		}
		out.Add(a["name"], a["value"])
	}
	for _, m := range areaRE.FindAllStringSubmatch(form, -1) {
		out.Set(m[1], html.UnescapeString(m[2]))
	}
	for _, m := range selectRE.FindAllStringSubmatch(form, -1) {
		for _, o := range optionRE.FindAllStringSubmatch(m[2], -1) {
			if o[2] != "" {
				out.Set(m[1], html.UnescapeString(o[1]))
			}
		}
	}
	return out
}

func (r *reader) login(name string) *reader {
	r.t.Helper()
	r.post("/login", "/login", url.Values{"login": {name}, "password": {demo.Password}})
	return r
}

// cityHall is the program with the demo's people, and nothing else.
func cityHall(t *testing.T) (base string) {
	_, base = cityHouse(t)
	return base
}

func cityHouse(t *testing.T) (h *house, base string) {
	t.Helper()
	dir := t.TempDir()
	h, err := build(context.Background(), config{Database: "sqlite:" + filepath.Join(dir, "q.db"), Dir: dir}.withDefaults(), slog.New(slog.DiscardHandler), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.store.Close() })
	hash, err := demoHash()
	if err != nil {
		t.Fatal(err)
	}
	if err := h.desk.Do(context.Background(), kernel.SystemActor("demo"), "demo/people", demo.PeopleWrites(hash)...); err != nil {
		t.Fatal(err)
	}
	return h, served(t, h)
}

// TestOfficialChangesAnItem: edited on the page, refused with the mistake at its
// field, mended, previewed, approved by another person, seen by citizens.
func TestOfficialChangesAnItem(t *testing.T) {
	t.Parallel()
	h, base := cityHouse(t)
	editor, chief, citizen := newReader(t, base).login("editor"), newReader(t, base).login("chief"), newReader(t, base)
	today := calendar.DateOf(time.Now()).String()
	for _, path := range []string{"/catalogue", "/catalogue?view=unsure&q=专利&link=creation", "/catalogue?lang=en", "/catalogue/item/ZL14", "/catalogue/item/ZL14/edit?lang=en", "/catalogue/import"} {
		editor.get(path+"", http.StatusOK)
	}
	newReader(t, base).login("clerk").get("/catalogue/item/ZL14/edit", http.StatusForbidden)
	newReader(t, base).login("buyer").get("/catalogue", http.StatusForbidden)
	editor.get("/catalogue?lang=zh", http.StatusOK)

	action := "/catalogue/item/ZL14/edit"
	form := formOf(t, editor.get(action, http.StatusOK), action)
	if len(form) < 100 {
		t.Fatalf("only %d controls on the form", len(form))
	}
	form.Set("items.0.lead_zh", "签了许可合同，三个月内来备案。")
	form.Set("items.0.from", "明天")
	form.Set("note", "说法更直白")
	page, status := editor.submit(action, form)
	if status != http.StatusUnprocessableEntity || !strings.Contains(page, "明天") || !strings.Contains(page, `href="#f-items-0-from"`) || !strings.Contains(page, "三个月内来备案") {
		t.Fatalf("a wrong day: status %d; the page keeps what was typed and leads to the field", status)
	}
	form = formOf(t, page, action)
	form.Set("items.0.from", today)
	form.Set("items.0.name_en", "")
	form.Set("materials.0._drop", "1")
	page, _ = editor.submit(action, form)
	if !strings.Contains(page, "缺少英文") {
		t.Fatal("saved with a mistake: the page says which")
	}
	no := regexp.MustCompile(`YL\d{4}-SX-\d{5}`).FindString(page)
	action = "/catalogue/change/" + no + "/edit"
	form = formOf(t, page, action)
	form.Set("items.0.name_en", "Recordation of a licence contract")
	page, _ = editor.submit(action, form)
	if !strings.Contains(page, "Recordation of a licence contract") || !strings.Contains(page, "三个月内来备案") {
		t.Fatal("the case of the change shows the differences")
	}
	if p := editor.get("/catalogue/change/"+no+"/preview", http.StatusOK); !strings.Contains(p, "三个月内来备案") {
		t.Error("the preview shows the new text")
	}
	if p := citizen.get("/item/ZL14", http.StatusOK); strings.Contains(p, "三个月内来备案") {
		t.Error("citizens see a draft")
	}
	editor.submit("/case/"+no+"/move/submit", formOf(t, page, "/case/"+no+"/move/submit"))
	if p := editor.get("/case/"+no, http.StatusOK); strings.Contains(p, `action="/case/`+no+`/move/approve"`) {
		t.Error("who edited is offered to approve")
	}
	list := chief.get("/catalogue?view=review", http.StatusOK)
	approve := formOf(t, list, "/catalogue/approve")
	approve.Set("case", no)
	if p, _ := chief.submit("/catalogue/approve", approve); !strings.Contains(p, "已批准1件") {
		t.Fatalf("approval: %.800s", p)
	}
	time.Sleep(itemsAge + 100*time.Millisecond)
	if p := citizen.get("/item/ZL14?lang=en", http.StatusOK); !strings.Contains(p, "Recordation of a licence contract") {
		t.Error("citizens do not see the approved version")
	}
	if p := editor.get("/catalogue/item/ZL14?lang=zh", http.StatusOK); !strings.Contains(p, "页面修改") {
		t.Error("the list of versions lacks the change")
	}
	changeFromADay(t, editor, chief, citizen)
	sampleOfAMaterial(t, h, editor, chief, citizen, today)
}

// changeFromADay: a limit and a material change on a day to come. Until then the
// page says what stands, and beforehand what changes and when.
func changeFromADay(t *testing.T, editor, chief, citizen *reader) {
	t.Helper()
	day := calendar.DateOf(time.Now()).AddDays(30).String()
	action := "/catalogue/item/ZL15/edit"
	form := formOf(t, editor.get(action, http.StatusOK), action)
	form.Set("note", "压到2天")
	form.Set("items.0.from", day)
	form.Set("limits.0.period", "2个工作日")
	form.Set("materials.1.note_zh", "多页的建议加盖骑缝章。")
	form.Set("materials.1.note_en", "Better stamped across the pages.")
	page, _ := editor.submit(action, form)
	for _, want := range []string{"3个工作日", "2个工作日", "材料　" + form.Get("materials.1.name_zh")} {
		if !strings.Contains(page, want) {
			t.Errorf("the differences do not say %q", want)
		}
	}
	no := regexp.MustCompile(`YL\d{4}-SX-\d{5}`).FindString(page)
	page, _ = editor.submit("/case/"+no+"/move/submit", formOf(t, page, "/case/"+no+"/move/submit"))
	if strings.Contains(page, "交易服务中心负责人") {
		t.Error("a change of an item waits for the head of the trading centre")
	}
	if page, _ = chief.submit("/case/"+no+"/move/approve", formOf(t, chief.get("/case/"+no, http.StatusOK), "/case/"+no+"/move/approve")); !strings.Contains(page, "已批准") {
		t.Fatalf("approval: %.800s", page)
	}
	time.Sleep(itemsAge + 100*time.Millisecond)
	page = citizen.get("/item/ZL15?lang=zh", http.StatusOK)
	if !strings.Contains(page, "从"+day+"起有变化：办理时限、要准备什么") || !strings.Contains(page, "届时承诺办结为2个工作日。") || strings.Contains(page, "骑缝章") {
		t.Error("citizens are not told beforehand what changes, or see it already")
	}
	if page := editor.get(action, http.StatusOK); !strings.Contains(page, "已批准的新版本从"+day+"起生效") {
		t.Error("who edits the item again is not told of the version that waits")
	}
	editor.post("/case/"+no, "/catalogue/change/"+no+"/recall", url.Values{"reason": {"上级要求暂缓"}})
	list := chief.get("/catalogue?view=review", http.StatusOK)
	if !strings.Contains(list, no) || strings.Contains(chief.get("/catalogue?view=open", http.StatusOK), no) {
		t.Error("what waits for approval stands there once")
	}
	both := formOf(t, list, "/catalogue/approve")
	both.Set("case", no)
	if page, _ = chief.submit("/catalogue/approve", both); !strings.Contains(page, "已批准1件") {
		t.Fatalf("taking back: %.800s", page)
	}
	time.Sleep(itemsAge + 100*time.Millisecond)
	if page := citizen.get("/item/ZL15?lang=zh", http.StatusOK); strings.Contains(page, "从"+day+"起有变化") {
		t.Error("citizens are still told of a change that was taken back")
	}
}

// sampleOfAMaterial: an official puts a sample in on the page of an item; a second
// person opens it and approves; citizens get it from its day on, and it is not
// swept. What is no sample is refused at its field.
func sampleOfAMaterial(t *testing.T, h *house, editor, chief, citizen *reader, today string) {
	t.Helper()
	action := "/catalogue/item/ZL16/edit"
	send := func(name, body string) (string, int) {
		form := formOf(t, editor.get(action, http.StatusOK), action)
		form.Set("note", "给出样张")
		form.Set("items.0.from", today)
		status, page := editor.sendFiles(action, action, form, map[string]attached{"materials.0.sample_file": {name, []byte(body)}})
		return page, status
	}
	if page, status := send("样张.pdf", "<html>"); status != http.StatusUnprocessableEntity || !strings.Contains(page, `href="#f-materials-0-sample"`) {
		t.Errorf("what is no PDF: status %d", status)
	}
	const body = "%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
	page, _ := send("样张.pdf", body)
	no := regexp.MustCompile(`YL\d{4}-SX-\d{5}`).FindString(page)
	link := first(t, page, `/catalogue/sample/[0-9A-Z]+\.pdf`)
	if got := chief.get(link, http.StatusOK); got != body {
		t.Errorf("who approves is shown %q", got)
	}
	if citizen.any(link) == body {
		t.Error("citizens get a sample that nobody approved")
	}
	_, _ = editor.submit("/case/"+no+"/move/submit", formOf(t, page, "/case/"+no+"/move/submit"))
	chief.submit("/case/"+no+"/move/approve", formOf(t, chief.get("/case/"+no, http.StatusOK), "/case/"+no+"/move/approve"))
	time.Sleep(itemsAge + 100*time.Millisecond)
	own := first(t, citizen.get("/item/ZL16", http.StatusOK), `/item/ZL16/sample/[a-z_]+"`)
	if got := citizen.get(strings.TrimSuffix(own, `"`), http.StatusOK); got != body {
		t.Errorf("citizens get %q", got)
	}
	lying, err := h.store.Orphans(t.Context(), time.Now().AddDate(1, 0, 0), "", 100)
	if err != nil || len(lying) != 0 {
		t.Errorf("swept: %+v %v", lying, err)
	}
	dir := t.TempDir()
	files, err := writeSamples(dir, putSamples{h.store.Uploaded, h.files.Get}, h.items.Now().Approved())
	if err != nil || len(files) != 1 || !strings.HasPrefix(files[0], dir) {
		t.Errorf("written into the local layer: %q %v", files, err)
	}
}

// TestPublishedLists: each list reads and downloads, in both languages, for today
// and for a day on which there was none.
func TestPublishedLists(t *testing.T) {
	t.Parallel()
	r := newReader(t, cityHall(t))
	for kind, n := range map[string]int{"government": 75, "public": 84, "added": 18} {
		for _, l := range []string{"zh", "en"} {
			page := r.get("/items/list?kind="+kind+"&lang="+l, http.StatusOK)
			if got := strings.Count(page, `href="/item/`); got < n {
				t.Errorf("%s %s: %d links to items, want %d", kind, l, got, n)
			}
		}
		if body := r.any("/items/list.pdf?kind=" + kind); !strings.HasPrefix(body, "%PDF") || len(body) < 20_000 {
			t.Errorf("%s: no paper: %.200s", kind, body)
		}
		f, err := excelize.OpenReader(strings.NewReader(r.any("/items/list.xlsx?kind=" + kind)))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := f.GetRows(f.GetSheetList()[0])
		if err != nil || len(rows) < n || rows[len(rows)-1][0] != strconv.Itoa(n) {
			t.Errorf("%s: %d rows, %v", kind, len(rows), err)
		}
	}
	if page := r.get("/items/list?kind=public&day=2025-12-31&lang=zh", http.StatusOK); !strings.Contains(page, "共0项") {
		t.Error("before the first day the list is empty")
	}
	if page := r.get("/items/list?day=someday&lang=en", http.StatusOK); !strings.Contains(page, "someday") {
		t.Error("a day that is none is named")
	}
}

// TestOfficialBringsAWorkbook: what was exported is edited in Excel and comes
// back; a wrong cell gets a note, sound items go to approval.
func TestOfficialBringsAWorkbook(t *testing.T) {
	t.Parallel()
	base := cityHall(t)
	editor := newReader(t, base).login("editor")
	f, err := excelize.OpenReader(strings.NewReader(editor.any("/catalogue/items.xlsx")))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows("事项")
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		switch row[0] {
		case "SB01":
			_ = f.SetCellStr("事项", "F"+strconv.Itoa(i+1), "给商品和服务起的名字，先查重，再申请注册。")
		case "SB02":
			_ = f.SetCellStr("事项", "E"+strconv.Itoa(i+1), "")
		}
	}
	var book bytes.Buffer
	if err := f.Write(&book); err != nil {
		t.Fatal(err)
	}
	page := editor.bring("/catalogue/import", map[string]string{"from": calendar.DateOf(time.Now()).AddDays(7).String(), "note": "按窗口意见改写"}, "items.xlsx", book.Bytes())
	if !strings.Contains(page, "SB01") || !strings.Contains(page, "缺少英文") {
		t.Fatalf("dry run: %.2000s", page)
	}
	sha := regexp.MustCompile(`/catalogue/import/([0-9a-f]{64})`).FindStringSubmatch(page)[1]
	wrong, err := excelize.OpenReader(strings.NewReader(editor.any("/catalogue/import/" + sha + "/errors.xlsx")))
	if err != nil {
		t.Fatal(err)
	}
	if notes, err := wrong.GetComments("事项"); err != nil || len(notes) != 1 {
		t.Errorf("notes in the error workbook: %v %v", notes, err)
	}
	form := formOf(t, page, "/catalogue/import/"+sha)
	if form["item"] == nil || form["item"][0] != "SB01" {
		t.Fatalf("offered: %v", form["item"])
	}
	page, _ = editor.submit("/catalogue/import/"+sha, form)
	if !strings.Contains(page, "已提交1项") || !strings.Contains(page, "待审核") {
		t.Errorf("taken: %.1500s", page)
	}
	if page, _ = editor.submit("/catalogue/import/"+sha, form); !strings.Contains(page, "已提交1项") {
		t.Errorf("sent twice, it is taken once: %.800s", page)
	}
	if page := editor.bring("/catalogue/import", map[string]string{"from": "2020-01-01"}, "items.xlsx", []byte("no workbook")); !strings.Contains(page, "已经过去") {
		t.Errorf("a day gone by: %.1500s", page)
	}
}
