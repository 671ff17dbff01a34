package itemflow

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
)

// Inputs of service and rating.
type (
	// DeliverInput is the proof of service (送达回证).
	DeliverInput struct {
		Way      calendar.Way  `json:"way"`
		Day      calendar.Date `json:"day"`             // sent, or handed over
		Proven   calendar.Date `json:"proven,omitzero"` // day of receipt, where it is proven
		Receiver string        `json:"receiver,omitempty"`
		Note     string        `json:"note,omitempty"`
	}
	// RateInput is a rating of the service in one of the five [Grades].
	RateInput struct {
		Grade string `json:"grade"`
		Text  string `json:"text,omitempty"`
		Named bool   `json:"named,omitempty"`
	}
	// ReviewedInput brings the end of a review back.
	ReviewedInput struct {
		Finding string `json:"finding"`
		Reply   string `json:"reply,omitempty"`
	}
)

// Ways of service beside the calendar's: by hand at the counter, and left at the
// address of who refuses to take it (留置送达), witnessed or recorded. Both count
// on their day.
const (
	ByHand calendar.Way = "hand"
	Left   calendar.Way = "left"
)

// Ways are the ways of service that staff may choose, the usual first.
func Ways() []string {
	return []string{string(calendar.Electronic), string(calendar.Post), string(ByHand), string(Left), string(calendar.Announcement)}
}

// Ways are those of [Ways] that can reach who applied: what is served
// electronically lies in an account, and not everybody has one.
func (d Data) Ways() []string {
	if d.Applicant.Party != "" {
		return Ways()
	}
	return slices.DeleteFunc(Ways(), func(w string) bool { return w == string(calendar.Electronic) })
}

// Pending reports whether what was sent or announced does not count as served on
// that day yet (视为送达日未到).
func (s *Served) Pending(today calendar.Date) bool { return s != nil && s.Day.After(today) }

// NotYetServed is the service of a case whose day has not come yet: the case is
// delivered as far as the office can do something, and the applicant is not
// served. It is nil for every other case.
func NotYetServed(c kernel.Case, today calendar.Date) *Served {
	if !Standard(c.Flow) || c.State != Delivered {
		return nil
	}
	if d, err := DataOf(c); err == nil && d.Served.Pending(today) {
		return d.Served
	}
	return nil
}

// servedNow is service by the platform: into the account, on the day on which it
// lies there.
func servedNow(now time.Time) *Served {
	day := calendar.DateOf(now)
	return &Served{Way: calendar.Electronic, Sent: day, Day: day}
}

// onSpot serves what was decided at once where the platform can: into an account,
// and waiting for no seal. All else stays to be served (see [Rules.deliver]): that a
// paper was handed over is for staff to say.
func onSpot[I any](r Rules, t kernel.Turn[Data, I, form.Item], out kernel.Out[Data]) (kernel.Out[Data], error) {
	if out.Data.SealMissing() || byPlatform(out.Data) != nil {
		out.To = Decided
		return out, nil
	}
	s := servedNow(t.Now)
	var err error
	s.Remedies, err = r.remedies(t.Facts, out.Data, s.Day)
	out.To, out.Data.Served = Delivered, s
	if len(s.Remedies) > 0 {
		out.Effects = append(out.Effects, servedNotice(t.Case.No, s, false))
	}
	return out, err
}

// deliver serves the result: the day on which it counts as served follows from
// the way and moves the periods that run from it.
func (r Rules) deliver() kernel.Move {
	return kernel.MoveOf[Data, DeliverInput, sealFacts]{
		Name: "deliver", From: []kernel.State{Decided}, By: clerks, Facts: sealFactsOf[DeliverInput],
		Guard: func(t kernel.Turn[Data, DeliverInput, sealFacts]) error {
			if err := t.Input.proven(t.Data, calendar.DateOf(t.Now)); err != nil {
				return err
			}
			if t.Data.SealMissing() {
				return errs.New(errs.TooEarly, "kernel.itemflow.seal_missing", nil)
			}
			return nil
		},
		Effects: func(t kernel.Turn[Data, DeliverInput, sealFacts]) (kernel.Out[Data], error) {
			s, err := t.Input.counts()
			if err != nil {
				return kernel.Out[Data]{}, err
			}
			return delivered(r, t, s)
		},
	}.Build()
}

