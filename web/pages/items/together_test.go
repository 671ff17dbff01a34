package items

import (
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"quanlian/kernel/form"
	"quanlian/web/site"
)

// TestHiddenPageKeepsItsAnswers: where several pages of a form stand on one, the
// answers of a page that was not drawn stay as they are; those of one that was
// drawn and left empty go.
func TestHiddenPageKeepsItsAnswers(t *testing.T) {
	t.Parallel()
	when, err := form.ParsePredicate("one_of deal.kind loan", []string{"deal.kind"})
	if err != nil {
		t.Fatal(err)
	}
	it := form.Item{Steps: []form.Step{
		{ID: "deal", Fields: []form.Field{{ID: "deal.kind", Kind: form.KindText}}},
		{ID: "loan", When: when, Fields: []form.Field{{ID: "loan.bank", Kind: form.KindText}}},
	}}
	v := &site.Visit{Env: &site.Env{Now: time.Now}}
	for _, x := range []struct {
		name, stood string
		post        url.Values
		bank        string
	}{
		{"hidden", "sale", url.Values{"deal.kind": {"sale"}}, "东埠银行"},
		{"hidden, and its choice is made on the page", "sale", url.Values{"deal.kind": {"loan"}, shownField: {"deal"}}, "东埠银行"},
		{"drawn and emptied", "loan", url.Values{"deal.kind": {"loan"}, "loan.bank": {""}, shownField: {"deal", "loan"}}, ""},
		{"drawn and written", "loan", url.Values{"deal.kind": {"loan"}, "loan.bank": {"西埠银行"}}, "西埠银行"},
	} {
		r := httptest.NewRequest("POST", "/", nil)
		r.PostForm = x.post
		r.Form = x.post
		d := draft{Values: form.Values{"deal.kind": x.stood, "loan.bank": "东埠银行"}}
		together{it: it, steps: it.Steps}.meld(r, v, &d)
		if d.Values["loan.bank"] != x.bank || d.Values["deal.kind"] != x.post.Get("deal.kind") {
			t.Errorf("%s: %v", x.name, d.Values)
		}
	}
}
