package main

import (
	"context"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"quanlian/demo"
	"quanlian/kernel"
)

func withPeople(t *testing.T, h *house) {
	t.Helper()
	hash, err := demoHash()
	if err == nil {
		err = h.desk.Do(context.Background(), kernel.SystemActor("demo"), "people", demo.PeopleWrites(hash)...)
	}
	if err != nil {
		t.Fatal(err)
	}
}

var (
	inputTag = regexp.MustCompile(`<input[^>]*>|<textarea[^>]*>[^<]*`)
	attrOf   = regexp.MustCompile(`(name|value|type)="([^"]*)"`)
)

// mendRow corrects one cell of a row on the page of faulty rows, where its reason
// stands, and the correction is taken.
func mendRow(t *testing.T, r *reader, base string, line int, path, value string) {
	t.Helper()
	page, head := r.get(base+"/mend", http.StatusOK), "r"+strconv.Itoa(line)+"."
	if !strings.Contains(page, "许可期限至不能早于许可期限自") {
		t.Error("the reason does not stand at the cell, in words")
	}
	form := url.Values{"_line": {strconv.Itoa(line)}, "_key": {"t/mend"}}
	for _, tag := range inputTag.FindAllString(page, -1) {
		at := map[string]string{}
		for _, m := range attrOf.FindAllStringSubmatch(tag, -1) {
			at[m[1]] = html.UnescapeString(m[2])
		}
		_, body, area := strings.Cut(tag, ">")
		switch {
		case !strings.HasPrefix(at["name"], head), at["type"] == "radio" && !strings.Contains(tag, "checked"):
		case area && body != "":
			form.Set(at["name"], html.UnescapeString(body))
		default:
			form.Set(at["name"], at["value"])
		}
	}
	form.Set(head+path, value)
	if page := r.post(base, base+"/mend", form); !strings.Contains(page, "已保存1行的更正") {
		t.Errorf("the correction was not taken: %.300s", page)
	}
}

// shownValues are the answers that stand on a page.
func shownValues(page string) url.Values {
	out := url.Values{}
	for _, tag := range inputTag.FindAllString(page, -1) {
		at := map[string]string{}
		for _, m := range attrOf.FindAllStringSubmatch(tag, -1) {
			at[m[1]] = html.UnescapeString(m[2])
		}
		if strings.Contains(at["name"], ".") && (at["type"] != "radio" && at["type"] != "checkbox" || strings.Contains(tag, "checked")) {
			out.Set(at["name"], at["value"])
		}
	}
	if m := chosenKind.FindStringSubmatch(page); m != nil {
		out.Set("applicant.kind", m[1])
	}
	return out
}

var chosenKind = regexp.MustCompile(`<option value="([^"]*)" selected`)

// sentAgain: the mended sheet is sent with the shared answers, statements and files
// of the one before; a draft that stands is not written over.
func sentAgain(t *testing.T, h *house, r *reader, base string) {
	t.Helper()
	again := regexp.MustCompile(`/item/ZL14/many\?from=[^"]+`).FindString(r.get(base, http.StatusOK))
	if page := r.get("/item/ZL14/many", http.StatusOK); strings.Contains(page, "压缩包里的200个文件") || !strings.Contains(page, again) {
		t.Fatal("the page of sheets does not lead to what the last one shared")
	}
	for _, want := range []string{"共用内容、声明和200份附件", "您已有一份填写中的草稿"} {
		if page := r.get(again, http.StatusOK); !strings.Contains(page, want) || !strings.Contains(page, "云禾路88号") || !strings.Contains(page, "压缩包里的200个文件") {
			t.Fatalf("%s: %.2000s", want, regexp.MustCompile(`(?s)<main.*`).FindString(page))
		}
	}
	sheet := []byte("权利号,您是哪一方,对方名称,对方统一社会信用代码,许可种类,合同生效日期,许可期限自,许可期限至,许可地域,付费方式,使用费总额,提成办法,附件：专利实施许可合同\n" +
		number(t, 300) + ",许可方,云澜大学,12990001MB0QL00030,普通许可,2026/10/20,2026-10-20,2028-10-31,全国,一次总付,10000,,合同019.pdf\n")
	_, page := r.sendFiles("/item/ZL14/many", "/item/ZL14/many", shownValues(r.get("/item/ZL14/many", http.StatusOK)), map[string]attached{"sheet": {"许可-改.csv", sheet}})
	next := regexp.MustCompile(`/many/(YL\d+-PB-\d+)`).FindStringSubmatch(page)
	if next == nil || next[0] == base {
		t.Fatalf("not taken: %.3000s", regexp.MustCompile(`(?s)<main.*`).FindString(page))
	}
	_, d := batchOf(t, h, next[1])
	_, old := batchOf(t, h, base[strings.LastIndexByte(base, '/')+1:])
	if len(d.Packed) != 200 || d.Packed[0].SHA256 != old.Packed[0].SHA256 || d.Packed[0].Upload == old.Packed[0].Upload || d.Shared["declaration.truth"] == "" || d.Shared["contact.phone"] == "" {
		t.Fatalf("%d files, shared %v", len(d.Packed), d.Shared)
	}
}

// results: the list names every row with its case.
func results(t *testing.T, r *reader, base string, good int) {
	t.Helper()
	book, err := excelize.OpenReader(strings.NewReader(r.get(base+"/results", http.StatusOK)))
	if err != nil {
		t.Fatal(err)
	}
	list, err := book.GetRows(book.GetSheetName(0))
	n := 0
	for _, x := range list {
		if len(x) > 4 && strings.Contains(x[4], "-ZL14-") {
			n++
		}
	}
	if err != nil || len(list) != 201 || n != good {
		t.Errorf("%d lines, %d with a case: %v", len(list), n, err)
	}
}
