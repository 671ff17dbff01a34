package importer

import (
	"encoding/xml"
	"io"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"

	"quanlian/base/errs"
)

// Limits of one XML document, against documents made to exhaust us.
// Unit: bytes, levels, nodes. Source: our own choice; the largest published document of
// the sample has 70 KB, a sequence listing some MB.
const (
	maxXML   = 64 << 20
	maxDepth = 128
	maxNodes = 2_000_000
)

// node is one element with its text in document order.
type node struct {
	name string // local name
	attr map[string]string
	kids []*node // an element without a name is text
	text string
}

// parseXML reads one document into a tree. Declared entities are refused,
// external ones are never fetched.
func parseXML(r io.Reader) (*node, error) {
	limited := &io.LimitedReader{R: r, N: maxXML + 1}
	d := xml.NewDecoder(limited)
	d.CharsetReader = charset
	root, stack, nodes := &node{}, []*node(nil), 0
	stack = append(stack, root)
	for {
		tok, err := d.Token()
		if err == io.EOF {
			break
		}
		if limited.N <= 0 {
			return nil, errs.New(errs.Invalid, "importer.xml.too_large", errs.Args{"mb": maxXML >> 20})
		}
		if err != nil {
			line, _ := d.InputPos()
			return nil, &errs.Error{Kind: errs.Invalid, Code: "importer.xml.broken", Args: errs.Args{"line": line}, Cause: err}
		}
		nodes++
		if nodes > maxNodes || len(stack) > maxDepth {
			return nil, errs.New(errs.Invalid, "importer.xml.too_deep", nil)
		}
		if stack, err = grow(stack, tok); err != nil {
			return nil, err
		}
	}
	for _, k := range root.kids {
		if k.name != "" {
			return k, nil
		}
	}
	return nil, errs.New(errs.Invalid, "importer.xml.empty", nil)
}

// grow hangs one token into the tree.
func grow(stack []*node, tok xml.Token) ([]*node, error) {
	top := stack[len(stack)-1]
	switch t := tok.(type) {
	case xml.StartElement:
		n := &node{name: t.Name.Local}
		for _, a := range t.Attr {
			if n.attr == nil {
				n.attr = map[string]string{}
			}
			n.attr[a.Name.Local] = a.Value
		}
		top.kids = append(top.kids, n)
		return append(stack, n), nil
	case xml.EndElement:
		return stack[:len(stack)-1], nil
	case xml.CharData:
		top.kids = append(top.kids, &node{text: string(t)})
	case xml.Directive:
		if strings.Contains(strings.ToUpper(string(t)), "<!ENTITY") {
			return nil, errs.New(errs.Invalid, "importer.xml.entities", nil)
		}
	}
	return stack, nil
}

// charset reads the encodings Chinese offices declare.
func charset(label string, in io.Reader) (io.Reader, error) {
	switch strings.ToLower(strings.TrimSpace(label)) {
	case "utf-8", "utf8", "us-ascii", "ascii":
		return in, nil
	case "gb2312", "gbk", "gb18030", "cp936":
		return transform.NewReader(in, simplifiedchinese.GB18030.NewDecoder()), nil
	}
	return nil, errs.New(errs.Invalid, "importer.xml.charset", errs.Args{"charset": label})
}

// all gives every element below n that the path of local names reaches.
func (n *node) all(path ...string) []*node {
	if n == nil {
		return nil
	}
	found := []*node{n}
	for _, p := range path {
		var next []*node
		for _, f := range found {
			for _, k := range f.kids {
				if k.name == p {
					next = append(next, k)
				}
			}
		}
		found = next
	}
	return found
}

// first is the first element the path reaches, or nil.
func (n *node) first(path ...string) *node {
	if a := n.all(path...); len(a) > 0 {
		return a[0]
	}
	return nil
}

// walk visits n and everything below it.
func (n *node) walk(visit func(*node) bool) {
	if n == nil || !visit(n) {
		return
	}
	for _, k := range n.kids {
		k.walk(visit)
	}
}

// str is the plain text of the element at the path.
func (n *node) str(path ...string) string { return n.first(path...).prose() }

// prose is the text of an element as one paragraph: the soft line ends that the
// office's editor wrote are closed up, indices keep their height.
func (n *node) prose() string {
	if n == nil {
		return ""
	}
	var b strings.Builder
	n.write(&b)
	return closeUp(cleanText(b.String()))
}

// write appends the text of n in document order.
func (n *node) write(b *strings.Builder) {
	switch strings.ToLower(n.name) {
	case "":
		b.WriteString(n.text)
		return
	case "br", "pb":
		b.WriteString("\n")
		return
	case "img", "image":
		if f := n.attr["file"]; f != "" {
			b.WriteString("〔图：" + f + "〕")
		}
		return
	case "sup", "sub":
		var in strings.Builder
		for _, k := range n.kids {
			k.write(&in)
		}
		b.WriteString(raised(strings.TrimSpace(in.String()), strings.EqualFold(n.name, "sup")))
		return
	}
	for _, k := range n.kids {
		k.write(b)
	}
}

const (
	plainDigits = "0123456789+-()n"
	supDigits   = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ"
	subDigits   = "₀₁₂₃₄₅₆₇₈₉₊₋₍₎ₙ"
)

// raised writes an index so that 10³ does not become 103.
func raised(s string, up bool) string {
	table, mark := []rune(subDigits), "_"
	if up {
		table, mark = []rune(supDigits), "^"
	}
	var b strings.Builder
	for _, r := range s {
		i := strings.IndexRune(plainDigits, r)
		if i < 0 {
			return mark + "{" + s + "}"
		}
		b.WriteRune(table[i])
	}
	return b.String()
}

var softBreak = regexp.MustCompile(`[ \t\r]*\n[ \t\r\n]*`)

// closeUp joins soft-broken lines: Chinese without, Latin with a space.
func closeUp(s string) string {
	var b strings.Builder
	for _, part := range softBreak.Split(strings.TrimSpace(s), -1) {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		if b.Len() > 0 {
			last, _ := utf8.DecodeLastRuneInString(b.String())
			head, _ := utf8.DecodeRuneInString(part)
			if isLatin(last) && isLatin(head) {
				b.WriteByte(' ')
			}
		}
		b.WriteString(part)
	}
	return b.String()
}

// isLatin tells letters that want a space between words.
func isLatin(r rune) bool { return unicode.Is(unicode.Latin, r) }
