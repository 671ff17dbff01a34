package documents

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"regexp"
	"strconv"
	"strings"

	"quanlian/base/errs"
	"quanlian/base/money"
)

// BlockKind is what a line of a paper is.
type BlockKind string

// The kinds of block.
const (
	Title     BlockKind = "title"
	Heading   BlockKind = "heading"
	Paragraph BlockKind = "paragraph"
	TableRow  BlockKind = "row"
	Gap       BlockKind = "gap"
	// Signature is the place of a signature: the cells are its lines, the first
	// says whose it is.
	Signature BlockKind = "signature"
	// Radar is a picture of scores from 0 to 100, one axis for each.
	Radar BlockKind = "radar"
)

// Block is one filled line: a text, or the cells of a row.
type Block struct {
	Kind  BlockKind
	Text  string
	Cells []string
	Axes  []Axis
}

// Axis is one spoke of a radar; Known is false where there is no score.
type Axis struct {
	Name  string
	Value float64
	Known bool
}

// Fill reads the template of the address in a language and fills it with the
// frozen data of a paper.
func Fill(fsys fs.FS, address, lang string, data json.RawMessage) ([]Block, error) {
	text, err := fs.ReadFile(fsys, address+"."+lang+".txt")
	if err != nil {
		e := errs.Wrap(errs.NotFound, "catalogue.documents.no_template", err)
		e.Args = errs.Args{"template": address + "." + lang}
		return nil, e
	}
	var v any
	dec := json.NewDecoder(strings.NewReader(string(data)))
	dec.UseNumber()
	if err := dec.Decode(&v); err != nil {
		return nil, errs.Wrap(errs.Internal, "catalogue.documents.bad_data", err)
	}
	lines := strings.Split(strings.TrimRight(string(text), "\n"), "\n")
	out, rest, err := fill(lines, []any{v}, lang)
	if err == nil && len(rest) > 0 {
		err = errs.New(errs.Invalid, "catalogue.documents.stray_end", errs.Args{"template": address})
	}
	return out, err
}

var (
	fieldRE = regexp.MustCompile(`\{([a-z0-9_.,]+)(?:\|([a-z]+))?\}`)
	openRE  = regexp.MustCompile(`^\[(each|if) ([a-z0-9_.]+)\]$`)
	radarRE = regexp.MustCompile(`^\[radar ([a-z0-9_.]+)(?: ([a-z0-9_]+))?\]$`)
)

// fill consumes lines up to its own [end] and gives what is left.
func fill(lines []string, scope []any, lang string) (out []Block, rest []string, err error) {
	for len(lines) > 0 {
		line := strings.TrimSpace(lines[0])
		lines = lines[1:]
		if line == "[end]" {
			return out, append([]string{line}, lines...), nil
		}
		if m := radarRE.FindStringSubmatch(line); m != nil {
			out = append(out, Block{Kind: Radar, Axes: axes(lookup(scope, m[1]), m[2])})
			continue
		}
		m := openRE.FindStringSubmatch(line)
		if m == nil {
			out = append(out, block(line, scope, lang))
			continue
		}
		body := lines
		values := rows(m[1], lookup(scope, m[2]))
		_, after, err := fill(body, scope, lang)
		if err != nil {
			return nil, nil, err
		}
		if len(after) == 0 {
			return nil, nil, errs.New(errs.Invalid, "catalogue.documents.no_end", errs.Args{"line": line})
		}
		for _, v := range values {
			b, _, err := fill(body, append([]any{v}, scope...), lang)
			if err != nil {
				return nil, nil, err
			}
			out = append(out, b...)
		}
		lines = after[1:]
	}
	return out, nil, nil
}

