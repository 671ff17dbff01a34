package items

import (
	"regexp"

	"quanlian/catalogue/source"
	"quanlian/catalogue/words"
)

var han = regexp.MustCompile(`\p{Han}`)

// english names a law in English: as the item does, else as the city or the program
// does; "" where nobody does, which is told, and where the name needs none.
func (r *reader) english(law, own string, at source.Node) string {
	if own != "" || !han.MatchString(law) {
		return own
	}
	en := r.cat.english(law)
	if en == "" {
		at.Minor().Fault("catalogue.items.law_no_en", "law", law)
	}
	return en
}

// english is how city or program name a law in English.
func (c *Catalogue) english(law string) string {
	if en := c.City.Laws[law]; en != "" {
		return en
	}
	return words.EnglishLaw(law)
}
