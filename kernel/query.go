package kernel

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode"
)

// CaseQuery is what a list of cases is filtered by; zero fields do not filter.
type CaseQuery struct {
	Flow     FlowAddr
	States   []State
	Role     Role // the actor takes part as this
	Party    PartyID
	Assignee UserID
	AnyOf    []UserID // assigned to one of these
	Pool     bool     // not assigned to anybody
	Turn     []Role
	Open     bool // not closed
	Closed   bool
	OpenAt   time.Time // was opened by this instant, and not closed before or at it
	Text     string    // in number or title
	// Inside: the text is also the whole [Case.Track], the number in [Case.About], or
	// stands in the name of a party that takes part. Only an office looks so into its cases.
	Inside bool
	// Headed are names of flows whose cases are headed with the text wherever people
	// read them: they are found by it too.
	Headed   []string
	DueBy    time.Time
	DueAfter time.Time
	Light    CaseLight // at DueBy and DueAfter, see [CaseLight]
	Unit     UnitID
	District string
	Item     string // code of a declared item
	About    string // see [Case.About]
	Nos      []string
	Flows    []FlowAddr // of one of these flows
	Not      []FlowAddr // flows left out
	Sort     string     // due (default), updated, opened, oldest, title
	Limit    int
	Offset   int
	After    CasePlace // beyond it in the order; instead of Offset
	// Uncounted: the number before paging is not asked for, and is 0. Brief:
	// nor are data, access and limits; what is left names the case.
	Uncounted, Brief bool
	// Part: the actor has a role of its own in the case, more than anybody has, and
	// more than an office has that is only asked beside it.
	Part bool
	// Yours, Others: the next move is, or is not, the actor's by a role that it
	// takes part in itself, also of a closed case that asks something of its owner
	// still, and of an open one to which it owes something beside (see [Owes]); whose turn it is in an office is asked by Turn.
	Yours, Others bool
}

// Typed is a number or a code as it is kept, of what somebody typed: capitals, half
// width, plain dashes and no blanks.
func Typed(text string) string {
	return strings.ToUpper(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return -1
		case r >= '！' && r <= '～': // full-width
			return r - '！' + '!'
		case r == '—' || r == '–' || r == '－':
			return '-'
		}
		return r
	}, text))
}

// CasePlace is where a case stands in the order of a list: by it one reads on
// from the last case that was read, however the rows before it have moved since.
// The zero value is before the first.
type CasePlace struct {
	ID    CaseID `json:"id"`
	Clock int64  `json:"clock,omitempty"` // 0 runs, 1 no limit, 2 held
	// Instants in microseconds, as they are stored.
	Due     int64  `json:"due,omitempty"`
	Updated int64  `json:"updated,omitempty"`
	Opened  int64  `json:"opened,omitempty"`
	Title   string `json:"title,omitempty"`
}

// CaseStub is a case as a long list holds it: what names it, and whose move it is.
type CaseStub struct {
	ID     CaseID
	No     string
	Flow   FlowAddr
	Title  string
	State  State
	Parent CaseID
	Yours  bool // see [CaseQuery]
	Closed time.Time
}

// CaseLight is how the nearest limit of a case stands, as a list filters by it.
type CaseLight string

// The lights. Late, soon and fine are told apart by the due instants asked for;
// a clock that stands still is none of the last two.
const (
	CaseHeld    CaseLight = "held" // see [Case.StandsStill]
	CaseRunning CaseLight = "run"  // the clock runs and there is a limit
	CaseNoLimit CaseLight = "none"
)

// CaseFacet is what cases are counted by.
type CaseFacet string

// The facets of a list of cases.
const (
	ByUnit     CaseFacet = "unit"
	ByDistrict CaseFacet = "district"
	ByItem     CaseFacet = "item"
	ByFlow     CaseFacet = "flow"
	ByAssignee CaseFacet = "assignee"
)

// StaffLoad is a member of staff as one who could be given work of a unit: what is
// open there and altogether, and until when the person is away.
type StaffLoad struct {
	Colleague
	Here, Open int
	Away       []StandIn // absences that run or are to come
}

