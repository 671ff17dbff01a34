package caseview

import (
	"maps"
	"slices"
	"strings"

	"quanlian/catalogue/words"
	"quanlian/kernel"
	"quanlian/web/site"
	"quanlian/web/ui"
)

func faultsOf(v *site.Visit, err error) ui.Faults { return ui.FaultsOf(v.L, err) }

// others reports whether any move stands outside the reader's turn.
func others(x view) bool {
	return len(ways(x)) < len(x.Moves)
}

// lost are the texts of a form that came back to a case in which its move cannot be
// made any more, as when a colleague was quicker: they are shown, to be copied.
func lost(v *site.Visit, m Matter, c kernel.Case, back redo, offered []moveForm) []ui.Field {
	if slices.ContainsFunc(offered, func(f moveForm) bool { return f.Name == back.move }) {
		return nil
	}
	var out []ui.Field
	for _, path := range slices.Sorted(maps.Keys(back.typed)) {
		if text := strings.TrimSpace(back.typed[path]); text != "" && slices.Contains(longOf(m), path[strings.LastIndexByte(path, '.')+1:]) {
			out = append(out, ui.Field{Name: path, Of: "lost-", Label: words.Field(v.L, c.Flow, path), Value: text})
		}
	}
	return out
}

// Unit: controls. Source: [D]; a form of more hides what can be done beside it.
const longForm = 4

// ways are the moves by which the reader, whose turn it is, can go on.
func ways(x view) []moveForm {
	if !x.Yours {
		return nil
	}
	var out []moveForm
	for _, m := range x.Moves {
		if m.Primary {
			out = append(out, m)
		}
	}
	return out
}

// folded reports whether a form shows its name first: where several ways lead
// on, a long one would push the others off the screen.
func folded(x view, m moveForm) bool { return len(m.Controls) > longForm && len(ways(x)) > 1 }

// short shows head and tail of a hash.
func short(hash string) string {
	if len(hash) <= 11 {
		return hash
	}
	return hash[:4] + "…" + hash[len(hash)-4:]
}
