package main

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"quanlian/registry"
)

// TestStatusOfMany: anybody asks how many patents stand, typed or in a table, and is
// told of each how it stood, that the register does not have it, or what is wrong
// with its number.
func TestStatusOfMany(t *testing.T) {
	t.Parallel()
	h, _ := houseOn(t, "sqlite:"+t.TempDir()+"/x.db")
	at := h.now().Add(-48 * time.Hour)
	published := grantedRecord("202119900555.9", registry.Owner{Name: "云澜大学"})
	published.Right.Documents = []registry.Document{{Number: "CN119900555A"}, {Number: "CN119900555B"}}
	if _, _, _, err := h.store.Sink(h.now).LookedUp(at).Put(t.Context(), []registry.Record{published}); err != nil {
		t.Fatal(err)
	}
	r := newReader(t, served(t, h))
	ask := func(fields map[string]string) (string, int) {
		return r.sendParts("/patents/status", "/patents/status", fields)
	}
	page, code := ask(map[string]string{"numbers": "ZL202119900555.9\n202119900000.4，202119900000.5"})
	for _, want := range []string{"共3个号码：有效1件；本库未收录1件；号码有误1件。", "云澜大学", "校验码不符", "不表示没有这件专利"} {
		if code != http.StatusOK || !strings.Contains(mainOf(page), want) {
			t.Errorf("%d, no %s: %.2000s", code, want, mainOf(page))
		}
	}
	page, code = ask(map[string]string{"numbers": "CN119900555A\n119900555 b，CN210987654U\nCN112345678，CN112345678X"})
	for _, want := range []string{"共5个号码：有效2件；本库未收录1件；号码有误2件。", "202119900555.9", "按CN119900555A查到", "按CN119900555B查到", "本库没有这个公开（公告）号", "CN210987654U"} {
		if code != http.StatusOK || !strings.Contains(mainOf(page), want) {
			t.Errorf("by publication: %d, no %s: %.2500s", code, want, mainOf(page))
		}
	}
	before, _ := ask(map[string]string{"numbers": "202119900555.9", "day": "2020-01-01"})
	if strings.Contains(mainOf(before), "有效1件") {
		t.Error("in force before it was filed")
	}
	for field, form := range map[string]map[string]string{
		"f-numbers": {"numbers": " \n "},
		"f-day":     {"numbers": "202119900555.9", "day": h.now().AddDate(0, 0, 2).Format(time.DateOnly)},
	} {
		if page, code := ask(form); code != http.StatusUnprocessableEntity || !strings.Contains(page, `href="#`+field) {
			t.Errorf("%s: %d", field, code)
		}
	}
	book, code := r.sendFile("/patents/status", "/patents/status", map[string]string{"as": "xlsx"}, "table", "a.csv", "名称,专利号\n甲,ZL202119900555.9\n")
	f, err := excelize.OpenReader(bytes.NewReader([]byte(book)))
	if err != nil || code != http.StatusOK {
		t.Fatal(code, err)
	}
	rows, err := f.GetRows("法律状态清单")
	if err != nil || len(rows) < 2 || rows[1][0] != "202119900555.9" || rows[1][2] != "有效" || rows[1][8] == "" {
		t.Error(rows, err)
	}
}
