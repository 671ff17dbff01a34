package measure

import (
	"sort"

	"quanlian/engine/matching/classify"
)

// CrossValidate trains on all folds but one, asks that one, and adds up. The
// threshold of each model comes from inside its training folds.
func CrossValidate(folds map[string][]classify.Example, weak []classify.Example, o classify.Options) (classify.Counts, error) {
	var all classify.Counts
	names := make([]string, 0, len(folds))
	for n := range folds {
		names = append(names, n)
	}
	sort.Strings(names)
	for _, held := range names {
		examples := append([]classify.Example(nil), weak...)
		for _, n := range names {
			if n != held {
				examples = append(examples, folds[n]...)
			}
		}
		m, err := classify.Train(examples, o)
		if err != nil {
			return all, err
		}
		c := m.Evaluate(folds[held])
		all.Right += c.Right
		all.Suggested += c.Suggested
		all.True += c.True
	}
	return all, nil
}
