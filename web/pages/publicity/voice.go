package publicity

import (
	"crypto/subtle"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"quanlian/kernel"
	"quanlian/kernel/itemflow"
	"quanlian/web/site"
)

// Voice is one objection as whoever made it may follow it.
type Voice struct {
	At     time.Time
	Text   string
	Answer string // "" while the office looks into it
}

// voiced is an objection as a case keeps it, of an item or of a deal.
type voiced struct {
	itemflow.Objection
	Settled string `json:"settled"` // the word of a deal's clerk
}

func voices(c kernel.Case) []voiced {
	var d struct {
		Publicity struct {
			Objections []voiced `json:"objections"`
		} `json:"publicity"`
	}
	if json.Unmarshal(c.Data, &d) != nil {
		return nil
	}
	return d.Publicity.Objections
}

// Coded reports whether somebody holds a code for an objection to the case.
func Coded(c kernel.Case) bool {
	return slices.ContainsFunc(voices(c), func(x voiced) bool { return x.Code != "" })
}

// VoiceOf finds the objection that the code was given for.
func VoiceOf(c kernel.Case, code string) (Voice, bool) {
	for _, x := range voices(c) {
		if x.Code != "" && subtle.ConstantTimeCompare([]byte(x.Code), []byte(code)) == 1 {
			return Voice{At: x.At, Text: x.Text, Answer: x.Finding + x.Settled}, true
		}
	}
	return Voice{}, false
}

// received tells whoever objected by which code the answer is found. Of two alike
// words of one place the last is this one, or its answer is the same.
func (p pages) received(r *http.Request, v *site.Visit, in itemflow.ObjectInput) string {
	c, _, err := p.open(r, v)
	if err == nil {
		list := voices(c)
		for i := range list {
			if x := list[len(list)-1-i]; x.Contact == in.Contact && x.Text == in.Text && x.Code != "" {
				return v.L.T("web.publicity.received_code", "no", c.No, "code", x.Code)
			}
		}
	}
	return v.L.T("web.publicity.received")
}
