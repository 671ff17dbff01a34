package ident

import (
	"regexp"
	"strings"
	"unicode"
)

// fold turns what people paste into plain upper-case ASCII where it can:
// full-width to half-width, Chinese points, dashes and look-alikes of X to
// ASCII; spaces and invisible signs are dropped.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r > ' ' && r < unicode.MaxASCII: // nearly all of them
			if r >= 'a' && r <= 'z' {
				r -= 'a' - 'A'
			}
			return r
		case unicode.IsSpace(r), unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			return -1
		case r >= '！' && r <= '～':
			r = r - '！' + '!'
		}
		switch r {
		case '。', '·', '・', '•', '‧':
			return '.'
		case '—', '–', '−', '‐', '‑', '―', '－':
			return '-'
		case '×', 'Х', 'х', 'Χ':
			return 'X'
		case '、':
			return ','
		case '〔', '【':
			return '('
		case '〕', '】':
			return ')'
		}
		return unicode.ToUpper(r)
	}, s)
}

// strip folds and drops the signs that people put between digits.
func strip(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '.', '-', '_', ',':
			return -1
		}
		return r
	}, fold(s))
}

const maxShown = 40 // Unit: characters of a value that an error repeats. Source: design decision [D].

var idLike = regexp.MustCompile(`\d{17}[\dX]`)

// shown is a typed value as an error may repeat it: short, and with anything
// that looks like an identity number masked.
func shown(s string) string {
	folded := fold(s)
	for _, m := range idLike.FindAllString(folded, -1) {
		if looksPersonal(m) {
			return clip(idLike.ReplaceAllStringFunc(folded, mask))
		}
	}
	if l := strip(s); idLike.MatchString(l) && looksPersonal(idLike.FindString(l)) {
		return clip(idLike.ReplaceAllStringFunc(l, mask))
	}
	return clip(strings.TrimSpace(s))
}

func clip(s string) string {
	r := []rune(s)
	if len(r) > maxShown {
		return string(r[:maxShown]) + "…"
	}
	return s
}

// badChar is the first character of s that is not in the alphabet, and its
// place from 1; "" when all are.
func badChar(s, alphabet string) (string, int) {
	for i, r := range []rune(s) {
		if !strings.ContainsRune(alphabet, r) {
			return string(r), i + 1
		}
	}
	return "", 0
}

// swapFix finds the one exchange of two neighbours before the check character
// that makes s right; "" when there is none or more than one.
func swapFix(s string, right func(string) bool) string {
	found := ""
	for i := 0; i+2 < len(s); i++ {
		if s[i] == s[i+1] {
			continue
		}
		b := []byte(s)
		b[i], b[i+1] = b[i+1], b[i]
		if !right(string(b)) {
			continue
		}
		if found != "" {
			return ""
		}
		found = string(b)
	}
	return found
}
