package text

import (
	"unicode"
	"unicode/utf8"
)

// Fold gives the normal form of s, one rune for every rune of s: half width,
// simplified, lower case. Offsets into the result are rune offsets into s.
func Fold(s string) []rune {
	out := make([]rune, 0, utf8.RuneCountInString(s))
	traditional := false
	for _, r := range s {
		f, was := foldRune(r)
		traditional = traditional || was
		out = append(out, f)
	}
	if traditional {
		replaceRegional([]rune(s), out)
	}
	return out
}

// FoldString is Fold as a string.
func FoldString(s string) string { return string(Fold(s)) }

// foldRune folds one rune and tells whether it was a traditional character.
func foldRune(r rune) (rune, bool) {
	if r < 0x80 {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r, false
	}
	switch {
	case r == 0x3000: // ideographic space
		return ' ', false
	case 0xFF01 <= r && r <= 0xFF5E: // full-width ASCII
		r -= 0xFEE0
	case 0x2080 <= r && r <= 0x2089: // subscript digits, CO₂
		return '0' + r - 0x2080, false
	case r == 0x2070 || (0x2074 <= r && r <= 0x2079): // superscript digits
		return '0' + r - 0x2070, false
	case r == 0xB9:
		return '1', false
	case r == 0xB2 || r == 0xB3:
		return '0' + r - 0xB0, false
	case r == 0xB5: // micro sign to Greek mu
		return 0x3BC, false
	}
	if s, ok := simplified[r]; ok {
		return s, true
	}
	return unicode.ToLower(r), false
}

// replaceRegional turns terms of Taiwan and Hong Kong usage into the mainland
// term of the same length. It looks at the text as written: 軟體 is software,
// while 软体 in simplified script is soft-bodied and stays.
func replaceRegional(raw, out []rune) {
	for i := range raw {
		for _, t := range regional[raw[i]] {
			if hasPrefix(raw[i:], t.from) {
				copy(out[i:], t.to)
				break
			}
		}
	}
}

func hasPrefix(s, p []rune) bool {
	if len(s) < len(p) {
		return false
	}
	for i := range p {
		if s[i] != p[i] {
			return false
		}
	}
	return true
}

// IsHan reports whether r is a Chinese character.
func IsHan(r rune) bool {
	if r < 0x3400 {
		return r == '々' || r == '〇'
	}
	return r <= 0x9FFF || (0xF900 <= r && r <= 0xFAFF) || (0x20000 <= r && r <= 0x323AF)
}

func isWord(r rune) bool {
	if r < 0x80 {
		return 'a' <= r && r <= 'z' || '0' <= r && r <= '9'
	}
	return !IsHan(r) && (unicode.IsLetter(r) || unicode.IsDigit(r))
}
