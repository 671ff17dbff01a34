package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"quanlian/kernel/rows"
	"quanlian/test/storetest"
)

// TestSheetToBeAgreedTo: who has to agree to a sheet reads what each of its
// chosen rows says and what they share; its page says that it waits, and for what.
func TestSheetToBeAgreedTo(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Walked(t) {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			h, _ := houseOn(t, storetest.URL(t, engine))
			withPeople(t, h)
			srv := httptest.NewServer(h.handler())
			t.Cleanup(srv.Close)
			maker := newReader(t, srv.URL).login("company")
			sheet, archive, _ := manyRows(t, 3)
			shared := url.Values{"applicant.name": {"鹤汀启衡精密机械有限公司"}, "applicant.kind": {"enterprise"}, "applicant.district": {"鹤汀"}, "applicant.address": {"鹤汀区临港三路16号"}, "contact.name": {"陆鸣珂"}, "contact.phone": {"0990-88001200"}, "contact.way": {"electronic"}, "declaration.truth": {"1"}}
			_, page := maker.sendFiles("/item/ZL14/many", "/item/ZL14/many", shared, map[string]attached{"sheet": {"许可.csv", sheet}, "pack": {"合同.zip", archive}})
			base := first(t, page, `/many/YL\d+-PB-\d+`)
			no := base[strings.LastIndexByte(base, '/')+1:]
			for range 6 {
				if _, err := h.workRows(context.Background()); err != nil {
					t.Fatal(err)
				}
			}
			if c, d := batchOf(t, h, no); c.State != rows.Checked || d.Count(rows.Good) != 3 {
				t.Fatalf("stands at %s: %+v", c.State, d.Rows)
			}
			maker.post(base, base+"/start", url.Values{"only": {"1"}, "lines": {"2", "4"}})
			page = maker.get(base, http.StatusOK)
			waits := first(t, page, `/my/approvals/[0-9A-Z]+`)
			for _, want := range []string{"2行已送本单位审批", "等单位内部审批", "等待提交"} {
				if !strings.Contains(page, want) {
					t.Errorf("the page of the sheet does not say %q", want)
				}
			}
			if strings.Contains(page, "请确认") || strings.Contains(page, "等您确认") {
				t.Error("the page asks for what was done already")
			}
			if page := maker.get("/my?kind=utilization/licence", http.StatusOK); !strings.Contains(page, "等单位内部审批") || strings.Contains(page, "批量提交") {
				t.Error("one's own list says that it is one's move still")
			}
			page = newReader(t, srv.URL).login("reviewer").get(waits, http.StatusOK)
			for _, want := range []string{"要提交的2件申请", "第2行", "第4行", number(t, 1), "云澜大学", "普通许可", "合同000.pdf", "电子送达", "每行成为一个办件"} {
				if !strings.Contains(page, want) {
					t.Errorf("who has to agree is not shown %q", want)
				}
			}
			if strings.Contains(page, "第3行") {
				t.Error("a row that was not chosen stands among those to be sent")
			}
		})
	}
}
