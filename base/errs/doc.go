// Package errs is the one error type of the house (错误).
//
// An [Error] says three things: its Kind (how the outside world shall treat
// it), its Code (the language key under which the citizen's sentence stands in
// catalogue/lang) and, where the fault is in what a person typed, the Field.
// Its cause is for the log only and never shown.
//
// Two limits: an error that crosses a process border keeps Kind, Code and Args
// but loses its cause; and errs decides no HTTP status, which is done in one
// table each in web and api.
package errs
