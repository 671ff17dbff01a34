package text

// Stem takes the light endings off an English word: plurals, -ing, -ed, -ly,
// -ation and a last -e. It is meant to make sensor and sensors, coating and
// coated meet, not to find roots; numbers, codes and words of other alphabets
// stay as they are.
func Stem(w []rune) []rune {
	for _, r := range w {
		if r < 'a' || r > 'z' {
			return w
		}
	}
	w = stemPlural(w)
	for _, e := range endings {
		if cut, ok := cutEnding(w, e); ok {
			w = undouble(cut)
			break
		}
	}
	if n := len(w); n > 3 && w[n-1] == 'e' {
		w = w[:n-1]
	}
	return w
}

// endings are tried in this order; the number is the least length of what stays.
// Unit: letters. Source: chosen on the English titles of the house's own tests.
var endings = []ending{
	{[]rune("ations"), 4}, {[]rune("ation"), 4}, {[]rune("ators"), 4}, {[]rune("ator"), 4},
	{[]rune("ating"), 4}, {[]rune("ated"), 4}, {[]rune("ate"), 4},
	{[]rune("ings"), 3}, {[]rune("ing"), 3}, {[]rune("edly"), 3}, {[]rune("ed"), 3}, {[]rune("ly"), 4},
}

type ending struct {
	text []rune
	stay int
}

func cutEnding(w []rune, e ending) ([]rune, bool) {
	n := len(w) - len(e.text)
	if n < e.stay || string(w[n:]) != string(e.text) {
		return w, false
	}
	if e.text[0] == 'e' && w[n-1] == 'e' { // speed, feed
		return w, false
	}
	return w[:n], hasVowel(w[:n])
}

func hasVowel(w []rune) bool {
	for _, r := range w {
		switch r {
		case 'a', 'e', 'i', 'o', 'u', 'y':
			return true
		}
	}
	return false
}

func stemPlural(w []rune) []rune {
	n := len(w)
	switch {
	case n > 4 && string(w[n-3:]) == "ies":
		return append(append([]rune{}, w[:n-3]...), 'y')
	case n > 4 && (string(w[n-4:]) == "sses" || string(w[n-4:]) == "ches" || string(w[n-4:]) == "shes"):
		return w[:n-2]
	case n > 3 && w[n-1] == 's' && w[n-2] != 's' && w[n-2] != 'u' && w[n-2] != 'i':
		return w[:n-1]
	}
	return w
}

// undouble makes running and runs meet: runn becomes run; rolling keeps ll.
func undouble(w []rune) []rune {
	n := len(w)
	if n > 3 && w[n-1] == w[n-2] && w[n-1] != 'l' && w[n-1] != 's' && w[n-1] != 'z' {
		return w[:n-1]
	}
	return w
}
