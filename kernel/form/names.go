package form

import (
	"regexp"
	"slices"
	"strings"
)

// Private, as a file declares it.
const (
	privately = "true"
	// names: the personal data are the names of persons.
	names = "name"
)

// Privacies are the words by which a field is declared as personal data. Shape: (3).
func Privacies() []string { return []string{privately, "false", names} }

// Privacy is the word by which the field is declared; "" where it is none.
func (f Field) Privacy() string {
	switch {
	case f.Names:
		return names
	case f.Private:
		return privately
	}
	return ""
}

// Declare takes the word by which a field is declared as personal data.
func (f Field) Declare(word string) Field {
	f.Private, f.Names = word == privately || word == names, word == names
	return f
}

// numbered begins at what tells a person or a firm apart in a line that starts with the
// name: a number of at least six digits, with letters before it and a word for it.
var numbered = regexp.MustCompile(`[\s、，,；;：:（(]*((居民)?身份证|证件|护照|(?i:passport|id|no\.?)|统一社会信用代码|信用代码)?(号码|号)?[\s：:]*[A-Za-z]{0,3}[0-9]{6,}`)

// called are the names that a field of names says, one a line: of a line with a
// number, what stands before it. No name is left out.
func called(value string) []string {
	var out []string
	for line := range strings.SplitSeq(value, "\n") {
		if at := numbered.FindStringIndex(line); at != nil {
			line = line[:at[0]]
		}
		line = strings.TrimFunc(line, func(r rune) bool { return slices.Contains([]rune(" \t\r。.；;，,、"), r) })
		if line != "" {
			out = append(out, line)
		}
	}
	return out
}

// listed are names in a sentence, all of them: who is not named is not registered.
func listed(all []string, zh bool) string {
	return strings.Join(all, map[bool]string{true: "、", false: ", "}[zh])
}