// Message is one message inside a case, with its writer's name.
type Message struct {
	ID    string    `json:"id"`
	From  UserID    `json:"from"`
	Name  string    `json:"name"`
	Party PartyID   `json:"party"`
	Org   string    `json:"org"`
	Text  string    `json:"text"`
	Made  time.Time `json:"made"`
}

// Notice is one message of the program to somebody who takes part in a case.
type Notice struct {
	ID   string            `json:"id"`
	Case CaseID            `json:"case"`
	No   string            `json:"no"`
	Flow FlowAddr          `json:"flow,omitempty"`
	Text string            `json:"text"` // language key
	Args map[string]string `json:"args"`
	Made time.Time         `json:"made"`
	Seen time.Time         `json:"seen,omitzero"`
}

// Paper is one document of a case: issued by the city, or put in.
type Paper struct {
	ID     string    `json:"id"`
	Kind   string    `json:"kind"`           // language key
	Part   string    `json:"part,omitempty"` // what tells it from others of its kind, as a year
	Number string    `json:"number,omitempty"`
	Name   string    `json:"name,omitempty"`
	SHA256 string    `json:"sha256,omitempty"` // "" until it is rendered
	Bytes  int64     `json:"bytes"`
	Media  string    `json:"media,omitempty"`
	Pages  int       `json:"pages,omitempty"` // 0: not known
	Level  Level     `json:"level"`
	For    Role      `json:"for,omitempty"` // whose own it is; "" for everybody at its level
	Made   time.Time `json:"made"`
	// Bound: an entry of the journal holds its content, of which there is a
	// receipt. A signature's file has none: it proves itself.
	Bound bool `json:"-"`
	// Issued: the program drew it from a template and frozen data.
	Issued bool `json:"-"`
}

// OpenTo reports whether the actor, who sees the case at the paper's level, may
// read it: a paper of one side, or of several with commas between them, is theirs
// and the office's.
func (p Paper) OpenTo(a Actor, c Case) bool {
	if p.For == "" || a.System != "" {
		return true
	}
	roles, _ := RolesOf(a, c)
	return slices.ContainsFunc(roles, func(r Role) bool {
		return slices.Contains(strings.Split(string(p.For), ","), string(r)) || slices.ContainsFunc(a.Posts, func(x Post) bool { return x.Role == r })
	})
}

// StandIn is a deputy with the names of both.
type StandIn struct {
	Deputy
	AbsentName string `json:"absent_name"`
	DeputyName string `json:"deputy_name"`
}

// Colleague is a member of staff as colleagues see one.
type Colleague struct {
	ID    UserID `json:"id"`
	Name  string `json:"name"`
	Login string `json:"login"`
	Posts []Post `json:"posts"`
}

// Draft is what a person had typed into a form and not sent.
type Draft struct {
	Subject string          `json:"subject"` // the form, see DraftSubject
	Data    json.RawMessage `json:"data"`
	Updated time.Time       `json:"updated"`
}

// DraftSubject names the form of a move in a case.
func DraftSubject(c CaseID, move string) string { return "case/" + string(c) + "/" + move }

// Change is one numbered act in a case, as those may be told who see the case:
// without anybody's name and without what was typed.
type Change struct {
	Seq  int64     `json:"seq"` // dense number of the journal
	At   time.Time `json:"at"`
	Case CaseID    `json:"case"`
	No   string    `json:"no"`
	Flow FlowAddr  `json:"flow"`
	// Act, From, To and Version are told to whoever sees the file of the case.
	Act     string `json:"act,omitempty"`
	From    State  `json:"from,omitempty"`
	To      State  `json:"to,omitempty"`
	Version int64  `json:"version,omitempty"`
}

// Changes are the acts after a number, in the order of their numbers.
type Changes struct {
	Items []Change `json:"items"`
	Next  int64    `json:"next"` // ask after this number next
	Head  int64    `json:"head"` // the last number given out
}

// CaseCount is a query whose cases are counted, also by facets.
type CaseCount struct {
	CaseQuery
	By []CaseFacet
}

// Counted is how many cases a query has, and of each facet how many with each
// value.
type Counted struct {
	N  int
	By map[CaseFacet]map[string]int
}
