package text

// Span is a stretch of a text in runes, half open.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Sentences cuts a text into its sentences, ends included, blanks at both ends
// left out. A point between digits (0.5) and one inside a number (G06F 16/00.)
// ends nothing. Offsets are runes of s as it was written.
func Sentences(s string) []Span {
	rs := []rune(s)
	var out []Span
	start := 0
	for i, r := range rs {
		if !endsSentence(rs, i, r) {
			continue
		}
		out = appendSpan(out, rs, start, i+1)
		start = i + 1
	}
	return appendSpan(out, rs, start, len(rs))
}

func endsSentence(rs []rune, i int, r rune) bool {
	switch r {
	case '。', '！', '？', '；', '!', '?', ';', '\n':
		return true
	case '.':
		return i+1 == len(rs) || rs[i+1] == ' ' || rs[i+1] == '\n' || (i > 0 && IsHan(rs[i-1])) || IsHan(rs[i+1])
	}
	return false
}

func appendSpan(out []Span, rs []rune, start, end int) []Span {
	for start < end && isBlank(rs[start]) {
		start++
	}
	for end > start && isBlank(rs[end-1]) {
		end--
	}
	if start == end {
		return out
	}
	return append(out, Span{start, end})
}

func isBlank(r rune) bool {
	return r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == 0x3000 || r == 0xA0
}
