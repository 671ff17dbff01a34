package itemflow

import (
	"encoding/json"
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
)

// Data is what a case of a declared item holds.
type Data struct {
	Code      string      `json:"code"`
	Name      form.Text   `json:"name"`
	Values    form.Values `json:"values"`
	Files     []File      `json:"files"`
	Applicant Applicant   `json:"applicant"`
	Channel   string      `json:"channel"` // online, window, batch, api
	Track     string      `json:"track"`   // with the number it shows the case without a log-in
	Bundle    string      `json:"bundle,omitempty"`
	Filed     time.Time   `json:"filed"`
	Accepted  time.Time   `json:"accepted,omitzero"`

	Notified *Notified `json:"notified,omitempty"`
	Gaps     []Gap     `json:"gaps,omitempty"`
	Promised []string  `json:"promised,omitempty"` // materials replaced by a promise
	// Confirmed are the numbers that the register of rights had as in force when
	// the form was sent or corrected: they spare papers.
	Confirmed []string `json:"confirmed,omitempty"`
	// Owns: the register named the applicant then as owner of a right in force.
	Owns bool `json:"owns,omitempty"`

	Inspect calendar.Date `json:"inspect,omitzero"` // last day for looking whether promises hold
	// Inspection is the case in which they are looked at, Inspected when it ended,
	// Doubt what did not hold.
	Inspection kernel.CaseID `json:"inspection,omitempty"`
	Inspected  time.Time     `json:"inspected,omitzero"`
	Doubt      string        `json:"doubt,omitempty"`
	Breach     *Breach       `json:"breach,omitempty"` // a promise that did not hold, on record

	Checks    map[string]Checked `json:"checks,omitempty"`
	Opinion   *Opinion           `json:"opinion,omitempty"`
	Extension *Extension         `json:"extension,omitempty"`
	// Suspension is the last one that was asked for.
	Suspension *Suspension `json:"suspension,omitempty"`
	Outside    *Outside    `json:"outside,omitempty"`
	Proxy      *Proxy      `json:"proxy,omitempty"`
	SentBack   []SentBack  `json:"sent_back,omitempty"` // by other cities, undone
	From       *From       `json:"from,omitempty"`
	Publicity  *Publicity  `json:"publicity,omitempty"`
	Decision   *Decision   `json:"decision,omitempty"`
	Former     []Former    `json:"former,omitempty"` // decisions that were taken back, the first one first
	Answer     *Answer     `json:"answer,omitempty"`
	Booking    *Booking    `json:"booking,omitempty"`
	Asked      []Asked     `json:"asked,omitempty"` // opinions of other offices
	Served     *Served     `json:"served,omitempty"`
	Rating     *Rating     `json:"rating,omitempty"`
	Leaving    *Leaving    `json:"leaving,omitempty"` // asked back from another office
	// Fed is how the platform above answered, by case and rating.
	Fed map[string]Fed `json:"fed,omitempty"`
	// Auto is what the program found for the lines of the checklist that it looks
	// at; Overruled are its ticks that a clerk took back.
	Auto      []Auto               `json:"auto,omitempty"`
	Overruled map[string]Overruled `json:"overruled,omitempty"`
	// Stretched are the days above that outages moved, by correction,
	// supply/<material> and publicity.
	Stretched map[string]Stretched `json:"stretched,omitempty"`
}

// Applicant is who applies, as the case was filed.
type Applicant struct {
	Party    kernel.PartyID `json:"party,omitempty"` // "" when he has no account
	Kind     string         `json:"kind"`
	Name     string         `json:"name"`
	Code     string         `json:"code,omitempty"`
	Phone    string         `json:"phone,omitempty"`
	District string         `json:"district,omitempty"`
	Agent    bool           `json:"agent,omitempty"` // through an agent under a mandate
}

// File is one attachment; its bytes lie under their hash. In an input only the
// material and the upload count: the rest is what the upload's row says.
type File struct {
	ID       string `json:"id,omitempty" wire:"told"` // of the document, once attached
	Upload   string `json:"upload,omitempty"`
	Material string `json:"material"`
	Name     string `json:"name" wire:"told"`
	SHA256   string `json:"sha256" wire:"told"`
	Bytes    int64  `json:"bytes" wire:"told"`
	Media    string `json:"media" wire:"told"`
	Pages    int    `json:"pages,omitempty" wire:"told"`
	// Replaced: a newer one stands in its place, or it was taken out (Out); it is kept.
	Replaced bool `json:"replaced,omitempty" wire:"told"`
	Out      bool `json:"out,omitempty" wire:"told"`
}

