package text

// Key is the number by which a term is indexed. Han terms carry their own
// characters, Latin words and numbers a 63-bit hash.
type Key uint64

// latinBit marks the keys of Latin words and numbers.
const latinBit Key = 1 << 63

// Pair is the key of two neighbouring Han characters.
func Pair(a, b rune) Key { return Key(a)<<21 | Key(b) }

// Single is the key of one Han character.
func Single(r rune) Key { return Key(r) }

// Word is the key of a Latin word or number; it stems light English endings.
func Word(w []rune) Key {
	h := uint64(14695981039346656037) // FNV-1a, offset basis and prime of its authors
	for _, r := range Stem(w) {
		h ^= uint64(r)
		h *= 1099511628211
	}
	return Key(h) | latinBit
}

// Kind tells what a term is made of.
type Kind uint8

// The kinds of terms.
const (
	HanSingle Kind = iota + 1 // one Chinese character
	HanPair                   // two neighbouring Chinese characters
	Latin                     // a Latin word, a number, or both in one: 5g
)

// Term is one term of a text with its place in runes, half open.
type Term struct {
	Key        Key
	Kind       Kind
	Start, End int
}

// Terms gives every term of a folded text in the order of its places.
func Terms(folded []rune) []Term {
	out := make([]Term, 0, 2*len(folded))
	for i := 0; i < len(folded); {
		r := folded[i]
		switch {
		case IsHan(r):
			out = append(out, Term{Single(r), HanSingle, i, i + 1})
			if i+1 < len(folded) && IsHan(folded[i+1]) {
				out = append(out, Term{Pair(r, folded[i+1]), HanPair, i, i + 2})
			}
			i++
		case isWord(r):
			j := i + 1
			for j < len(folded) && isWord(folded[j]) {
				j++
			}
			out = append(out, Term{Word(folded[i:j]), Latin, i, j})
			i = j
		default:
			i++
		}
	}
	return out
}

// Keys appends the keys of a text as it was written and gives its length in
// places: a Han character or a Latin word is one place.
func Keys(dst []Key, s string) ([]Key, int) {
	places := 0
	for _, t := range Terms(Fold(s)) {
		dst = append(dst, t.Key)
		if t.Kind != HanPair {
			places++
		}
	}
	return dst, places
}

// Runs cuts a folded text into its stretches of Han characters and its Latin
// words; a segmenter sees only the stretches.
func Runs(folded []rune) []Run {
	var out []Run
	for i := 0; i < len(folded); {
		is := isWord
		if IsHan(folded[i]) {
			is = IsHan
		} else if !isWord(folded[i]) {
			i++
			continue
		}
		j := i + 1
		for j < len(folded) && is(folded[j]) {
			j++
		}
		out = append(out, Run{Start: i, End: j, Han: IsHan(folded[i])})
		i = j
	}
	return out
}

// Run is one stretch of Han characters or one Latin word, half open in runes.
type Run struct {
	Start, End int
	Han        bool
}