// axes reads the rows of a radar: own or short is the name of an axis (name where
// there is none), value its score; what is no number is no score.
func axes(v any, own string) []Axis {
	list, _ := v.([]any)
	out := make([]Axis, 0, len(list))
	for _, row := range list {
		scope := []any{row}
		var name any
		for _, field := range []string{own, "short", "name"} {
			if empty(name) && field != "" {
				name = lookup(scope, field)
			}
		}
		a := Axis{Name: fmt.Sprint(name)}
		if n, err := strconv.ParseFloat(fmt.Sprint(lookup(scope, "value")), 64); err == nil {
			a.Value, a.Known = max(0, min(100, n)), true
		}
		out = append(out, a)
	}
	return out
}

// rows are the values for which a section is printed.
func rows(kind string, v any) []any {
	if kind == "each" {
		list, _ := v.([]any)
		return list
	}
	if empty(v) {
		return nil
	}
	return []any{v}
}

func empty(v any) bool {
	switch x := v.(type) {
	case nil:
		return true
	case string:
		return x == ""
	case bool:
		return !x
	case json.Number:
		return x.String() == "0"
	case []any:
		return len(x) == 0
	}
	return false
}

func block(line string, scope []any, lang string) Block {
	switch {
	case line == "":
		return Block{Kind: Gap}
	case strings.HasPrefix(line, "## "):
		return Block{Kind: Heading, Text: expand(line[3:], scope, lang)}
	case strings.HasPrefix(line, "~ "):
		return Block{Kind: Signature, Cells: cells(line[1:], scope, lang)}
	case strings.HasPrefix(line, "# "):
		return Block{Kind: Title, Text: expand(line[2:], scope, lang)}
	case strings.HasPrefix(line, "|"):
		return Block{Kind: TableRow, Cells: cells(line, scope, lang)}
	}
	return Block{Kind: Paragraph, Text: expand(line, scope, lang)}
}

// cells are the parts between bars. A bar between cells has spaces around it;
// one inside {field|how} has none.
func cells(line string, scope []any, lang string) []string {
	var out []string
	for _, c := range strings.Split(strings.Trim(line, "| "), " | ") {
		out = append(out, expand(strings.TrimSpace(c), scope, lang))
	}
	return out
}

func expand(text string, scope []any, lang string) string {
	return fieldRE.ReplaceAllStringFunc(text, func(s string) string {
		m := fieldRE.FindStringSubmatch(s)
		return format(first(scope, m[1]), m[2], lang)
	})
}

// first is what the first field of a list that says something holds.
func first(scope []any, paths string) any {
	for p := range strings.SplitSeq(paths, ",") {
		if v := lookup(scope, p); v != nil && v != "" {
			return v
		}
	}
	return nil
}

// lookup finds a dotted field in the innermost scope that has its first part.
func lookup(scope []any, path string) any {
	parts := strings.Split(path, ".")
	for _, s := range scope {
		m, ok := s.(map[string]any)
		if !ok {
			continue
		}
		v, ok := m[parts[0]]
		if !ok {
			continue
		}
		for _, p := range parts[1:] {
			inner, ok := v.(map[string]any)
			if !ok {
				return nil
			}
			v = inner[p]
		}
		return v
	}
	return nil
}

func format(v any, how, lang string) string {
	if v == nil || v == "" {
		if lang == "en" {
			return "(none)"
		}
		return "（无）"
	}
	n, isNumber := v.(json.Number)
	if isNumber && (how == "yuan" || how == "capitals") {
		f, err := strconv.ParseInt(n.String(), 10, 64)
		if err != nil {
			return n.String()
		}
		if how == "capitals" {
			return money.Fen(f).Capitals()
		}
		if lang == "en" {
			return "CNY " + money.Fen(f).String()
		}
		return money.Fen(f).String() + "元"
	}
	if b, ok := v.(bool); ok {
		return yesNo(b, lang)
	}
	return fmt.Sprint(v)
}

func yesNo(b bool, lang string) string {
	switch {
	case lang == "en" && b:
		return "yes"
	case lang == "en":
		return "no"
	case b:
		return "是"
	}
	return "否"
}
