package pagecount

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// Of counts the pages of content of a media type; 0 when it cannot be told.
func Of(media string, content []byte) int {
	switch {
	case media == "application/pdf":
		return pdf(content)
	case media == "image/jpeg", media == "image/png":
		return 1
	case media == "application/ofd":
		return ofd(content)
	case strings.HasSuffix(media, "wordprocessingml.document"):
		return word(content)
	}
	return 0
}

// Encrypted reports whether a PDF says that it is encrypted.
func Encrypted(pdf []byte) bool { return encrypted.Match(pdf) }

// Whole reports whether a file runs to its end: a PDF has its closing mark in its
// last bytes. Media types without such a mark are whole.
func Whole(media string, content []byte) bool {
	if media != "application/pdf" {
		return true
	}
	tail := bytes.TrimRight(content, "\x00 \t\r\n")
	return bytes.Contains(tail[max(0, len(tail)-endWithin):], []byte("%%EOF"))
}

// Unit: bytes. Source: PDF Reference 1.7, appendix H, note 18 to 3.4.4.
const endWithin = 1024

// Limits against files made to burst. Unit: bytes; pages. Source: our choice: a
// page tree of a hundred thousand pages unpacks to some 20 MB.
const (
	maxUnpacked = 64 << 20
	maxPages    = 100_000
	mostTrees   = 500     // nodes of the page tree that are looked at, the last ones
	maxDict     = 1 << 20 // around a node
)

var (
	objStream = regexp.MustCompile(`/Type\s*/ObjStm`)
	stream    = regexp.MustCompile(`stream\r?\n`)
	tree      = regexp.MustCompile(`/Type\s*/Pages\b`)
	leaf      = regexp.MustCompile(`/Type\s*/Page\b`)
	countOf   = regexp.MustCompile(`/Count\s+(\d+)`)
	parentOf  = regexp.MustCompile(`/Parent\s+\d+\s+\d+\s+R`)
	encrypted = regexp.MustCompile(`/Encrypt\s*(?:<<|\d+\s+\d+\s+R)`)
	element   = regexp.MustCompile(`<(?:\w+:)?Page\s`)
	counted   = regexp.MustCompile(`<Pages>(\d+)</Pages>`)
)

// pdf is the count of the root of the page tree, the newest where a file was
// written on; without one, the pages themselves.
func pdf(content []byte) int {
	plain := outside(content)
	left := maxUnpacked
	for _, at := range objStream.FindAllIndex(content, -1) {
		if encrypted.Match(content) {
			break
		}
		text := unpack(content[at[1]:], left)
		left -= len(text)
		plain = append(append(plain, '\n'), text...)
	}
	last, root := 0, 0
	trees := tree.FindAllIndex(plain, -1)
	for _, at := range trees[max(0, len(trees)-mostTrees):] {
		d := dict(plain, at[0])
		m := countOf.FindSubmatch(d)
		if m == nil {
			continue
		}
		n, err := strconv.Atoi(string(m[1]))
		if err != nil || n > maxPages {
			continue
		}
		if !parentOf.Match(d) {
			root = n
		}
		last = max(last, n)
	}
	switch {
	case root > 0:
		return root
	case last > 0:
		return last
	}
	return min(len(leaf.FindAllIndex(plain, -1)), maxPages)
}

// outside is a PDF without what stands in its streams, which may hold anything.
func outside(content []byte) []byte {
	var out []byte
	for {
		at := stream.FindIndex(content)
		if at == nil {
			return append(out, content...)
		}
		out = append(out, content[:at[0]]...)
		end := bytes.Index(content[at[1]:], []byte("endstream"))
		if end < 0 {
			return out
		}
		content = content[at[1]+end+len("endstream"):]
	}
}

// unpack gives the text of the stream that follows its dictionary.
func unpack(content []byte, most int) []byte {
	at := stream.FindIndex(content)
	if at == nil || most <= 0 {
		return nil
	}
	in, err := zlib.NewReader(bytes.NewReader(content[at[1]:]))
	if err != nil {
		return nil
	}
	defer func() { _ = in.Close() }()
	text, _ := io.ReadAll(io.LimitReader(in, int64(most))) // what could be read counts
	return text
}

// dict is the dictionary around a place: from the nearest opening that is not
// closed before it to its end.
func dict(text []byte, at int) []byte {
	from, depth := at, 0
	for from > max(1, at-maxDict) {
		from--
		switch {
		case text[from] == '<' && text[from-1] == '<':
			if depth == 0 {
				return text[from-1 : closing(text, at)]
			}
			depth--
			from--
		case text[from] == '>' && text[from-1] == '>':
			depth++
			from--
		}
	}
	return text[from:closing(text, at)]
}

func closing(text []byte, at int) int {
	depth := 0
	for i := at; i+1 < min(len(text), at+maxDict); i++ {
		switch {
		case text[i] == '<' && text[i+1] == '<':
			depth++
			i++
		case text[i] == '>' && text[i+1] == '>':
			if depth == 0 {
				return i
			}
			depth--
			i++
		}
	}
	return min(len(text), at+maxDict)
}

func ofd(content []byte) int {
	n := 0
	for name, text := range entries(content, func(name string) bool { return strings.HasSuffix(name, "/Document.xml") }) {
		if name != "" {
			n += len(element.FindAllIndex(text, -1))
		}
	}
	return min(n, maxPages)
}

func word(content []byte) int {
	for _, text := range entries(content, func(name string) bool { return name == "docProps/app.xml" }) {
		if m := counted.FindSubmatch(text); m != nil {
			if n, err := strconv.Atoi(string(m[1])); err == nil && n <= maxPages {
				return n
			}
		}
	}
	return 0
}

// entries are the wanted files of an archive.
func entries(content []byte, want func(name string) bool) map[string][]byte {
	out := map[string][]byte{}
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return out
	}
	left := int64(maxUnpacked)
	for _, f := range z.File {
		if !want(f.Name) {
			continue
		}
		in, err := f.Open()
		if err != nil {
			continue
		}
		text, _ := io.ReadAll(io.LimitReader(in, left)) // what could be read counts
		_ = in.Close()
		left -= int64(len(text))
		out[f.Name] = text
	}
	return out
}
