package ui

import (
	"strconv"
	"strings"

	"quanlian/catalogue/lang"
)

// way names all steps of a chain in a row, for where only its nodes have room.
func way(l *lang.Localizer, steps []Step) string {
	var out []string
	for i, s := range steps {
		text := strconv.Itoa(i+1) + "\u00a0" + s.Text // never parted at the end of a line
		if s.Fact != "" {
			text += l.T("web.ui.bracket", "text", s.Fact)
		}
		out = append(out, text)
	}
	return strings.Join(out, "　")
}
