package patent

import (
	"context"
	"math"
	"slices"
	"sync"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/chain/utilization/valuation"
	engine "quanlian/engine/valuation"
	"quanlian/registry"
	valuationpages "quanlian/web/pages/utilization/valuation"
	"quanlian/web/site"
)

// Unit: patents; patents; seconds. Source: our choice: of fewer a median says
// nothing; evaluating more takes longer than a page may; the median of a field
// moves slowly.
const (
	fieldLeast = 5
	fieldMost  = 100
	fieldFor   = 10 * time.Minute
)

// fields remembers for a while how the patents of a field score.
type fields struct {
	mu sync.Mutex
	of map[fieldKey]fieldScores
}

type fieldKey struct {
	ipc   string // subclass or section
	scene string
	day   calendar.Date
}

// fieldScores are scores by the axes of the radar, NaN for none.
type fieldScores struct {
	at   time.Time
	by   map[string][]float64 // by number
	more bool                 // the field has older ones that were not looked at
}

// beside lays over the radar the median of the other patents in force of the
// field: of the subclass, or of the section where the subclass has too few. Where
// that has too few as well, nothing is said.
func (p pages) beside(ctx context.Context, v *site.Visit, own registry.Right, res *engine.Result, scene string, s *valuationpages.Scores) error {
	for _, key := range []string{"subclass", "section"} {
		size := map[string]int{"subclass": 4, "section": 1}[key]
		if len(own.IPCMain) < size {
			continue
		}
		k := fieldKey{own.IPCMain[:size], scene, calendar.DateOf(v.Env.Now())}
		f, err := p.field(ctx, v, k)
		if err != nil {
			return err
		}
		medians, n := f.medians(own.Number, res)
		if n < fieldLeast {
			continue
		}
		if f.more {
			key += "_latest"
		}
		s.Compare(v.L.T("web.patent.median."+key, "ipc", k.ipc, "n", n, "least", fieldLeast), medians, res)
		s.Radar.Sub = v.L.T("web.patent.radar_sub_median", "least", fieldLeast)
		return nil
	}
	return nil
}

// medians are those of all but one patent, by axis, where enough have a score; n is
// how many patents were looked at.
func (f fieldScores) medians(but string, res *engine.Result) (out map[string]float64, n int) {
	out = map[string]float64{}
	scores := make([][]float64, len(res.Radar))
	for number, axes := range f.by {
		if number == but || len(axes) != len(scores) {
			continue
		}
		n++
		for i, x := range axes {
			if !math.IsNaN(x) {
				scores[i] = append(scores[i], x)
			}
		}
	}
	for i, a := range res.Radar {
		if len(scores[i]) >= fieldLeast {
			out[a.ID] = median(scores[i])
		}
	}
	return out, n
}

func median(list []float64) float64 {
	slices.Sort(list)
	if m := len(list) / 2; len(list)%2 == 0 {
		return (list[m-1] + list[m]) / 2
	}
	return list[len(list)/2]
}

// field evaluates the patents in force of a field, those filed last.
func (p pages) field(ctx context.Context, v *site.Visit, k fieldKey) (fieldScores, error) {
	now := v.Env.Now()
	p.fields.mu.Lock()
	f, ok := p.fields.of[k]
	p.fields.mu.Unlock()
	if ok && now.Sub(f.at).Abs() < fieldFor {
		return f, nil
	}
	rows, _, err := p.rights.FindRights(ctx, registry.Filter{IPC: k.ipc, Status: string(registry.StatusGranted), Day: k.day, Uncounted: true, Limit: fieldMost})
	if err != nil {
		return f, err
	}
	numbers := make([]string, len(rows))
	for i, r := range rows {
		numbers[i] = r.Number
	}
	views, err := p.rights.RightsByNo(ctx, numbers)
	if err != nil {
		return f, err
	}
	f = fieldScores{at: now, by: map[string][]float64{}, more: len(rows) == fieldMost}
	for number, view := range views {
		if view == nil {
			continue
		}
		res, err := valuation.Automatic(v.Env.Calendar, *view, k.scene, k.day, now)
		if errs.KindOf(err) == errs.Invalid {
			continue // a design
		}
		if err != nil {
			return f, err
		}
		f.by[number] = axes(res)
	}
	p.fields.keep(k, f)
	return f, nil
}

func axes(res *engine.Result) []float64 {
	out := make([]float64, len(res.Radar))
	for i, a := range res.Radar {
		out[i] = math.NaN()
		if a.Score != nil {
			out[i] = *a.Score
		}
	}
	return out
}

// keep remembers a field, and forgets those that are too old.
func (x *fields) keep(k fieldKey, f fieldScores) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for old, g := range x.of {
		if f.at.Sub(g.at).Abs() >= fieldFor {
			delete(x.of, old)
		}
	}
	x.of[k] = f
}
