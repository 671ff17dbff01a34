package items

import "regexp"

// codeSaid is the code of an item inside a sentence.
var codeSaid = regexp.MustCompile(`\b[A-Z]{2}\d{2,3}\b`)

// codesIn gives the codes that a sentence names.
func codesIn(text string) []string { return codeSaid.FindAllString(text, -1) }

// Piece is a part of a sentence; Code is the item in force that it names, "" for
// words.
type Piece struct{ Text, Code string }

// Said takes a sentence apart where it names items in force.
func (s *Set) Said(text string) []Piece {
	var out []Piece
	from := 0
	for _, at := range codeSaid.FindAllStringIndex(text, -1) {
		code := text[at[0]:at[1]]
		if _, ok := s.Item(code); !ok {
			continue
		}
		if at[0] > from {
			out = append(out, Piece{Text: text[from:at[0]]})
		}
		out = append(out, Piece{Text: code, Code: code})
		from = at[1]
	}
	if from < len(text) {
		out = append(out, Piece{Text: text[from:]})
	}
	return out
}
