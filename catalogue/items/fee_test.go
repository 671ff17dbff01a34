package items

import (
	"strings"
	"testing"

	"quanlian/catalogue"
	"quanlian/kernel/form"
)

// An item that is free in itself says so as data, whatever else its text tells of;
// the form that the program makes is marked, one an item at most.
func TestFreeAndApplicationAreData(t *testing.T) {
	t.Parallel()
	words := form.Text{Zh: "每件1元", En: "1 yuan"}
	for f, want := range map[form.Fee]bool{{}: false, {Text: words}: true, {Text: words, Free: true}: false} {
		if f.Charged() != want {
			t.Errorf("%+v: charged is %v", f, !want)
		}
	}
	c, _, err := Load(Files{Base: catalogue.FS, City: "yunlan", Shown: [3]string{"catalogue"}})
	if err != nil {
		t.Fatal(err)
	}
	free, forms := 0, 0
	for _, it := range c.All() {
		said := it.Fee.Text.Zh
		if it.Fee.Free {
			free++
		}
		if it.Fee.Charged() && (strings.HasPrefix(said, "免费") || strings.HasPrefix(said, "咨询免费") || strings.HasPrefix(said, "指导免费")) {
			t.Errorf("%s is charged and says %s", it.Code, said)
		}
		n := 0
		for _, m := range it.Materials {
			if m.Application {
				n++
			}
		}
		forms += n
		if n > 1 {
			t.Errorf("%s has %d application forms", it.Code, n)
		}
	}
	if free < 15 || forms < 70 {
		t.Errorf("%d items are free by a text, %d forms are marked", free, forms)
	}
}
