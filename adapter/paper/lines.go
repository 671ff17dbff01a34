package paper

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// wrap breaks a text at a width, where Unicode lets a line end (UAX #14): between
// Chinese characters, after a Latin word; no line begins with a mark that closes
// (避头) or ends with one that opens (避尾). Numbers keep their units.
func (p *page) wrap(s string, width float64) ([]string, error) {
	var out []string
	for _, paragraph := range strings.Split(s, "\n") {
		lines, err := p.fill(pieces(paragraph), width)
		if err != nil {
			return nil, err
		}
		out = append(out, lines...)
	}
	return out, nil
}

// fill puts as many pieces into each line as it holds.
func (p *page) fill(list []string, width float64) ([]string, error) {
	var out []string
	line := ""
	for i := 0; i < len(list); i++ {
		w, err := p.pdf.MeasureTextWidth(strings.TrimRight(line+list[i], " "))
		if err != nil {
			return nil, err
		}
		switch {
		case w <= width:
			line += list[i]
			continue
		case line == "": // wider than a line by itself
			head, err := p.fitting(list[i], width)
			if err != nil {
				return nil, err
			}
			line, list[i] = list[i][:head], list[i][head:]
		}
		out = append(out, strings.TrimRight(line, " "))
		line = ""
		i-- // this piece once more
	}
	return append(out, strings.TrimRight(line, " ")), nil
}

// fitting is how many bytes of a text fit, one character at least.
func (p *page) fitting(s string, width float64) (int, error) {
	at := 0
	for i, r := range s {
		end := i + utf8.RuneLen(r)
		w, err := p.pdf.MeasureTextWidth(s[:end])
		if err != nil {
			return 0, err
		}
		if w > width && at > 0 {
			break
		}
		at = end
	}
	return at, nil
}

// Units that stay with their number, and what a number ends with.
var (
	unit   = regexp.MustCompile(`^(?:[元角分万亿年月日天时秒件项条款页号岁倍个名次期届℃%‰]|(?:[kcmμ]?m[²³23]?|[km]?g|t|[kMGmh]?Hz|[kmM]?[VAWJNΩ]|k?Pa|MPa|GPa|min|h|ms|s|L|mL|[KMGT]B|dB|mol|rpm)(?:[^A-Za-z]|$))`)
	number = regexp.MustCompile(`[0-9][0-9,.]*[万亿]? ?$`)
)

// pieces cuts a text where a line may end; joined they are the text.
func pieces(s string) []string {
	var out []string
	state := -1
	for s != "" {
		var piece string
		piece, s, _, state = uniseg.FirstLineSegmentInString(s, state)
		out = append(out, quoted(piece)...)
	}
	return kept(out)
}

// quoted lets a line end before an opening “ and behind a closing ”, which
// Unicode leaves open because other languages use them the other way round.
func quoted(s string) []string {
	var out []string
	for from, rest := 0, s; ; {
		r, size := utf8.DecodeRuneInString(rest)
		if size == 0 {
			return append(out, s[from:])
		}
		at := len(s) - len(rest)
		before, _ := utf8.DecodeLastRuneInString(s[:at])
		opens := strings.ContainsRune("“‘", r) && at > from && unicode.Is(unicode.Han, before)
		behind := strings.ContainsRune("”’", before) && unicode.Is(unicode.Han, r) && at > from
		if opens || behind {
			out, from = append(out, s[from:at]), at
		}
		rest = rest[size:]
	}
}

// kept joins what the cut tore apart: a number and its unit, and the closing
// marks that Unicode lets begin a line.
func kept(list []string) []string {
	var out []string
	for _, piece := range list {
		n := len(out)
		r, _ := utf8.DecodeRuneInString(piece)
		switch {
		case n > 0 && (strings.ContainsRune(closing, r) || number.MatchString(out[n-1]) && unit.MatchString(piece)):
			out[n-1] += piece
		case n > 0 && endsOpen(out[n-1]):
			out[n-1] += piece
		default:
			out = append(out, piece)
		}
	}
	return out
}

// Marks that never begin a line, and those that never end one.
const (
	closing = "，。、；：！？）」』》〉】〕”’％…—·"
	opening = "（「『《〈【〔“‘"
)

// endsOpen reports whether a text ends with a mark that opens, blanks behind it left out.
func endsOpen(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, " "))
	return strings.ContainsRune(opening, r)
}
