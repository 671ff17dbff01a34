package load

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/oklog/ulid/v2"

	"quanlian/evidence"
)

// table is one in which an act of the desk leaves rows of a case.
type table struct {
	name string
	id   string // the column whose value is a name of its own, "" for none
}

// tables in the order in which rows may refer to each other.
var tables = []table{{"cases", "id"}, {"case_access", ""}, {"case_list", ""}, {"journal", "id"}, {"receipts", "key"}, {"timers", ""}, {"asks", "key"},
	{"messages", "id"}, {"notices", "id"}, {"documents", "id"}, {"item_applicants", ""}}

// Row is one row by column.
type Row map[string]any

// Rows are the rows of one case, by table.
type Rows map[string][]Row

// kinds of names that each copy has of its own.
const (
	idName     = iota
	keyName    // what was sent once
	caseName   // the number of the case
	seriesName // the number of a paper
	trackName  // what an applicant follows the case with
)

// name is a text that must differ in each copy.
type name struct {
	text string
	kind int
}

var track = regexp.MustCompile(`"track":"([^"]+)"`)

// Names lists what stands for this case alone in its rows, the longest first.
func (r Rows) Names() []string {
	var out []string
	for _, n := range r.names() {
		out = append(out, n.text)
	}
	return out
}

func (r Rows) names() []name {
	var out []name
	add := func(v any, kind int) {
		s, _ := v.(string)
		if s != "" && !slices.ContainsFunc(out, func(n name) bool { return n.text == s }) {
			out = append(out, name{s, kind})
		}
	}
	for _, t := range tables {
		for _, row := range r[t.name] {
			switch {
			case t.id == "key":
				add(row["key"], keyName)
			case t.id != "":
				add(row[t.id], idName)
			}
			add(row["no"], caseName)
			add(row["number"], seriesName)
			if body, ok := row["body"].(string); ok && t.name == "journal" {
				for _, id := range laid(body) {
					add(id, idName)
				}
			}
			if data, ok := row["data"].(string); ok {
				if m := track.FindStringSubmatch(data); m != nil {
					add(m[1], trackName)
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b name) int { return len(b.text) - len(a.text) })
	return out
}

// part is a piece of a text: itself, then the name of an index, or none (-1).
type part struct {
	text string
	name int
}

// mould makes copies of one case.
type mould struct {
	names []name
	rows  map[string][]map[string]any // a value, or []part
}

func newMould(r Rows) *mould {
	m := &mould{names: r.names(), rows: map[string][]map[string]any{}}
	var quoted []string
	index := map[string]int{}
	for i, n := range m.names {
		quoted, index[n.text] = append(quoted, regexp.QuoteMeta(n.text)), i
	}
	find := regexp.MustCompile(strings.Join(quoted, "|"))
	for t, rows := range r {
		for _, row := range rows {
			cells := map[string]any{}
			for col, v := range row {
				cells[col] = v
				if s, ok := v.(string); ok && s != "" {
					cells[col] = cut(s, find, index)
				}
			}
			m.rows[t] = append(m.rows[t], cells)
		}
	}
	return m
}

func cut(s string, find *regexp.Regexp, index map[string]int) any {
	at := find.FindAllStringIndex(s, -1)
	if at == nil {
		return s
	}
	var out []part
	last := 0
	for _, x := range at {
		out = append(out, part{s[last:x[0]], index[s[x[0]:x[1]]]})
		last = x[1]
	}
	return append(out, part{s[last:], -1})
}

// copy makes the rows of another case; draw gives it numbers.
func (m *mould) copy(draw *numbers) (Rows, error) {
	fresh := m.fresh(draw)
	out := Rows{}
	for t, rows := range m.rows {
		for _, cells := range rows {
			row := Row{}
			for col, v := range cells {
				if parts, ok := v.([]part); ok {
					v = join(parts, fresh)
				}
				row[col] = v
			}
			if t == "journal" {
				if err := commit(row); err != nil {
					return nil, err
				}
			}
			out[t] = append(out[t], row)
		}
	}
	return out, nil
}

// fresh gives every name anew. A key that is made of a name follows it.
func (m *mould) fresh(draw *numbers) []string {
	out := make([]string, len(m.names))
	var old []string
	for i, n := range m.names {
		if n.kind != keyName {
			out[i] = draw.another(n)
			old = append(old, n.text, out[i])
		}
	}
	follow := strings.NewReplacer(old...)
	for i, n := range m.names {
		if n.kind != keyName {
			continue
		}
		if out[i] = follow.Replace(n.text); out[i] == n.text {
			out[i] = n.text[:strings.LastIndexByte(n.text, '/')+1] + ulid.Make().String()
		}
	}
	return out
}

func join(parts []part, fresh []string) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(p.text)
		if p.name >= 0 {
			b.WriteString(fresh[p.name])
		}
	}
	return b.String()
}