// counts gives the service with the day on which it counts.
func (in DeliverInput) counts() (*Served, error) {
	s := Served{Way: in.Way, Sent: in.Day, Day: in.Day, Receiver: in.Receiver, Note: in.Note}
	if in.Way != ByHand && in.Way != Left {
		got, err := calendar.Service(in.Way, in.Day, in.Proven)
		if err != nil {
			return nil, err
		}
		s.Day, s.Basis, s.Verified = got.Date, got.Rule.Basis, got.Rule.Verified
	}
	return &s, nil
}

// proven refuses a service that could not be proven, or reaches nobody.
func (in DeliverInput) proven(d Data, today calendar.Date) error {
	told := len([]rune(strings.TrimSpace(in.Note))) > 1
	switch {
	case !slices.Contains(Ways(), string(in.Way)):
		return errs.At("way", "kernel.itemflow.way", nil)
	case !slices.Contains(d.Ways(), string(in.Way)):
		return errs.At("way", "kernel.itemflow.no_account", nil)
	case in.Day.IsZero() || in.Day.After(today), d.Decision != nil && in.Day.Before(calendar.DateOf(d.Decision.At)):
		return errs.At("day", "kernel.itemflow.day", nil)
	case in.Proven.After(today) || !in.Proven.IsZero() && in.Proven.Before(in.Day):
		return errs.At("proven", "kernel.itemflow.proven_day", nil)
	case in.Way == ByHand && strings.TrimSpace(in.Receiver) == "":
		return errs.At("receiver", "kernel.itemflow.receiver", nil)
	case in.Way == Left && !told:
		return errs.At("note", "kernel.itemflow.left_note", nil)
	case in.Way == calendar.Announcement && !told:
		return errs.At("note", "kernel.itemflow.announced_note", nil)
	}
	return nil
}

func delivered[I any](r Rules, t kernel.Turn[Data, I, sealFacts], s *Served) (kernel.Out[Data], error) {
	d := t.Data
	var err error
	if s.Remedies, err = r.remedies(t.Facts.item, d, s.Day); err != nil {
		return kernel.Out[Data]{}, err
	}
	d.Served = s
	var until []map[string]string
	for _, x := range s.Remedies {
		until = append(until, map[string]string{x.Name: "1", "until": x.Until.Chinese(), "until_en": x.Until.String()})
	}
	paper, err := r.serviceProof(t.Case, d, s, t.Now, proofOf{doc: t.NewID(), item: t.Facts.item, paper: servedPaper(t.Case.State, d), number: servedNumber(t.Case.State, d, t.Facts.paper), remedies: until})
	return kernel.Out[Data]{To: Delivered, Data: d, Change: func(c *kernel.Case) { startLimits(c, t.Facts.item, "serve", s.Day.At(0)) }, Effects: []kernel.Effect{
		paper,
		servedNotice(t.Case.No, s, s.Pending(calendar.DateOf(t.Now))),
	}}, err
}

// proofOf is which paper a proof of service is about.
type proofOf struct {
	doc, paper, number string
	item               form.Item
	remedies           []map[string]string
}

// serviceProof is the proof of a service (送达回证).
func (r Rules) serviceProof(c kernel.Case, d Data, s *Served, now time.Time, p proofOf) (kernel.IssueDocument, error) {
	data, err := json.Marshal(map[string]any{"no": c.No, "track": d.Track, "item": d.Name.Zh, "item_en": d.Name.En, "applicant": d.Applicant.Name, "by": map[string]string{string(s.Way): "1"},
		"sent": s.Sent.Chinese(), "sent_en": s.Sent.String(), "day": s.Day.Chinese(), "day_en": s.Day.String(), "receiver": s.Receiver, "note": s.Note, "basis": s.Basis, "remedies": p.remedies, "office": r.office(c, now),
		"paper": map[string]string{p.paper: "1"}, "result": p.item.Result.Name.Zh, "result_en": p.item.Result.Name.En, "issuer": d.issuer(), "issuer_en": d.issuerEn(p.item), "number": p.number})
	return kernel.IssueDocument{ID: p.doc, Kind: "kernel.itemflow.paper.service", Template: "items/service", Data: data}, err
}

// issuer is who gave the paper, where another city did.
func (d Data) issuer() string {
	if d.Outside == nil {
		return ""
	}
	return d.Outside.Issuer
}

