package itemflow

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// Feed is the platform above the city that is told of finished cases and of
// ratings (办件库, 好差评).
const Feed kernel.Role = "feed"

// What is told.
const (
	FeedCase   = "case"
	FeedRating = "rating"
)

// FeedRecord is all that is told of a case or a rating: no name, no number of a
// person, no word that somebody wrote.
type FeedRecord struct {
	Kind      string `json:"kind"` // case or rating
	No        string `json:"no"`
	Item      string `json:"item"`
	ItemName  string `json:"item_name"`
	Unit      string `json:"unit"`
	District  string `json:"district,omitempty"`
	Applicant string `json:"applicant_kind"` // enterprise, person, …: the kind only
	Channel   string `json:"channel"`
	Filed     string `json:"filed"`
	Accepted  string `json:"accepted,omitempty"`
	Closed    string `json:"closed"`
	State     string `json:"state"`
	Granted   bool   `json:"granted"`
	Stars     int    `json:"stars,omitempty"` // of a rating, 5 best
	Rated     string `json:"rated,omitempty"`
}

// Fed is how the platform answered.
type Fed struct {
	At     time.Time `json:"at"`
	OK     bool      `json:"ok"`
	No     string    `json:"no,omitempty"` // its own number
	Reason string    `json:"reason,omitempty"`
}

// Inputs of the feed.
type (
	// FedInput is the platform's answer.
	FedInput struct {
		Kind   string `json:"kind"`
		OK     bool   `json:"ok"`
		No     string `json:"no,omitempty"`
		Reason string `json:"reason,omitempty"`
	}
	// FeedAgainInput sends one of the two again.
	FeedAgainInput struct {
		Kind string `json:"kind"`
	}
)

// everywhere are all states: an answer comes when it comes.
func everywhere() []kernel.State {
	return []kernel.State{Submitted, Accepted, Forwarded, HandedOver, Publishing, Deciding, Confirmed, Decided, Delivered, NotAccepted, Revoked, Deemed, NoShow, Undone, kernel.StateWithdrawn}
}

// ended are the states in which a case is finished.
func ended() []kernel.State {
	return []kernel.State{Delivered, NotAccepted, Revoked, Deemed, NoShow, Undone, kernel.StateWithdrawn}
}

// record is what is told, as of an instant.
func record(kind string, c kernel.Case, d Data, now time.Time) FeedRecord {
	day := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.UTC().Format(time.RFC3339)
	}
	f := FeedRecord{Kind: kind, No: c.No, Item: d.Code, ItemName: d.Name.Zh, Unit: string(c.Unit), District: c.District, Applicant: d.Applicant.Kind, Channel: d.Channel,
		Filed: day(d.Filed), Accepted: day(d.Accepted), Closed: day(c.Closed), State: string(c.State), Granted: d.Decision != nil && d.Decision.Grant}
	if c.Closed.IsZero() {
		f.Closed = day(now)
	}
	if kind == FeedRating && d.Rating != nil {
		x := d.Rating.Latest()
		f.Stars, f.Rated = x.Stars, day(x.At)
	}
	return f
}

// tell is the question to the platform. Its key holds the version: a case that is
// finished again after it was reopened is told again.
func tell(kind string, c kernel.Case, d Data, version int64, now time.Time) (kernel.Effect, error) {
	raw, err := json.Marshal(record(kind, c, d, now))
	return kernel.Ask{Key: "feed/" + kind + "/" + string(c.ID) + "/" + strconv.FormatInt(version, 10), Party: Feed, Kind: kind, Payload: raw, OnAnswer: "fed"}, err
}

// rated counts the words of the applicant.
func rated(d Data) int {
	switch {
	case d.Rating == nil:
		return 0
	case d.Rating.Again == nil:
		return 1
	}
	return 2
}

// feeding lets every move that finishes a case, and every rating, be told.
func (r Rules) feeding(f *kernel.Flow) {
	if r.Feed == "" {
		return
	}
	for i, m := range f.Moves {
		f.Moves[i] = m.Then(func(was kernel.Case, now time.Time, out kernel.Outcome) (kernel.Outcome, error) {
			d, err := DataOf(out.Case)
			if err != nil {
				return out, err
			}
			old, err := DataOf(was)
			if err != nil {
				return out, err
			}
			var kinds []string
			if slices.Contains(ended(), out.Case.State) && was.State != out.Case.State {
				kinds = append(kinds, FeedCase)
			}
			if rated(d) > rated(old) {
				kinds = append(kinds, FeedRating)
			}
			for _, k := range kinds {
				e, err := tell(k, out.Case, d, was.Version+1, now)
				if err != nil {
					return out, err
				}
				out.Effects = append(out.Effects, e)
			}
			return out, nil
		})
	}
	f.Moves = append(f.Moves, within([]kernel.Move{fed(), feedAgain()}, f.States)...)
}

// fed takes the platform's answer.
func fed() kernel.Move {
	return kernel.MoveOf[Data, FedInput, none]{
		Name: "fed", From: everywhere(), By: []kernel.Role{Feed}, Hidden: true, OnHold: true,
		Guard: func(t kernel.Turn[Data, FedInput, none]) error {
			if t.Input.Kind != FeedCase && t.Input.Kind != FeedRating {
				return errs.At("kind", "kernel.itemflow.feed_kind", nil)
			}
			return nil
		},
		Effects: func(t kernel.Turn[Data, FedInput, none]) (kernel.Out[Data], error) {
			t.Data.Fed = maps.Clone(t.Data.Fed)
			if t.Data.Fed == nil {
				t.Data.Fed = map[string]Fed{}
			}
			if old, ok := t.Data.Fed[t.Input.Kind]; !ok || !old.OK || t.Input.OK { // a late refusal of the first try takes nothing back
				t.Data.Fed[t.Input.Kind] = Fed{At: t.Now, OK: t.Input.OK, No: t.Input.No, Reason: t.Input.Reason}
			}
			return kernel.Out[Data]{Data: t.Data}, nil
		},
	}.Build()
}

// feedAgain sends again what was refused or has no answer.
func feedAgain() kernel.Move {
	return kernel.MoveOf[Data, FeedAgainInput, none]{
		Name: "feed_again", From: ended(), By: clerks, Hidden: true, // it stands on the page of the feed
		Guard: func(t kernel.Turn[Data, FeedAgainInput, none]) error {
			switch {
			case t.Input.Kind != FeedCase && (t.Input.Kind != FeedRating || t.Data.Rating == nil):
				return errs.At("kind", "kernel.itemflow.feed_kind", nil)
			case t.Data.Fed[t.Input.Kind].OK:
				return errs.New(errs.Conflict, "kernel.itemflow.feed_done", nil)
			}
			return nil
		},
		Effects: func(t kernel.Turn[Data, FeedAgainInput, none]) (kernel.Out[Data], error) {
			e, err := tell(t.Input.Kind, t.Case, t.Data, t.Case.Version+1, t.Now)
			return kernel.Out[Data]{Data: t.Data, Effects: []kernel.Effect{e}}, err
		},
	}.Build()
}
