package web

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"quanlian/kernel"
	"quanlian/test/librarycard"
)

// TestViewsOfTheInbox: kept, opened, named anew, shared by a head, the usual one,
// dropped; nobody changes another's.
func TestViewsOfTheInbox(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	c.office()
	c.open("u-reader", "林清言")
	clerk := c.as("clerk")
	clerk.get("/inbox?view=all&q=林", 200)
	clerk.has("存为视图", "view%3Dall")
	clerk.get("/inbox/views?list=q%3D%25E6%259E%2597%26view%3Dall", 200)
	clerk.has("含“林”", "全部在办")
	list := clerk.hidden("query")
	if list == "" {
		t.Fatal("no filter on the page")
	}
	clerk.post("/inbox/views", 422, "query", strings.ReplaceAll(list, "&amp;", "&"), "name", " ")
	clerk.has("请给视图起个名称")
	clerk.post("/inbox/views", 303, "query", "view=all&q=林", "name", "姓林的", "usual", "1")
	clerk.get("/inbox", 303) // opens with the usual one
	to := clerk.resp.Header.Get("Location")
	clerk.get(to, 200)
	clerk.has("姓林的 <b>1</b>", `aria-current="page"`, "林清言")
	clerk.get("/inbox/views", 200)
	clerk.post("/inbox/views", 422, "query", "view=mine", "name", "姓林的")
	clerk.has("换一个名称")
	clerk.get("/inbox/views", 200)
	clerk.post("/inbox/views", 403, "query", "view=mine", "name", "全科", "unit", string(librarycard.Unit))

	views, err := c.s.SavedViews(context.Background(), "u-clerk", nil)
	if err != nil || len(views) != 1 || !views[0].Usual {
		t.Fatalf("views %+v %v", views, err)
	}
	id := "/inbox/views/" + views[0].ID
	chief := c.as("chief")
	chief.get("/inbox/views", 200)
	chief.post(id, 404, "do", "drop")
	chief.get("/inbox/views", 200)
	chief.post("/inbox/views", 303, "query", "light=late&view=all", "name", "科里超期", "unit", string(librarycard.Unit))
	clerk.get("/inbox?view=mine", 200)
	clerk.has("科里超期")
	clerk.get("/inbox/views", 200)
	shared, err := c.s.SavedViews(context.Background(), "u-clerk", []kernel.UnitID{librarycard.Unit})
	if err != nil || len(shared) != 2 {
		t.Fatalf("shared %+v %v", shared, err)
	}
	clerk.post("/inbox/views/"+shared[1].ID, 404, "name", "我改的")
	clerk.get("/inbox/views", 200)
	clerk.post(id, 303, "name", "林家的")
	clerk.get("/inbox/views", 200)
	clerk.has("林家的", "（1件）", "（0件）")
	clerk.post(id, 303, "do", "drop")
	clerk.get("/inbox", 200)
}

// TestTheListAsAWorkbook: what the list shows and no more, numbers as texts, and
// remembered in the journal.
func TestTheListAsAWorkbook(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	a, b := c.open("u-reader", "林清言"), c.open("u-reader", "周一鸣")
	clerk := c.as("clerk")
	written := 0
	c.s.OnStatement(func(q string) {
		if strings.Contains(q, "journal") && strings.HasPrefix(strings.ToLower(strings.TrimSpace(q)), "insert") {
			written++
		}
	})
	clerk.get("/inbox?view=all", 200)
	if written != 0 {
		t.Errorf("%d entries for a look at the list", written)
	}
	clerk.get("/inbox/list.xlsx?view=all&q="+a.No, 200)
	text := sheetText(t, []byte(clerk.body))
	if !strings.Contains(text, a.No) || strings.Contains(text, b.No) {
		t.Errorf("the workbook holds %s", text)
	}
	if written != 1 {
		t.Errorf("%d entries for a list taken out", written)
	}
	c.as("reader").get("/inbox/list.xlsx?view=all", 403)
}

// sheetText is what stands in a workbook's texts.
func sheetText(t *testing.T, body []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, f := range z.File {
		if !strings.Contains(f.Name, "sharedStrings") && !strings.Contains(f.Name, "sheet1.xml") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&out, r); err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}
