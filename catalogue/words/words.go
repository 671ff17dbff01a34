package words

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
)

// State names a state of a flow.
func State(l *lang.Localizer, f kernel.FlowAddr, s kernel.State) string {
	return first(l, string(s), f.Key()+".state."+string(s), "itemflow."+flows[itemflow.NameOf(f)]+".state."+string(s), standard(f, ".state."+string(s)), "web.state."+string(s))
}

// Standing names the state of a case today, why it waits, that it was refused,
// and on which day to come it counts as served.
func Standing(l *lang.Localizer, c kernel.Case, today calendar.Date) string {
	if c.Hold != nil {
		return l.T("web.case.held_short." + string(c.Hold.Kind))
	}
	state := State(l, c.Flow, c.State)
	if s := itemflow.NotYetServed(c, today); s != nil {
		state = l.T("itemflow.sent."+string(s.Way), "day", s.Day.String())
	}
	if itemflow.Refused(c) {
		return l.T("itemflow.refused", "state", state)
	}
	return state
}

// Move names a move of a flow, as a button does.
func Move(l *lang.Localizer, f kernel.FlowAddr, move string) string {
	return first(l, move, f.Key()+".move."+move, standard(f, ".move."+move), "kernel.move."+move, "web.act."+move)
}

// Lead is the sentence that stands over the form of a move, "" for none.
func Lead(l *lang.Localizer, f kernel.FlowAddr, move string) string {
	return first(l, "", f.Key()+".lead."+move, standard(f, ".lead."+move))
}

// Bears says what a move brings about, for who has to agree to it: its own
// sentence, else the one over its form; "" for none.
func Bears(l *lang.Localizer, f kernel.FlowAddr, move string) string {
	return first(l, "", f.Key()+".bears."+move, standard(f, ".bears."+move), f.Key()+".lead."+move, standard(f, ".lead."+move))
}

// Flow names a flow: what the case is about.
func Flow(l *lang.Localizer, f kernel.FlowAddr) string {
	if n := flows[itemflow.NameOf(f)]; n != "" {
		return Matter(l, f.Matter()) + l.T("itemflow.flow."+n)
	}
	return first(l, string(f), f.Key()+".name", "web.flow."+f.Key())
}

// About names what a case is about, for who applies: a declared item's matter,
// without the standard flow that handles it.
func About(l *lang.Localizer, f kernel.FlowAddr) string {
	if flows[itemflow.NameOf(f)] != "" && itemflow.Standard(f) {
		return Matter(l, f.Matter())
	}
	return Flow(l, f)
}

// Title is the title of a case, of one about another case with a word that says so.
func Title(l *lang.Localizer, f kernel.FlowAddr, title string) string {
	if k := "itemflow.title." + flows[itemflow.NameOf(f)]; l.Has(k) {
		return l.T(k, "title", title)
	}
	return title
}

// Named is a title that begins with the name of the case's item, or of its office,
// with that name in the reader's language; renamed: the item may have had another
// name before. What a person typed stays.
func Named(l *lang.Localizer, title, zh, en string, renamed bool) string {
	if l.Zh() || zh == "" || en == "" {
		return title
	}
	if rest, ok := strings.CutPrefix(title, zh); ok {
		return en + rest
	}
	if _, rest, ok := strings.Cut(title, "　"); ok && renamed {
		return en + "　" + rest
	}
	return title
}

// Headed are the names of flows whose titles begin with a word that holds the text,
// and what of the text follows that word.
func Headed(l *lang.Localizer, text string) (names []string, rest string) {
	for _, name := range slices.Sorted(maps.Keys(flows)) {
		k := "itemflow.title." + flows[name]
		if text == "" || !l.Has(k) {
			continue
		}
		word := strings.TrimSpace(l.T(k, "title", ""))
		if strings.Contains(strings.ToLower(word), strings.ToLower(text)) {
			names = append(names, name)
		} else if after, ok := strings.CutPrefix(text, word); ok {
			text = strings.TrimSpace(after)
		}
	}
	return names, text
}

// Role names who somebody is in a case of the flow.
func Role(l *lang.Localizer, f kernel.FlowAddr, r kernel.Role) string {
	return first(l, string(r), f.Key()+".role."+string(r), f.MatterKey()+".role."+string(r), standard(f, ".role."+string(r)), "web.role."+string(r))
}

// OwnRole reports whether the matter has a word of its own for the role, which
// says to anybody who is meant.
func OwnRole(l *lang.Localizer, f kernel.FlowAddr, r kernel.Role) bool {
	return l.Has(f.Key()+".role."+string(r)) || l.Has(f.MatterKey()+".role."+string(r))
}

// Matter names a matter by its address, as utilization/hall.
func Matter(l *lang.Localizer, matter string) string {
	key := strings.ReplaceAll(matter, "/", ".")
	return first(l, matter, key+".name", "web.matter."+key)
}

// Limit names a limit of a flow, and whether it is promised or by law.
func Limit(l *lang.Localizer, f kernel.FlowAddr, x kernel.Limit) string {
	name := first(l, x.Name, f.Key()+".limit."+x.Name, f.MatterKey()+".limit."+x.Name, standard(f, ".limit."+x.Name), "web.limit."+x.Name)
	if x.Committed && x.Name != "committed" { // that name says so
		return name + l.T("web.limit_committed")
	}
	return name
}

// Field names a field of a move's form; rows of lists are left out of the path.
func Field(l *lang.Localizer, f kernel.FlowAddr, path string) string {
	path = Plain(path)
	return first(l, path, f.Key()+".field."+path, own(f, ".field."+path), standard(f, ".field."+path), "web.field."+last(path))
}