// Notified is the one notice that says all that is missing (一次性告知).
type Notified struct {
	At       time.Time     `json:"at"`
	Text     string        `json:"text"`
	Missing  []string      `json:"missing,omitempty"`
	By       calendar.Date `json:"by"`
	Answered time.Time     `json:"answered,omitzero"`
	// Doc is its paper, Name who gave it; of an older notice they are not kept.
	Doc  string `json:"doc,omitempty"`
	Name string `json:"name,omitempty"`
	Seal *Seal  `json:"seal,omitempty"`
}

// Gap is a material that may follow after acceptance (容缺).
type Gap struct {
	Material string        `json:"material"`
	Name     form.Text     `json:"name,omitzero"`
	By       calendar.Date `json:"by"`
	Supplied time.Time     `json:"supplied,omitzero"`
}

// Checked is one ticked line of the checklist.
type Checked struct {
	At   time.Time     `json:"at"`
	By   kernel.UserID `json:"by,omitempty"`
	Name string        `json:"name,omitempty"`
	Auto bool          `json:"auto,omitempty"`
	Note string        `json:"note,omitempty"`
}

// Opinion is the examiner's word.
type Opinion struct {
	By   kernel.UserID `json:"by"`
	Name string        `json:"name"`
	At   time.Time     `json:"at"`
	Pass bool          `json:"pass"`
	Text string        `json:"text"`
}

// Extension asks for a longer limit (延期); a head approves it.
type Extension struct {
	Limit    string          `json:"limit"`
	Extra    calendar.Period `json:"extra"`
	Reason   string          `json:"reason"`
	By       kernel.UserID   `json:"by"`
	Approved *bool           `json:"approved,omitempty"`
	Head     string          `json:"head,omitempty"`
	Note     string          `json:"note,omitempty"`
	Until    calendar.Date   `json:"until,omitzero"` // the new last day
	Over     string          `json:"over,omitempty"` // why nobody answers any more, see [RequestOver]
}

// Open reports whether it waits for a head's word.
func (e *Extension) Open() bool { return e != nil && e.Approved == nil && e.Over == "" }

// Outside is where the act is done in the end, under whose number.
type Outside struct {
	System string        `json:"system"`
	Office form.Text     `json:"office,omitzero"` // its name; empty in what was forwarded before it was kept
	No     string        `json:"no,omitempty"`    // the other office's number
	At     calendar.Date `json:"at,omitzero"`     // its receipt: its clock runs from here
	Result string        `json:"result,omitempty"`
	Day    calendar.Date `json:"day,omitzero"`     // of its result
	Issuer string        `json:"issuer,omitempty"` // who gave it
	Files  []OutsideFile `json:"files,omitempty"`  // the papers that came with it
}

// OutsideFile is a paper of that office's in the case.
type OutsideFile struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Proxy is a case taken in here for another city (跨市代收代办).
type Proxy struct {
	City   string    `json:"city"`
	Office string    `json:"office"`
	At     time.Time `json:"at"`
	Reason string    `json:"reason"`
}

// SentBack is that another city gave a case back undone, and why.
type SentBack struct {
	City   string    `json:"city"`
	Office string    `json:"office"`
	At     time.Time `json:"at"`
	Reason string    `json:"reason"`
}

// Name is the office with its city, as a paper names it.
func (p Proxy) Name() string {
	if strings.HasPrefix(p.Office, p.City) {
		return p.Office
	}
	return p.City + p.Office
}

// From is the other city's window that took a case in for us: the result goes back
// there.
type From struct {
	City   string `json:"city"`
	Office string `json:"office"`
	No     string `json:"no,omitempty"` // its own number
}

// Publicity is the time in which anybody may object (公示).
type Publicity struct {
	From       calendar.Date `json:"from"`
	To         calendar.Date `json:"to"`
	Objections []Objection   `json:"objections,omitempty"`
}

// Objection is one voice against.
type Objection struct {
	Name    string    `json:"name"`
	Contact string    `json:"contact"`
	Text    string    `json:"text"`
	Code    string    `json:"code,omitempty"` // shows whoever objected what became of it
	At      time.Time `json:"at"`
	Finding string    `json:"finding,omitempty"`
}

