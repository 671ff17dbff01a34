package itemform

import (
	"quanlian/base/ident"
	"quanlian/catalogue/lang"
	"quanlian/engine/matching/classify"
)

// className says which subclass an IPC symbol names, by our short name, or that we
// have no name for it: no reason to refuse it, one to look again. Nothing of what is no
// subclass.
func className(l *lang.Localizer, symbol string) []string {
	p, err := ident.ParseIPC(symbol)
	if err != nil || p.Level() < ident.Subclass {
		return nil
	}
	code := p.At(ident.Subclass).String()
	c, known := classify.Named(code)
	switch {
	case !known:
		return []string{l.T("web.itemform.class_unknown", "code", code, "n", len(classify.Subclasses()))}
	case l.Zh():
		return []string{l.T("web.itemform.class", "code", code, "name", c.Zh)}
	}
	return []string{l.T("web.itemform.class", "code", code, "name", c.En)}
}
