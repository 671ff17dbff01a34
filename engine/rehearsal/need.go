package rehearsal

// Need is how many people an office would need to come down to a goal.
type Need struct {
	Unit  string `json:"unit"`
	Staff int    `json:"staff"`
	Needs int    `json:"needs"`
	// Share is what would still be overdue with so many.
	Share Spread `json:"overdue_share"`
	// Enough: the goal is reached; otherwise more people alone do not reach it.
	Enough bool `json:"enough"`
}

// mostMore is how many more people are tried. Unit: people. Source: our choice
// [D]; what ten more do not mend is not mended by people.
const mostMore = 10

// need adds people, one at a time, to every office above the goal, until all
// have come down to it, on the same draws.
func (v *variant) need(g Goal, base, now Outcome, w *watch) ([]Need, error) {
	goal := map[string]float64{}
	var out []Need
	for i, u := range now.Units {
		goal[u.Unit] = g.Share
		if g.AsBase {
			goal[u.Unit] = base.Units[i].Share.Mean
		}
		if u.Share.Mean > goal[u.Unit] {
			out = append(out, Need{Unit: u.Unit, Staff: u.Staff, Needs: u.Staff, Share: u.Share})
		}
	}
	for range mostMore {
		open := false
		for i := range out {
			if !out[i].Enough {
				out[i].Needs++
				v.staff[out[i].Unit], open = out[i].Needs, true
			}
		}
		if !open {
			break
		}
		v.man()
		w.of += v.q.Runs
		t, err := v.all(w)
		if err != nil {
			return nil, err
		}
		o := t.outcome(v)
		for i, n := range out {
			if s := o.Units[v.number[n.Unit]].Share; !n.Enough {
				out[i].Share, out[i].Enough = s, s.Mean <= goal[n.Unit]
			}
		}
	}
	return out, nil
}
