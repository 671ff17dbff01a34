package errs

import (
	"errors"
	"fmt"
	"sort"
	"strings"
)

// Kind tells how the outside world shall treat an error.
type Kind string

// The kinds. They are few on purpose: a new one needs an ADR.
const (
	Invalid     Kind = "invalid"     // what was sent is wrong: mend the named field
	Conflict    Kind = "conflict"    // the thing has changed meanwhile, or stands in a state that forbids this
	NotFound    Kind = "notfound"    // no such thing, or none that the reader may know of
	Forbidden   Kind = "forbidden"   // known reader, but not allowed
	TooEarly    Kind = "tooearly"    // allowed later, or after somebody else's move
	Unavailable Kind = "unavailable" // an outside party or resource does not answer: try again
	Internal    Kind = "internal"    // our fault
)

// Args are the variables of the sentence that belongs to a code.
type Args map[string]any

// Typed is a value as a person typed it. The sentence repeats it to that person;
// whatever else prints it, a log above all, prints it masked.
type Typed struct{ text, masked string }

// NewTyped is a typed value with how it is masked.
func NewTyped(text, masked string) Typed { return Typed{text, masked} }

// Text is the value itself, for the sentence alone.
func (t Typed) Text() string { return t.text }

// String is the masked value, as is every print of it.
func (t Typed) String() string { return t.masked }

// Format prints the masked value whatever the verb.
func (t Typed) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(t.masked)) }

// MarshalText writes the masked value.
func (t Typed) MarshalText() ([]byte, error) { return []byte(t.masked), nil }

// Error is a fault with its kind, its language key and its arguments.
type Error struct {
	Kind  Kind
	Code  string // language key, begins with the address: utilization.hall.dead_right
	Field string // JSON pointer-like path of the field at fault, "" when it is no field
	Args  Args
	Cause error // for the log only
	More  List  // further faults of the same input, each with its own field
}

// Error prints kind, code, field and arguments for the log; not for citizens.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", e.Kind, e.Code)
	if e.Field != "" {
		fmt.Fprintf(&b, " at %s", e.Field)
	}
	keys := make([]string, 0, len(e.Args))
	for k := range e.Args {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		fmt.Fprintf(&b, " %s=%v", k, e.Args[k])
	}
	if e.Cause != nil {
		fmt.Fprintf(&b, ": %v", e.Cause)
	}
	for _, m := range e.More {
		fmt.Fprintf(&b, "; %v", m)
	}
	return b.String()
}

// Unwrap gives the cause to errors.Is and errors.As.
func (e *Error) Unwrap() error { return e.Cause }

// New makes an error of a kind with its language key.
func New(kind Kind, code string, args Args) *Error {
	return &Error{Kind: kind, Code: code, Args: args}
}

// Wrap makes an error of a kind around a cause that only the log sees.
func Wrap(kind Kind, code string, cause error) *Error {
	return &Error{Kind: kind, Code: code, Cause: cause}
}

// At makes an Invalid error for one field.
func At(field, code string, args Args) *Error {
	return &Error{Kind: Invalid, Code: code, Field: field, Args: args}
}

// List is several faults of one input, in the order of its fields.
type List []*Error

// Add appends e unless it is nil.
func (l *List) Add(e *Error) {
	if e != nil {
		*l = append(*l, e)
	}
}

// Err folds the list into one Invalid error, or nil when there is none.
func (l List) Err() error {
	if len(l) == 0 {
		return nil
	}
	first := *l[0]
	first.More = append(List{}, l[1:]...)
	return &first
}

// All gives every fault that err carries, the first included; nil when err is
// not one of ours.
func All(err error) List {
	e := As(err)
	if e == nil {
		return nil
	}
	first := *e
	first.More = nil
	return append(List{&first}, e.More...)
}

// As finds the first *Error in err's chain, or nil.
func As(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return nil
}

// KindOf is the kind of err: "" for nil, Internal for a foreign error.
func KindOf(err error) Kind {
	if err == nil {
		return ""
	}
	if e := As(err); e != nil {
		return e.Kind
	}
	return Internal
}

// Is reports whether err carries the code.
func Is(err error, code string) bool {
	e := As(err)
	return e != nil && e.Code == code
}
