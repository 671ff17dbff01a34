package rehearsal

import (
	"slices"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	engine "quanlian/engine/rehearsal"
	"quanlian/kernel"
)

// Roles of who may rehearse.
var roles = []kernel.Role{kernel.RoleHead, kernel.RoleSupervisor}

// Units are the offices whose cases the actor may rehearse: those that he heads
// or supervises.
func Units(a kernel.Actor) []kernel.UnitID {
	var out []kernel.UnitID
	for _, p := range a.Posts {
		if p.District == "" && slices.Contains(roles, p.Role) && !slices.Contains(out, p.Unit) {
			out = append(out, p.Unit)
		}
	}
	return out
}

// May reports whether the actor may ask about, and read of, all the offices.
func May(a kernel.Actor, units []kernel.UnitID) bool {
	mine := Units(a)
	for _, u := range units {
		if !slices.Contains(mine, u) {
			return false
		}
	}
	return len(units) > 0
}

// Start asks a question; a worker answers it.
type Start struct {
	ID       string        `json:"id"`
	By       kernel.UserID `json:"by"`
	Hat      string        `json:"hat"`
	Question Question      `json:"question"`
}

// Stop ends a rehearsal that runs.
type Stop struct {
	ID string        `json:"id"`
	By kernel.UserID `json:"by"`
}

// Drop throws a rehearsal away.
type Drop struct {
	ID string        `json:"id"`
	By kernel.UserID `json:"by"`
}

// Write names, as they stand in the journal.
func (Start) Write() string { return "rehearsal.start" }
func (Stop) Write() string  { return "rehearsal.stop" }
func (Drop) Write() string  { return "rehearsal.drop" }

// OwnedBy reports whether the actor asks in his own name, about offices of his.
func (w Start) OwnedBy(a kernel.Actor) bool {
	return w.By == a.User && w.Hat == a.Hat() && May(a, w.Question.Units)
}

// OwnedBy reports whether it is the actor's own.
func (w Stop) OwnedBy(a kernel.Actor) bool { return w.By == a.User }

// OwnedBy reports whether it is the actor's own.
func (w Drop) OwnedBy(a kernel.Actor) bool { return w.By == a.User }

// Guard looks at the question.
func (w Start) Guard(_ kernel.View, _ kernel.Actor, now time.Time) error {
	return w.Question.Check(calendar.DateOf(now))
}

// State is how far a rehearsal has come.
type State string

// The states: whoever runs it is the program's worker.
const (
	Waiting State = "waiting"
	Running State = "running"
	Done    State = "done"
	Stopped State = "stopped"
	Failed  State = "failed"
)

// Going reports whether something will still happen by itself.
func (s State) Going() bool { return s == Waiting || s == Running }

// Rehearsal is one question with what has become of it.
type Rehearsal struct {
	ID       string
	By       kernel.UserID
	ByName   string
	Hat      string
	Made     time.Time // also the instant as of which the cases are taken
	Finished time.Time
	Question Question
	State    State
	Done, Of int // runs
	Fault    *errs.Error
	Basis    Basis
	Answer   engine.Answer
}

// ErrStopped ends a rehearsal whose maker stopped it, or that another process
// has taken over.
var ErrStopped = errs.New(errs.Conflict, "service.rehearsal.stopped", nil)

// NotFound is said of a rehearsal that is none, or not the reader's.
func NotFound() error { return errs.New(errs.NotFound, "service.rehearsal.none", nil) }

// Forbidden is said to who heads and supervises no office.
func Forbidden() error { return errs.New(errs.Forbidden, "service.rehearsal.only", nil) }
