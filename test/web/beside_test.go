package web

import (
	"net/http"
	"strings"
	"testing"
)

// part asks for the case beside the list alone, as the keys do.
func (b *browser) part(path string) {
	b.t.Helper()
	r, err := http.NewRequest(http.MethodGet, b.base+path, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("HX-Request", "true")
	r.Header.Set("HX-Target", "preview")
	resp, err := b.c.Do(r)
	b.take("part "+path, resp, err, 200)
	if n := strings.Count(b.body, `id="preview"`); n != 1 || strings.Contains(b.body, "<main") {
		b.t.Fatalf("%d previews in the part, or a whole page:\n%s", n, b.body)
	}
}

// TestCaseBesideTheList: a row in hand is answered by the preview and nothing else,
// also when the case has left the list, or the list has become empty, meanwhile.
func TestCaseBesideTheList(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	a, other := c.open("u-reader", "林清言"), c.open("u-reader", "许可欣")
	clerk := c.as("clerk")
	clerk.part("/inbox?view=pool&case=" + other.No)
	clerk.has(other.No, "许可欣")
	if strings.Contains(clerk.body, a.No) {
		t.Error("the preview shows another case")
	}
	clerk.get("/inbox?view=pool", 200)
	clerk.post("/inbox/claim", 303, "_key", clerk.hidden("_key"), "case", a.No)
	clerk.part("/inbox?view=pool&case=" + a.No)
	clerk.has(a.No, "林清言", "已不在这份列表里", "/inbox?view=pool")
	clerk.get("/inbox?view=pool", 200)
	clerk.post("/inbox/claim", 303, "_key", clerk.hidden("_key"), "case", other.No)
	clerk.part("/inbox?view=pool&case=" + other.No) // nothing is left in the list
	clerk.has("许可欣", "已不在这份列表里")
	clerk.part("/inbox?view=pool&case=NOSUCH")
	clerk.has("已不在这份列表里")
}
