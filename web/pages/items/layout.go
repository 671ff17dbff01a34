package items

import (
	"quanlian/catalogue/city"
	"quanlian/catalogue/lang"
	"quanlian/kernel/form"
	"quanlian/web/ui"
)

// notEstablished is said of every outside system: which fields its own form has,
// under which names and in which order, is published by none of the sources of the
// rulebook. The package has the item's own order; a system whose form is looked up
// gets a layout of its own here.
const notEstablished = "not_established"

// layoutText says so, and of a system that takes we know not what, that too.
func layoutText(l *lang.Localizer, s city.System) string {
	text := l.T("web.items.layout."+notEstablished, "system", s.Name.In(l.Zh()))
	if s.Demo {
		text += l.T("web.items.layout.demo")
	}
	return text
}

// packNote is the sheet that lies on top of a package: for which system it is, what
// that is known to take, and that its own form is not what lies below.
func packNote(l *lang.Localizer, no string, s city.System) string {
	zh := l.Zh()
	return "\ufeff" + l.T("web.items.layout.note", "no", no, "system", s.Name.In(zh), "owner", s.Owner.In(zh), "takes", s.Takes.In(zh)) + "\r\n" + layoutText(l, s) + "\r\n"
}

// doneAt names the system of another office in which the act is done in the end;
// false: it is done here.
func doneAt(l *lang.Localizer, c city.City, it form.Item) (ui.Pair, bool) {
	if it.Target == nil {
		return ui.Pair{}, false
	}
	s, ok := c.System(it.Target.System)
	text := l.T("web.items.done_at_system", "owner", s.Owner.In(l.Zh()), "system", s.Name.In(l.Zh()))
	if s.Demo {
		text += l.T("web.items.done_at_demo")
	}
	return ui.Pair{Key: l.T("web.items.done_at"), Text: text}, ok
}