// Decision is how the case was decided.
type Decision struct {
	Grant  bool   `json:"grant"`
	Reason string `json:"reason,omitempty"`
	// Laws are those on which a refusal rests, see [Laws]; none in old records.
	Laws []string      `json:"laws,omitempty"`
	At   time.Time     `json:"at"`
	By   kernel.UserID `json:"by,omitempty"`
	Name string        `json:"name,omitempty"`
	Doc  string        `json:"doc,omitempty"` // id of the issued document
	Seal *Seal         `json:"seal,omitempty"`
	// Revoked is when it was revoked, because a promise did not hold.
	Revoked time.Time `json:"revoked,omitzero"`
}

// Answer is the reply to a question.
type Answer struct {
	Text string    `json:"text"`
	By   string    `json:"by"`
	At   time.Time `json:"at"`
}

// Booking is an agreed time.
type Booking struct {
	Day   calendar.Date `json:"day"`
	Time  string        `json:"time"` // 09:30
	Place string        `json:"place"`
	Came  *bool         `json:"came,omitempty"`
}

// Asked is an opinion asked of another office.
type Asked struct {
	Case     kernel.CaseID `json:"case"`
	No       string        `json:"no"`
	Unit     kernel.UnitID `json:"unit"`
	Question string        `json:"question"`
	Answer   string        `json:"answer,omitempty"`
	Answered time.Time     `json:"answered,omitzero"`
	Silent   time.Time     `json:"silent,omitzero"`  // its time ran out without an answer
	Waived   string        `json:"waived,omitempty"` // why the case goes on without it
}

// Open reports whether the case waits for it.
func (a Asked) Open() bool { return a.Answered.IsZero() && a.Waived == "" }

// Served is how and when the result reached the applicant (送达回证).
type Served struct {
	Way      calendar.Way  `json:"way"`
	Sent     calendar.Date `json:"sent"`
	Day      calendar.Date `json:"day"` // on which it counts as served
	Receiver string        `json:"receiver,omitempty"`
	Note     string        `json:"note,omitempty"`
	Basis    string        `json:"basis,omitempty"` // the rule that made the day
	Verified bool          `json:"verified,omitempty"`
	// Remedies are what may be done against a refusal, each until its day.
	Remedies []Remedy `json:"remedies,omitempty"`
}

// Rating is the applicant's word (好差评), 5 best.
type Rating struct {
	Stars  int           `json:"stars"`
	Text   string        `json:"text,omitempty"`
	Named  bool          `json:"named"`
	At     time.Time     `json:"at"`
	Review kernel.CaseID `json:"review,omitempty"` // the case that settles a bad one
	// Settled is when that case ended, with Reply; Again is the word after it.
	Settled time.Time `json:"settled,omitzero"`
	Reply   string    `json:"reply,omitempty"`
	Again   *Rating   `json:"again,omitempty"`
}

// MayRateAgain reports whether a bad rating was settled and may be given anew.
func (r *Rating) MayRateAgain() bool { return r != nil && !r.Settled.IsZero() && r.Again == nil }

// waitsFor are the numbers of the opinions that the case waits for.
func (d Data) waitsFor() []string {
	var out []string
	for _, a := range d.Asked {
		if a.Open() {
			out = append(out, a.No)
		}
	}
	return out
}

// DataOf reads the data of a case.
func DataOf(c kernel.Case) (Data, error) {
	var d Data
	if err := json.Unmarshal(c.Data, &d); err != nil {
		return d, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
	}
	return d, nil
}

// ReadData is the record of a case that is only looked at.
func ReadData(c kernel.Case) (Data, error) { return kernel.Recall(c, DataOf) }

// OpenGaps are the materials still owed.
func (d Data) OpenGaps() []Gap {
	var out []Gap
	for _, g := range d.Gaps {
		if g.Supplied.IsZero() {
			out = append(out, g)
		}
	}
	return out
}

// Current are the files that stand, without those replaced.
func (d Data) Current() []File {
	var out []File
	for _, f := range d.Files {
		if !f.Replaced {
			out = append(out, f)
		}
	}
	return out
}

// Has reports whether a file of the material stands.
func (d Data) Has(material string) bool {
	for _, f := range d.Files {
		if f.Material == material && !f.Replaced {
			return true
		}
	}
	return false
}

// Choices are the values that a field of a move may have in every case; what
// hangs on the case (its materials, its checklist) is not among them.
func Choices(move, path string) []string {
	if move == kernel.MoveSignOff { // a signer says it in words
		return nil
	}
	switch path {
	case "opinion":
		return []string{"pass", "fail"}
	case "outcome":
		return []string{"grant", "refuse"}
	case "way":
		return Ways()
	case "grade":
		return Grades()
	case "ok":
		return []string{"yes", "no"}
	}
	return nil
}