// issuerEn is the same in English, where the item says it.
func (d Data) issuerEn(it form.Item) string {
	if d.Outside == nil {
		return ""
	}
	return issuerIn(it, d.Outside)
}

// servedNumber is the number of the paper that is served: theirs, where another
// city gave it. That an acceptance was revoked has none.
func servedNumber(s kernel.State, d Data, p kernel.Paper) string {
	switch {
	case s == Revoked:
		return ""
	case d.Outside != nil && (d.Proxy != nil || d.PassedOn()):
		return d.Outside.No
	}
	return p.Number
}

// servedPaper is which of the papers is served.
func servedPaper(s kernel.State, d Data) string {
	switch {
	case s == NotAccepted || s == Revoked || s == Undone:
		return string(s)
	case d.PassedOn() && len(d.Outside.Files) == 0: // refused without a paper
		return "passed_on"
	case d.PassedOn() && d.Outside.Result == "grant":
		return "granted"
	case d.Proxy != nil || d.PassedOn():
		return "outside"
	case d.Decision != nil && !d.Decision.Grant:
		return "refusal"
	}
	return "result"
}

// servedNotice says what was served, or on which day to come it counts as served,
// and until when one may go against it.
func servedNotice(no string, s *Served, pending bool) kernel.Notify {
	args := map[string]string{"no": no, "day": s.Day.String()}
	if len(s.Remedies) == 0 && pending {
		return kernel.Notify{To: kernel.RoleOwner, Text: "kernel.itemflow.notice.sent." + string(s.Way), Args: args}
	}
	if len(s.Remedies) == 0 {
		return kernel.Notify{To: kernel.RoleOwner, Text: "kernel.itemflow.notice.delivered", Args: args}
	}
	for _, x := range s.Remedies {
		args[x.Name] = x.Until.String()
	}
	if args["review"] == "" { // one may only sue
		return kernel.Notify{To: kernel.RoleOwner, Text: "kernel.itemflow.notice.refusal_served_suit", Args: args}
	}
	return kernel.Notify{To: kernel.RoleOwner, Text: "kernel.itemflow.notice.refusal_served", Args: args}
}

// served delivers by the platform itself, once the paper is drawn and has the seal
// that it needs: the day on which it lies in the applicant's account. Who said in the shared groups
// "delivery" or "contact" that the result shall come by post or at the window
// is served so.
func (r Rules) served() kernel.Move {
	return kernel.MoveOf[Data, none, sealFacts]{
		Name: "served", From: []kernel.State{Decided}, By: []kernel.Role{Paper}, Hidden: true, Facts: sealFactsOf[none],
		Guard: func(t kernel.Turn[Data, none, sealFacts]) error {
			if t.Data.SealMissing() {
				return errs.New(errs.TooEarly, "kernel.itemflow.seal_missing", nil)
			}
			return byPlatform(t.Data)
		},
		Effects: func(t kernel.Turn[Data, none, sealFacts]) (kernel.Out[Data], error) {
			return delivered(r, t, servedNow(t.Now))
		},
	}.Build()
}

// wayFields are the answers that say how the result shall come.
var wayFields = []string{"delivery.way", "contact.way"}

// byPlatform refuses what the platform does not serve by itself.
func byPlatform(d Data) error {
	if d.Applicant.Party == "" {
		return errs.New(errs.Conflict, "kernel.itemflow.no_account", nil)
	}
	for _, field := range wayFields {
		if way := d.Values[field]; way == "post" || way == "window" {
			return errs.New(errs.Conflict, "kernel.itemflow.other_way", nil)
		}
	}
	return nil
}

// NeedsAccount reports whether an answer asks for a way that ends in an account
// (电子送达, 网上下载): who has none cannot use it.
func NeedsAccount(field, way string) bool {
	return slices.Contains(wayFields, field) && way != "" && way != "post" && way != "window"
}

// unreachable are the answers that ask for such a way where nobody has an account.
func unreachable(p kernel.PartyID, values form.Values) (out errs.List) {
	for _, field := range wayFields {
		if p == "" && NeedsAccount(field, values[field]) {
			out.Add(errs.At(field, "kernel.itemflow.way_needs_account", nil))
		}
	}
	return out
}