// Row names the n-th row of a list in a form, from 1.
func Row(l *lang.Localizer, f kernel.FlowAddr, path string, n int) string {
	if key := f.Key() + ".row." + Plain(path); l.Has(key) {
		return l.T(key, "n", n)
	}
	return l.T("web.field.row", "name", Field(l, f, path), "n", n)
}

// Hint says how a field of a move's form is filled, "" for nothing.
func Hint(l *lang.Localizer, f kernel.FlowAddr, path string) string {
	return first(l, "", f.Key()+".hint."+Plain(path), own(f, ".hint."+Plain(path)), standard(f, ".hint."+Plain(path)))
}

// Value names a value of a field; of several at once, the list of theirs.
func Value(l *lang.Localizer, f kernel.FlowAddr, path, value string) string {
	name := last(Plain(path))
	if name == "industry" {
		return Industry(l, value)
	}
	var texts []string
	for _, v := range strings.Split(value, ",") {
		texts = append(texts, first(l, v, f.Key()+".value."+name+"."+v, standard(f, ".value."+name+"."+v), "web.value."+name+"."+v))
	}
	return l.List(texts)
}

// Unit: characters. Source: GB/T 4754-2017, a section's letter and two digits.
const divisionLength = 3

// Industry is a class of the national economy (GB/T 4754) with its name; what is
// finer than a division has the name of its division.
func Industry(l *lang.Localizer, code string) string {
	if name := IndustryName(l, code); name != "" {
		return strings.ToUpper(strings.TrimSpace(code)) + " " + name
	}
	return code
}

// IndustryName is the name alone, "" for a class that nobody knows.
func IndustryName(l *lang.Localizer, code string) string {
	class := strings.ToUpper(strings.TrimSpace(code))
	for n := min(len(class), divisionLength); n > 0; n-- {
		if k := "words.industry." + ("class_" + strings.ToLower(class[:n])); l.Has(k) {
			return l.T(k)
		}
	}
	return ""
}

// Industries are the divisions of GB/T 4754 that have a name, in their order.
var Industries = sync.OnceValue(func() []string {
	var out []string
	for section := 'A'; section <= 'T'; section++ {
		for n := 1; n < 100; n++ {
			code := fmt.Sprintf("%c%02d", section, n)
			if k := "words.industry." + ("class_" + strings.ToLower(code)); lang.For(lang.Zh).Has(k) {
				out = append(out, code)
			}
		}
	}
	return out
})

// Reason is a reason of a match in words, an industry by its name.
func Reason(l *lang.Localizer, code string, args errs.Args) string {
	if strings.HasSuffix(code, ".industry") {
		args = maps.Clone(args)
		args["code"] = Industry(l, fmt.Sprint(args["code"]))
	}
	return l.Fill(code, args)
}

// Notice is what the program told somebody, in words: moves and flows that it
// names have theirs.
func Notice(l *lang.Localizer, n kernel.Notice) string {
	args := errs.Args{"no": n.No}
	for k, v := range n.Args {
		if en := n.Args[k+"_en"]; en != "" && !l.Zh() { // what has a name in both languages
			v = en
		}
		args[k] = v
	}
	f := kernel.FlowAddr(n.Args["flow"])
	if f == "" {
		f = n.Flow
	}
	if f != "" {
		args["flow"] = About(l, f)
	}
	if m := n.Args["move"]; m != "" {
		args["act"] = Move(l, f, m)
	}
	return l.Fill(n.Text, args)
}

// standard is the key under which the flows of declared items say a word, "" in
// other flows.
func standard(f kernel.FlowAddr, rest string) string {
	switch n := itemflow.NameOf(f); {
	case n == itemflow.BatchFlow: // a sheet has states and moves of its own
		return "itemflow.batch" + rest
	case flows[n] != "":
		return "itemflow" + rest
	}
	return ""
}

// own is what one of the flows says in words of its own.
func own(f kernel.FlowAddr, rest string) string {
	if name := flows[itemflow.NameOf(f)]; name != "" {
		return "itemflow.own." + name + rest
	}
	return ""
}

// flows are the words under which the flows of declared items have their names.
var flows = map[string]string{
	itemflow.Instant: "instant", itemflow.Forward: "forward", itemflow.Decide: "decide", itemflow.Examine: "examine", itemflow.Publish: "publish",
	itemflow.Consult: "consult", itemflow.Book: "book", itemflow.OpinionFlow: "opinion", itemflow.ReviewFlow: "review", itemflow.PromiseFlow: "promise", itemflow.BatchFlow: "batch",
}

// Plain is a path without the numbers of rows: terms.tranches.0.name is
// terms.tranches.name.
func Plain(path string) string {
	parts := strings.Split(path, ".")
	out := parts[:0]
	for _, p := range parts {
		if p == "" || p[0] < '0' || p[0] > '9' {
			out = append(out, p)
		}
	}
	return strings.Join(out, ".")
}

func last(path string) string { return path[strings.LastIndexByte(path, '.')+1:] }

// first is the text of the first key that there is, else the bare word.
func first(l *lang.Localizer, bare string, keys ...string) string {
	for _, k := range keys {
		if l.Has(k) {
			return l.T(k)
		}
	}
	return bare
}

// Paper is the name of a paper of a case, with what tells it from others of its
// kind, as a year; a kind without a name stands as it is.
func Paper(l *lang.Localizer, p kernel.Paper) string {
	name := first(l, p.Kind, p.Kind)
	if p.Part == "" {
		return name
	}
	return name + " " + p.Part
}
