package main

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestSharedPageOnThePage: a page that the city shares is added to an item on the
// page that edits it, before the declaration, and stays when the item is saved.
func TestSharedPageOnThePage(t *testing.T) {
	t.Parallel()
	editor := newReader(t, cityHall(t)).login("editor")
	action := "/catalogue/item/ZL15/edit"
	page := editor.get(action+"?lang=zh", http.StatusOK)
	if list := offeredPages(page); !strings.Contains(list, `value="bank"`) || strings.Contains(list, `value="applicant"`) {
		t.Fatal("the shared pages that the form lacks are not offered")
	}
	form := formOf(t, page, action)
	form.Set("_more", "_shared")
	if page, _ = editor.submit(action, form); !strings.Contains(page, "请选择要加的共用页") {
		t.Error("nothing chosen, and nothing said")
	}
	form = formOf(t, page, action)
	form.Set("_more", "_shared")
	form.Set("_shared", "bank")
	page, status := editor.submit(action, form)
	if status != http.StatusOK || strings.Contains(offeredPages(page), `value="bank"`) {
		t.Fatalf("not added: %d", status)
	}
	form = formOf(t, page, action)
	form.Set("note", "加收款账户")
	page, status = editor.submit(action, form)
	if status >= 400 || !strings.Contains(page, "YL") {
		t.Fatalf("not saved: %d %.1500s", status, mainOf(page))
	}
	no := changeNo.FindString(page)
	form = formOf(t, editor.get("/catalogue/change/"+no+"/edit", http.StatusOK), "/catalogue/change/"+no+"/edit")
	at, declared := -1, -1
	for name, v := range form {
		if !strings.HasSuffix(name, ".step") || !strings.HasPrefix(name, "fields.") {
			continue
		}
		switch n := rowNo(t, name); v[0] {
		case "bank":
			at = n
		case "declaration":
			declared = n
		}
	}
	if at < 0 || declared >= 0 && at > declared {
		t.Errorf("the page stands at %d, the declaration at %d", at, declared)
	}
}

var changeNo = regexp.MustCompile(`YL\d{4}-SX-\d{5}`)

// rowNo is the row of a control named <table>.<row>.<column>.
func rowNo(t *testing.T, name string) int {
	t.Helper()
	n, err := strconv.Atoi(strings.Split(name, ".")[1])
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// offeredPages is the choice of shared pages.
func offeredPages(page string) string {
	_, rest, _ := strings.Cut(page, `data-testid="shared-page"`)
	list, _, _ := strings.Cut(rest, "</select>")
	return list
}
