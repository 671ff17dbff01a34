package main

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"quanlian/demo"
)

var (
	rightNumber = regexp.MustCompile(`name="number" value="([^"]+)"|value="[^"]+" name="number"`)
	titleField  = regexp.MustCompile(`value="([^"]*)"[^>]*name="onright.title"`)
)

// TestOwnRightIsChosen: a form that asks for a right leads to the party's own,
// found by number or words; the choice comes back with its title, nothing typed
// is lost, and only fields that ask for one lead there.
func TestOwnRightIsChosen(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			h, base := peopled(t, engine)
			registerFilled(t, h)
			r := loggedIn(t, base, "company")
			page := r.get("/item/BH08/apply/onright", http.StatusOK)
			if !strings.Contains(page, `name="_pick" value="onright.number"`) {
				t.Fatalf("no way to one's own rights: %.1500s", mainOf(page))
			}
			at := "/item/BH08/apply/onright"
			page = r.post(at, at, url.Values{"_pick": {"onright.number"}, "onright.owner": {"我们自己"}})
			all := strings.Count(page, `name="number"`)
			number := rightNumber.FindStringSubmatch(page)
			if all < 2 || number == nil {
				t.Fatalf("%d rights to choose: %.1500s", all, mainOf(page))
			}
			pick := "/item/BH08/pick/onright?field=onright.number"
			one := r.get(pick+"&q="+url.QueryEscape(number[1]), http.StatusOK)
			if n := strings.Count(one, `name="number"`); n != 1 {
				t.Errorf("by its number: %d", n)
			}
			if none := r.get(pick+"&q="+url.QueryEscape("没有这样的词"), http.StatusOK); strings.Contains(none, `name="number"`) {
				t.Error("found what is not there")
			}
			page = r.post(pick, "/item/BH08/pick/onright", url.Values{"field": {"onright.number"}, "number": {number[1]}})
			title := titleField.FindStringSubmatch(page)
			if !strings.Contains(page, `value="`+number[1]+`"`) || title == nil || title[1] == "" {
				t.Errorf("the choice did not come back: %.2500s", mainOf(page))
			}
			r.get("/item/BH08/pick/onright?field=onright.title", http.StatusNotFound)
			r.get("/item/BH08/pick/applicant?field=onright.number", http.StatusNotFound)
		})
	}
}

// registerFilled puts the rights of the demo into the register.
func registerFilled(t *testing.T, h *house) {
	t.Helper()
	records, err := demo.Records(h.now())
	if err == nil {
		_, _, _, err = h.store.Sink(h.now).Put(t.Context(), records)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// correctedByChoice: the page of a correction leads to one's own rights too; the
// choice comes back to the open part of the form, and what was typed stays. So does
// the page of many applications, whose sheet then begins with the chosen ones.
func correctedByChoice(t *testing.T, h *house, r *reader, no string) {
	t.Helper()
	registerFilled(t, h)
	at, pick := "/case/"+no+"/correct", "/case/"+no+"/pick/rights?field=rights.numbers"
	_, page := r.sendFiles(at, at, url.Values{"_pick": {"rights.numbers"}, "note": {"号码写错了"}}, nil)
	number := rightNumber.FindStringSubmatch(page)
	if number == nil {
		t.Fatalf("no rights to choose from: %.1500s", mainOf(page))
	}
	page = r.post(pick, "/case/"+no+"/pick/rights", url.Values{"field": {"rights.numbers"}, "number": {number[1]}})
	if !strings.Contains(page, number[1]+"</textarea>") || !strings.Contains(page, "号码写错了") || !strings.Contains(page, `<details class="q-facet" open>`) {
		t.Errorf("the choice did not come back to the correction: %.3000s", mainOf(page))
	}
	r.get("/case/"+no+"/pick/rights?field=applicant.name", http.StatusNotFound)
	correctedApart(t, r, at)
	loggedIn(t, r.base, "seller").get(pick, http.StatusNotFound)

	if page = r.get("/item/ZL14/many/pick", http.StatusOK); strings.Count(page, `name="number"`) < 2 {
		t.Errorf("no rights for the sheet: %.1500s", mainOf(page))
	}
	book, err := excelize.OpenReader(strings.NewReader(r.get("/item/ZL14/many/template?number="+number[1], http.StatusOK)))
	if err != nil {
		t.Fatal(err)
	}
	first, err := book.GetCellValue(book.GetSheetName(0), "A3")
	if next, _ := book.GetCellValue(book.GetSheetName(0), "A4"); err != nil || first != number[1] || next != "" {
		t.Errorf("the sheet begins with %q, %q %v", first, next, err)
	}
}

// correctedApart: two windows on a correction keep both texts, and nothing is sent
// until one is chosen.
func correctedApart(t *testing.T, r *reader, at string) {
	t.Helper()
	one, two := hiddens(r.get(at, http.StatusOK), "mend"), hiddens(r.get(at, http.StatusOK), "mend")
	one.Set("note", "甲窗的话")
	one.Set("_pick", "rights.numbers")
	r.submit(at, one)
	two.Set("note", "乙窗的话")
	page, status := r.submit(at, two)
	both := stripped(mainOf(page))
	if status != http.StatusConflict || !strings.Contains(both, "甲窗的话") || !strings.Contains(both, "乙窗的话") || !strings.Contains(page, "还没有发出") {
		t.Fatalf("the last window wins: %d %.2500s", status, mainOf(page))
	}
	choice := hiddens(page, "choose")
	choice.Set("choose._note", "here")
	page, status = r.submit(at, choice)
	if status != http.StatusOK || strings.Contains(page, `data-testid="clash"`) || strings.Contains(page, "甲窗的话") || !strings.Contains(page, "乙窗的话") {
		t.Errorf("the choice was not taken: %d %.2500s", status, mainOf(page))
	}
}
