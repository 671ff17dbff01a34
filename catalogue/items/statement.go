package items

import (
	"slices"
	"strings"

	"quanlian/catalogue/source"
	"quanlian/kernel/form"
)

// Statement is an example of a paper that no office issues: a consent or a power
// of attorney of somebody else (别人出具的材料), a list or a contract of the
// applicant's own (自己写的材料).
type Statement struct {
	Rows [][2]string // what it says of what
	Sign string      // who signs it
}

// stated is a statement as it is declared, for materials whose name holds one of
// the words; what stands in brackets does not count.
type stated struct {
	words []string
	sign  form.Text
	rows  [][2]form.Text
}

func (r *reader) statements(n source.Node) {
	for _, x := range n.List() {
		m := x.Map()
		s := stated{words: append(m.Get("also").Strings(), m.Must("word").String()), sign: m.MustText("sign")}
		for _, y := range m.Must("rows").List() {
			row := y.Map()
			s.rows = append(s.rows, [2]form.Text{row.MustText("key"), row.MustText("say")})
			row.Done()
		}
		m.Done()
		r.stated = append(r.stated, s)
	}
}

// Statement gives the example of a material's paper, where one is declared.
func (c *Catalogue) Statement(it form.Item, m form.Material, zh bool) (Statement, bool) {
	if c.reader == nil || m.Spare || m.Source != "self" && m.Source != "system" {
		return Statement{}, false
	}
	name, _, _ := strings.Cut(m.Name.Zh, "（")
	for _, s := range c.reader.stated {
		if !slices.ContainsFunc(s.words, func(w string) bool { return w != "" && strings.Contains(name, w) }) {
			continue
		}
		out := Statement{Sign: s.sign.In(zh)}
		for _, row := range s.rows {
			out.Rows = append(out.Rows, [2]string{row[0].In(zh), strings.ReplaceAll(row[1].In(zh), "{item}", it.Name.In(zh))})
		}
		return out, true
	}
	return Statement{}, false
}