// commit blinds an entry anew, as the store does when it is written; its number
// comes after, from the sequencer.
func commit(row Row) error {
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // never fails since Go 1.24
	body, _ := row["body"].(string)
	s, err := evidence.NewStatement([]byte(body), salt)
	if err != nil {
		return err
	}
	c := s.Commitment()
	row["salt"], row["commitment"], row["sm3"], row["seq"] = hex.EncodeToString(salt), c.SHA256.String(), c.SM3.String(), nil
	return nil
}

// numbers goes on where the desk stopped.
type numbers struct {
	cases, series map[string]int64
}

func (d *numbers) another(n name) string {
	switch n.kind {
	case caseName:
		head := n.text[:strings.LastIndexByte(n.text, '-')+1]
		d.cases[head]++
		return fmt.Sprintf("%s%05d", head, d.cases[head])
	case seriesName:
		head := n.text[:strings.LastIndex(n.text, "〕")+len("〕")]
		d.series[head]++
		return fmt.Sprintf("%s%d号", head, d.series[head])
	case trackName:
		return rand.Text()[:len(n.text)]
	}
	return ulid.Make().String()
}

// uploads finds the papers that came before the case, by the entry that laid
// them into it.
var (
	uploads = regexp.MustCompile(`"upload":"([^"]+)"`)
	papers  = regexp.MustCompile(`"papers":\[([^\]]+)\]`) // of another office's result
	quoted  = regexp.MustCompile(`"([^"]+)"`)
)

// laid are the uploads that an entry lays into its case.
func laid(body string) []string {
	found := uploads.FindAllStringSubmatch(body, -1)
	for _, list := range papers.FindAllStringSubmatch(body, -1) {
		found = append(found, quoted.FindAllStringSubmatch(list[1], -1)...)
	}
	var out []string
	for _, m := range found {
		out = append(out, m[1])
	}
	return out
}

// laidInto says for each paper its case.
func laidInto(journal, documents []Row) map[string]string {
	own := map[string]string{}
	for _, row := range documents {
		id, _ := row["id"].(string)
		own[id], _ = row["case_id"].(string)
	}
	for _, row := range journal {
		id, _ := row["case_id"].(string)
		body, _ := row["body"].(string)
		if id == "" {
			continue
		}
		for _, x := range laid(body) {
			own[x] = id
		}
	}
	return own
}

// caseOf tells of which case a row is.
func caseOf(t string, row Row, own map[string]string) string {
	text := func(col string) string { s, _ := row[col].(string); return s }
	switch t {
	case "cases":
		return text("id")
	case "receipts":
		var r struct{ Case string }
		_ = json.Unmarshal([]byte(text("body")), &r)
		if r.Case != "" {
			return r.Case
		}
		key := text("key") // "upload/<id>"
		return own[key[strings.LastIndexByte(key, '/')+1:]]
	}
	if c := text("case_id"); c != "" {
		return c
	}
	if t == "documents" {
		return own[text("id")]
	}
	var e struct{ Input struct{ ID string } }
	_ = json.Unmarshal([]byte(text("body")), &e)
	return own[e.Input.ID]
}
