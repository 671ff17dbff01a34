package walk

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"quanlian/catalogue/documents"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

// reads holds the paper of a decision against the item: what is granted is said in
// the item's own words, filled with the answers, what is refused has its reason and
// the law, and a decision of government says what may be done against it.
func (h *hall) reads(it form.Item, c kernel.Case, end string) {
	h.t.Helper()
	d, err := itemflow.DataOf(c)
	h.ok(err)
	if d.Decision == nil {
		return
	}
	if !d.Decision.Grant && !d.PassedOn() {
		h.cites(it, d.Decision.Doc)
	}
	if end == "none" {
		return
	}
	p, err := h.s.Issued(context.Background(), d.Decision.Doc)
	h.ok(err)
	own := it.Flow == itemflow.Decide || it.Flow == itemflow.Examine || it.Flow == itemflow.Publish
	for lang, words := range map[string]struct{ remedy, basis, said string }{
		"zh": {"行政复议", "依据：", it.Result.Says.Zh}, "en": {"reconsideration", "Basis: ", it.Result.Says.En},
	} {
		blocks, err := documents.Fill(documents.FS, p.Template, lang, json.RawMessage(p.Data))
		h.ok(err)
		var lines []string
		for _, b := range blocks {
			lines = append(append(lines, b.Text), b.Cells...)
		}
		text := strings.Join(lines, "\n")
		says := func(what string, want bool) {
			h.t.Helper()
			if strings.Contains(text, what) != want {
				h.t.Errorf("%s, %s, %s: does it say %q: %v, want %v\n%s", it.Code, end, lang, what, !want, want, text)
			}
		}
		if strings.ContainsAny(text, "{}") || strings.Contains(text, "（无）") || strings.Contains(text, "(none)") {
			h.t.Errorf("%s, %s, %s is not filled:\n%s", it.Code, end, lang, text)
		}
		says("理由充分", end == "refuse" && it.Flow != itemflow.Instant && it.Flow != itemflow.Consult || own || it.Flow == itemflow.Forward)
		if end == "grant" || it.Flow == itemflow.Consult {
			if words.said == "" || !slices.ContainsFunc(lines, func(l string) bool { return sameWords(l, words.said) }) {
				h.t.Errorf("%s, %s: no line says %q:\n%s", it.Code, lang, words.said, text)
			}
		}
		for path, answer := range d.Values {
			if f, ok := it.Field(path); ok && f.Names && end == "grant" {
				for name := range strings.Lines(answer) {
					says(strings.TrimRight(name, "。\n"), true)
				}
			}
		}
		if own && it.Kind == form.Government && !rulesOfItsOwn(it) {
			says(words.remedy, true)
		}
		if own && slices.ContainsFunc(it.Basis, func(b form.Basis) bool { return form.Verified(b.Tag) }) {
			says(words.basis, true)
		}
	}
}

// lastLaw is the last of the laws that a refusal of the item may cite, where there are
// several to choose from.
func lastLaw(it form.Item) []string {
	if laws := itemflow.Laws(it); len(laws) > 1 {
		return []string{laws[len(laws)-1].Key()}
	}
	return nil
}

// cites holds the paper of a refusal against what was chosen: that law, and no other of
// the item's.
func (h *hall) cites(it form.Item, doc string) {
	h.t.Helper()
	p, err := h.s.Issued(context.Background(), doc)
	h.ok(err)
	for lang, before := range map[string]string{"zh": "依据：", "en": "Basis: "} {
		blocks, err := documents.Fill(documents.FS, p.Template, lang, json.RawMessage(p.Data))
		h.ok(err)
		var got, want []string
		for _, b := range blocks {
			if law, ok := strings.CutPrefix(b.Text, before); ok {
				got = append(got, strings.TrimRight(law, "。."))
			}
		}
		if laws := itemflow.Laws(it); len(laws) > 0 {
			want = append(want, laws[len(laws)-1].Cited(lang == "zh"))
		}
		if !slices.Equal(got, want) {
			h.t.Errorf("%s, %s: the refusal cites %q, want %q", it.Code, lang, got, want)
		}
	}
}

// rulesOfItsOwn: a ruling on a patent goes to court at once.
func rulesOfItsOwn(it form.Item) bool {
	return slices.ContainsFunc(it.Basis, func(b form.Basis) bool { return b.Law == "专利法" && b.Article == "65" })
}

// sameWords reports whether a line is the sentence with its names filled: what stands
// between them, outside of brackets, comes in its order.
func sameWords(line, sentence string) bool {
	for sentence != "" {
		i := strings.IndexAny(sentence, "{[")
		if i < 0 {
			return strings.HasSuffix(line, sentence)
		}
		at := strings.Index(line, sentence[:i])
		if at < 0 {
			return false
		}
		end := map[byte]string{'{': "}", '[': "]"}[sentence[i]]
		line, sentence = line[at+i:], sentence[i:]
		_, sentence, _ = strings.Cut(sentence, end)
	}
	return true
}
