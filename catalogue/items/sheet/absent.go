package sheet

import (
	"strings"

	"quanlian/catalogue/lang"
)

// Unit: codes. Source: our choice: one line.
const namedAbsent = 12

// Absent says which items in force a book does not have.
func Absent(l *lang.Localizer, codes []string) string {
	words := strings.Join(codes[:min(len(codes), namedAbsent)], " ")
	if len(codes) > namedAbsent {
		words += " …"
	}
	return l.T("itembook.absent", "n", len(codes), "codes", words)
}
