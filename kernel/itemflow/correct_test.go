package itemflow_test

import (
	"slices"
	"testing"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

func asCode(err error) []string {
	var out []string
	for _, e := range errs.All(err) {
		out = append(out, e.Field+" "+e.Code)
	}
	return out
}

func second(material, name string) itemflow.File {
	return put(material, kernel.Paper{Name: name, SHA256: name, Bytes: 10})
}

// TestCorrectionBringsWhatWasAsked: an answer brings every material that the notice
// names, unless the changed answers no longer call for it; it takes nothing away
// that the case needs; and all that is wrong is said at once.
func TestCorrectionBringsWhatWasAsked(t *testing.T) {
	t.Parallel()
	it := card(itemflow.Decide)
	consent := form.Material{ID: "consent", Name: form.Text{Zh: "监护人同意书", En: "Consent"}, Source: "self", Types: []string{"pdf"}, MaxMB: 5, Max: 2, When: form.Predicate{Name: "one_of", Args: []string{"reader.kind", "child"}}}
	it.Materials = append(it.Materials, consent)
	c2, d2 := second("proof", "c.pdf"), second("proof", "d.pdf")
	child := form.Values{"reader.name": "林晓", "reader.kind": "child", "reader.guardian": "林母", "books.0.title": "诗经"}
	for name, c := range map[string]struct {
		values  form.Values
		files   []itemflow.File
		missing []string
		in      func(d itemflow.Data) itemflow.CorrectInput
		want    []string
		stand   []string
	}{
		"a note for a named paper": {good, []itemflow.File{photo, proof}, []string{"photo"}, func(itemflow.Data) itemflow.CorrectInput { return itemflow.CorrectInput{Note: "已补"} }, []string{"file.photo kernel.itemflow.asked_anew"}, nil},
		"all that is missing":      {good, []itemflow.File{photo}, []string{"photo", "proof"}, func(itemflow.Data) itemflow.CorrectInput { return itemflow.CorrectInput{Note: "已补"} }, []string{"file.photo kernel.itemflow.asked_anew", "file.proof kernel.itemflow.asked_paper"}, nil},
		"the form besides": {good, []itemflow.File{photo}, []string{"proof"}, func(itemflow.Data) itemflow.CorrectInput {
			return itemflow.CorrectInput{Values: form.Values{"reader.name": ""}}
		}, []string{"reader.name kernel.form.missing.text", "file.proof kernel.itemflow.asked_paper"}, nil},
		"a note where nothing was named": {good, []itemflow.File{photo, proof}, nil, func(itemflow.Data) itemflow.CorrectInput { return itemflow.CorrectInput{Note: "已补"} }, nil, []string{"a.jpg", "b.pdf"}},
		"called for no longer": {child, []itemflow.File{photo, proof, put("consent", kernel.Paper{Name: "k.pdf", SHA256: "k"})}, []string{"consent"}, func(itemflow.Data) itemflow.CorrectInput {
			return itemflow.CorrectInput{Values: form.Values{"reader.kind": "adult"}}
		}, nil, []string{"a.jpg", "b.pdf", "k.pdf"}},
		"called for by the answer": {good, []itemflow.File{photo, proof}, nil, func(itemflow.Data) itemflow.CorrectInput {
			return itemflow.CorrectInput{Values: form.Values{"reader.kind": "child", "reader.guardian": "林母"}}
		}, []string{"file.consent kernel.itemflow.material_missing"}, nil},
		"taken out and nothing instead": {good, []itemflow.File{photo, proof}, nil, func(d itemflow.Data) itemflow.CorrectInput {
			return itemflow.CorrectInput{Out: []string{d.Files[0].ID}}
		}, []string{"file.photo kernel.itemflow.material_missing"}, nil},
		"one of two taken out": {good, []itemflow.File{photo, proof, c2}, nil, func(d itemflow.Data) itemflow.CorrectInput {
			return itemflow.CorrectInput{Out: []string{d.Files[1].ID}}
		}, nil, []string{"a.jpg", "c.pdf"}},
		"one kept beside the new": {good, []itemflow.File{photo, proof, c2}, []string{"proof"}, func(d itemflow.Data) itemflow.CorrectInput {
			return itemflow.CorrectInput{Files: []itemflow.File{d2}, Keep: []string{d.Files[2].ID}}
		}, nil, []string{"a.jpg", "c.pdf", "d.pdf"}},
		"too many kept": {good, []itemflow.File{photo, proof, c2}, []string{"proof"}, func(d itemflow.Data) itemflow.CorrectInput {
			return itemflow.CorrectInput{Files: []itemflow.File{d2}, Keep: []string{d.Files[1].ID, d.Files[2].ID}}
		}, []string{"file.proof kernel.itemflow.too_many_kept"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPlay(t, it)
			p.must(p.submit(citizen, it, itemflow.SubmitInput{Values: c.values, Files: c.files}))
			p.must(p.act(clerk, "notify_once", itemflow.NotifyInput{Reason: "请补正", Missing: c.missing}))
			err := p.act(citizen, kernel.MoveCorrect, c.in(p.state(itemflow.Submitted)))
			if got := asCode(err); !slices.Equal(got, c.want) {
				t.Fatalf("told %q, want %q", got, c.want)
			}
			var stand []string
			for _, f := range p.state(itemflow.Submitted).Current() {
				stand = append(stand, f.Name)
			}
			if c.want == nil && !slices.Equal(stand, c.stand) {
				t.Errorf("there stand %q, want %q", stand, c.stand)
			}
		})
	}
}
