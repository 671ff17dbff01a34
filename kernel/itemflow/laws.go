package itemflow

import (
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
)

// RefuseInput refuses: why, and on which laws of the item that rests, each by its
// [form.Basis.Key]; none where the item has one law only, or none to cite.
type RefuseInput struct {
	Reason string   `json:"reason"`
	Laws   []string `json:"laws,omitempty"`
}

// ruling is how an office decides.
type ruling struct {
	grant  bool
	reason string
	laws   []string // on which a refusal rests
}

// Laws are those of the item that a decision may cite, each law with its article
// once: whose text was seen, and what the city itself laid down.
func Laws(it form.Item) []form.Basis {
	var out []form.Basis
	for _, b := range it.Basis {
		if !form.Verified(b.Tag) && !strings.HasPrefix(b.Tag, "D") {
			continue
		}
		if !slices.ContainsFunc(out, func(o form.Basis) bool { return o.Key() == b.Key() }) {
			out = append(out, b)
		}
	}
	return out
}

// chosen are the laws of the item that whoever refuses named, in the item's order.
// Where several may be cited the program chooses none; the only one is taken.
func chosen(it form.Item, keys []string) ([]string, error) {
	all := Laws(it)
	for _, k := range keys {
		if !slices.ContainsFunc(all, func(b form.Basis) bool { return b.Key() == k }) {
			return nil, errs.At("laws", "kernel.itemflow.no_such_law", errs.Args{"law": k, "laws": citedList(all)})
		}
	}
	var out []string
	for _, b := range all {
		if len(all) == 1 || slices.Contains(keys, b.Key()) {
			out = append(out, b.Key())
		}
	}
	if len(out) == 0 && len(all) > 0 {
		return nil, errs.At("laws", "kernel.itemflow.laws_needed", nil)
	}
	return out, nil
}

// citedList names laws by their keys, which are the same in both languages.
type citedList []form.Basis

// In is the list in one language.
func (x citedList) In(zh bool) string {
	var out []string
	for _, b := range x {
		out = append(out, b.Key())
	}
	return strings.Join(out, map[bool]string{true: "；", false: "; "}[zh])
}

// refusal reads what a refusal needs: its reason, and the laws that decided.
func refusal(it form.Item, reason string, laws []string) (ruling, error) {
	var bad errs.List
	bad.Add(errs.As(needReason(reason)))
	keys, err := chosen(it, laws)
	bad.Add(errs.As(err))
	return ruling{reason: reason, laws: keys}, bad.Err()
}

// refusing is the guard of a move that refuses.
func refusing(t kernel.Turn[Data, RefuseInput, form.Item]) error {
	_, err := refusal(t.Facts, t.Input.Reason, t.Input.Laws)
	return err
}

// ruled reads a decision that grants or refuses. What is granted rests on the laws of
// the item.
func ruled(it form.Item, word, reason string, laws []string) (ruling, error) {
	if word == "refuse" {
		return refusal(it, reason, laws)
	}
	grant, err := outcome(word, reason)
	return ruling{grant: grant, reason: reason}, err
}

// Rests are the laws on which a decision rests: of a refusal those that the office
// chose, none where it chose none, as in a record from before it could.
func (d *Decision) Rests(it form.Item) []form.Basis {
	all := Laws(it)
	if d == nil || d.Grant {
		return all
	}
	return slices.DeleteFunc(all, func(b form.Basis) bool { return !slices.Contains(d.Laws, b.Key()) })
}

// Cited names laws as a paper does, the articles of one law together.
func Cited(list []form.Basis) form.Text {
	var laws []form.Basis
	for _, b := range list {
		i := slices.IndexFunc(laws, func(o form.Basis) bool { return o.Law == b.Law })
		switch {
		case i < 0:
			laws = append(laws, b)
		case b.Article != "" && laws[i].Article != "":
			laws[i].Article += "、" + b.Article
		case b.Article != "":
			laws[i].Article = b.Article
		}
	}
	var zh, en []string
	for _, b := range laws {
		zh, en = append(zh, b.Cited(true)), append(en, b.Cited(false))
	}
	return form.Text{Zh: strings.Join(zh, "、"), En: strings.Join(en, "; ")}
}
