package form

// Question is a field of the form at its path in [Values].
type Question struct {
	Path  string
	Field Field
	// Needed: a form without an answer is refused whatever else stands in it. What is
	// asked on a condition is not needed in this sense.
	Needed bool
}

// Questions are the fields of all pages in their order; of a page that is filled
// several times, those of its first rows, as many as there must be and at least one.
func (it Item) Questions() []Question {
	var out []Question
	for _, s := range it.Steps {
		for i := range max(1, s.Least) {
			for _, f := range s.Fields {
				if f.Kind == KindNote {
					continue
				}
				q := Question{Path: f.ID, Field: f, Needed: s.When.IsZero() && f.When.IsZero() && !f.Optional && (s.Repeat == 0 || i < s.Least)}
				if s.Repeat > 0 {
					q.Path = Row(f.ID, i)
				}
				out = append(out, q)
			}
		}
	}
	return out
}
