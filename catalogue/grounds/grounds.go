package grounds

import (
	_ "embed"
	"encoding/json"
	"sync"

	"quanlian/base/calendar"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

//go:embed grounds.json
var file []byte

// rule is what one rule says for a matter from its first day on.
type rule struct {
	Matter  string        `json:"matter"`
	From    calendar.Date `json:"from"`
	To      calendar.Date `json:"to,omitzero"` // the last day; zero: in force
	Basis   string        `json:"basis"`
	Tag     string        `json:"tag"`
	Grounds []struct {
		ID   string    `json:"id"`
		Name form.Text `json:"name"`
	} `json:"grounds"`
}

var rules = sync.OnceValues(func() ([]rule, error) {
	var out []rule
	return out, json.Unmarshal(file, &out)
})

// Of are the grounds of a matter by the rules in force on a day; none where no rule
// was seen.
func Of(matter string, on calendar.Date) []itemflow.Ground {
	list, err := rules()
	if err != nil {
		return nil // a test reads the file
	}
	var out []itemflow.Ground
	for _, r := range list {
		if r.Matter != matter || on.Before(r.From) || !r.To.IsZero() && on.After(r.To) {
			continue
		}
		for _, g := range r.Grounds {
			out = append(out, itemflow.Ground{ID: g.ID, Name: g.Name, Basis: r.Basis, Verified: form.Verified(r.Tag)})
		}
	}
	return out
}
