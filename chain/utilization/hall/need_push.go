package hall

import (
	"slices"
	"strconv"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// PushLeast is the score from which a new match is told to the owner of a need.
// Unit: points of 100. Source: our choice [D]; from it on four of five matches are
// the known answer, docs/measured/matching.md.
const PushLeast = 55

// PushMost is how many matches one notice tells of.
// Unit: listings. Source: our choice: what one reads at a glance.
const PushMost = 5

// Pushed is what the owner of a need was told of: each listing once for each
// version of the formula.
type Pushed struct {
	Version string    `json:"version"`
	At      time.Time `json:"at"` // the last notice
	Nos     []string  `json:"nos"`
}

// PushInput are new matches to tell of, the best first.
type PushInput struct {
	Version string `json:"version"`
	Matches []Told `json:"matches"`
}

// Told is one match in a notice.
type Told struct {
	No    string `json:"no"`
	Title string `json:"title"`
	Score int    `json:"score"`
}

// Fresh are the proposals that the owner was not told of: good enough, come or
// changed since the last notice (or since the instant the need opened), never
// twice under one version. A new version may tell of all again.
func (d NeedData) Fresh(found Proposals, opened time.Time) PushInput {
	in := PushInput{Version: found.Version}
	if d.Quiet {
		return in
	}
	since, told := opened, []string(nil)
	if d.Pushed != nil && d.Pushed.Version == found.Version {
		told = d.Pushed.Nos
		if d.Pushed.At.After(since) {
			since = d.Pushed.At
		}
	}
	for _, p := range found.Matches {
		if p.Match.Score < PushLeast || len(in.Matches) == PushMost || slices.Contains(told, p.Listing.No) || !p.Listing.Updated.After(since) {
			continue
		}
		in.Matches = append(in.Matches, Told{No: p.Listing.No, Title: p.Listing.Title, Score: p.Match.Score})
	}
	return in
}

// push (精准匹配推送) tells the owner of new matches.
func push() kernel.Move {
	return kernel.MoveOf[NeedData, PushInput, none]{
		Name: "push", From: []kernel.State{NeedOpen}, By: []kernel.Role{kernel.RoleSystem}, Hidden: true,
		Guard: func(t kernel.Turn[NeedData, PushInput, none]) error {
			if len(t.Input.Matches) == 0 || t.Data.Quiet {
				return errs.New(errs.Conflict, "utilization.hall.nothing_new", nil)
			}
			return nil
		},
		Effects: func(t kernel.Turn[NeedData, PushInput, none]) (kernel.Out[NeedData], error) {
			d, best := t.Data, t.Input.Matches[0]
			next := Pushed{Version: t.Input.Version, At: t.Now}
			if d.Pushed != nil && d.Pushed.Version == next.Version {
				next.Nos = slices.Clone(d.Pushed.Nos)
			}
			for _, m := range t.Input.Matches {
				next.Nos = append(next.Nos, m.No)
			}
			d.Pushed = &next
			return kernel.Out[NeedData]{Data: d, Effects: []kernel.Effect{kernel.Notify{To: kernel.RoleOwner, Text: "utilization.hall.notice.matched",
				Args: map[string]string{"no": t.Case.No, "n": strconv.Itoa(len(t.Input.Matches)), "title": best.Title, "score": strconv.Itoa(best.Score)}}}}, nil
		},
	}.Build()
}

// AlertsInput says whether the owner wants to be told.
type AlertsInput struct {
	On bool `json:"on"`
}

// alerts turns the notices of new matches on and off.
func alerts() kernel.Move {
	return kernel.MoveOf[NeedData, AlertsInput, none]{
		Name: "alerts", From: []kernel.State{NeedReview, NeedOpen}, By: []kernel.Role{kernel.RoleOwner}, Right: kernel.RightSubmit,
		Effects: func(t kernel.Turn[NeedData, AlertsInput, none]) (kernel.Out[NeedData], error) {
			t.Data.Quiet = !t.Input.On
			return kernel.Out[NeedData]{Data: t.Data}, nil
		},
	}.Build()
}
