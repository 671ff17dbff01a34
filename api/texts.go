package api

import (
	"quanlian/base/errs"
	"quanlian/catalogue/lang"
)

// texts gathers the sentences of the codes that an answer carries.
type texts struct {
	l   *lang.Localizer
	out map[string]string
}

// add takes the sentence of a code, if it has one.
func (t texts) add(code string, args errs.Args) {
	if code != "" && t.l.Has(code) {
		t.out[code] = t.l.Fill(code, args)
	}
}

// under takes the sentence of a word below a prefix, under the word.
func (t texts) under(prefix, word string, args errs.Args) {
	if word != "" && t.l.Has(prefix+word) {
		t.out[prefix+word] = t.l.Fill(prefix+word, args)
	}
}
