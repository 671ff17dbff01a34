package main

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"quanlian/kernel/form"
)

// TestReckonOutsideADeal: anybody reckons the taxes of a deal that is none of the
// hall's, on the page and as a paper; what is wrong is named.
func TestReckonOutsideADeal(t *testing.T) {
	t.Parallel()
	h, _ := houseOn(t, "sqlite:"+t.TempDir()+"/x.db")
	r := newReader(t, served(t, h))
	ask := func(with map[string]string) (string, int) {
		fields := map[string]string{"what": "invention", "way": "assignment", "seller": "general", "cit": "standard", "buyer": "general", "price": "8000000", "year": "1200000", "signed": "2026-11-02"}
		maps.Copy(fields, with)
		return r.sendParts("/hall/tax", "/hall/tax", fields)
	}
	page, code := ask(nil)
	for _, want := range []string{"已用1,200,000.00元，本合同3,800,000.00元", "480,000.00", "条件", "减免备查资料"} {
		if code != http.StatusOK || !strings.Contains(mainOf(page), want) {
			t.Errorf("%d, no %s: %.1500s", code, want, mainOf(page))
		}
	}
	if pdf, code := ask(map[string]string{"as": "pdf"}); code != http.StatusOK || !strings.HasPrefix(pdf, "%PDF-") {
		t.Errorf("%d %.20s", code, pdf)
	}
	for field, text := range map[string]string{"price": "abc", "way": "gift", "signed": "soon", "equipment": "8000000.01"} {
		if page, code := ask(map[string]string{field: text}); code != http.StatusUnprocessableEntity || !strings.Contains(page, `href="#f-`+field+`"`) || !strings.Contains(page, "1200000") {
			t.Errorf("%s: %d", field, code)
		}
	}
	for _, with := range []map[string]string{{"seller": "person", "buyer": "person"}, {"seller": "university", "way": "exclusive"}, {"seller": "small", "way": "licence", "cit": "small_micro"}, {"what": "trademark", "way": "short", "buyer": "university", "related": "1"}} {
		if page, code := ask(with); code != http.StatusOK || !strings.Contains(page, `data-testid="reckoned"`) {
			t.Errorf("%v: %d", with, code)
		}
	}
}

// TestItemsLeadToPagesOfOurs: what an item calls done here is done where it says.
func TestItemsLeadToPagesOfOurs(t *testing.T) {
	t.Parallel()
	h, _ := houseOn(t, "sqlite:"+t.TempDir()+"/x.db")
	r := newReader(t, served(t, h))
	list := slices.DeleteFunc(h.items.Now().All(), func(it form.Item) bool { return it.Self == "" })
	if len(list) < 7 {
		t.Error(len(list))
	}
	for _, it := range list {
		r.get(it.Self, http.StatusOK)
		if main := mainOf(r.get("/item/"+it.Code, http.StatusOK)); !strings.Contains(main, `href="`+it.Self+`"`) || !strings.Contains(main, `href="/item/`+it.Code+`/apply"`) {
			t.Errorf("%s does not lead to %s and to the window", it.Code, it.Self)
		}
	}
}
