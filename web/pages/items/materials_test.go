package items

import (
	"errors"
	"slices"
	"testing"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/kernel/form"
)

// TestNumberThatIsNone: what is no number is not looked up, so the paper's row does
// not say that the register lacks it; the field says what is wrong.
func TestNumberThatIsNone(t *testing.T) {
	t.Parallel()
	it := form.Item{Steps: []form.Step{{ID: "mark", Fields: []form.Field{{ID: "mark.number", Kind: form.KindRefs, Format: "digits"}}}}}
	p := pages{Deps: Deps{Checker: form.Checker{Formats: map[string]form.Format{"digits": func(s string) (string, error) {
		if s < "0" || s > "9" {
			return "", errors.New("no digit")
		}
		return s, nil
	}}}}}
	m := form.Material{Spare: true, Register: "mark.number", Extract: form.ExtractRight}
	l := lang.For(lang.Zh)
	for value, code := range map[string]string{"": "spared_if", "文字": "spared_if", "7\n文字": "spared_if", "7": "spared_not"} {
		values := form.Values{"mark.number": value}
		x := materialView{}
		x.spare(l, it, m, draft{Values: values}, form.Facts{}, p.written(l, it, m, values))
		if want := l.T("web.items."+code, "number", value); x.Note != want {
			t.Errorf("%q: %s, want %s", value, x.Note, want)
		}
	}
}

// TestFileChosenAgain: the same file chosen again changes nothing and stops nobody;
// under another name it is told.
func TestFileChosenAgain(t *testing.T) {
	t.Parallel()
	d := draft{Files: []filed{{Material: "proof", Name: "a.pdf", SHA256: "1"}}}
	for _, x := range []struct {
		f    filed
		code string
		n    int
	}{
		{filed{Material: "proof", Name: "a.pdf", SHA256: "1"}, "", 1},
		{filed{Material: "proof", Name: "b.pdf", SHA256: "1"}, "web.items.file_twice", 1},
		{filed{Material: "proof", Name: "a.pdf", SHA256: "2"}, "", 2},
		{filed{Material: "other", Name: "a.pdf", SHA256: "1"}, "", 3},
	} {
		err := d.add("file.proof", x.f)
		if len(d.Files) != x.n || (err == nil) != (x.code == "") || err != nil && errs.As(err).Code != x.code {
			t.Errorf("%v: %v, %d files", x.f, err, len(d.Files))
		}
	}
}

// TestFaultsStandAsTheirFields: what is wrong between fields stands where its field
// does, not after all others.
func TestFaultsStandAsTheirFields(t *testing.T) {
	t.Parallel()
	s := form.Step{Fields: []form.Field{{ID: "unit.founded"}, {ID: "unit.staff"}, {ID: "unit.rights"}}}
	list := errs.List{errs.At("unit.staff", "a", nil), errs.At("unit.rights", "b", nil), errs.At("unit.founded", "c", nil)}
	inPlace(s, list)
	var got []string
	for _, e := range list {
		got = append(got, e.Field)
	}
	if want := []string{"unit.founded", "unit.staff", "unit.rights"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
