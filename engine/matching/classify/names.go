package classify

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed subclasses.txt
var subclassTable string

// Subclass is a class of the IPC with a short name of our own.
type Subclass struct {
	Code, Zh, En string
}

// Subclasses are the frequent ones, by code.
var Subclasses = sync.OnceValue(func() []Subclass {
	var out []Subclass
	for line := range strings.Lines(subclassTable) {
		if cols := strings.Split(strings.TrimSpace(line), "|"); len(cols) == 3 {
			out = append(out, Subclass{Code: cols[0], Zh: cols[1], En: cols[2]})
		}
	}
	return out
})

var byCode = sync.OnceValue(func() map[string]Subclass {
	out := map[string]Subclass{}
	for _, s := range Subclasses() {
		out[s.Code] = s
	}
	return out
})

// Named gives the subclass that a symbol lies in; ok is false for one without a
// name here.
func Named(symbol string) (s Subclass, ok bool) {
	symbol = strings.ToUpper(strings.TrimSpace(symbol))
	if len(symbol) > 4 {
		symbol = symbol[:4]
	}
	s, ok = byCode()[symbol]
	return s, ok
}

// NameExamples make weak teachers of the names: each subclass once by its
// Chinese and once by its English name.
func NameExamples() []Example {
	var out []Example
	for _, s := range Subclasses() {
		for _, text := range []string{s.Zh, s.En} {
			out = append(out, Example{Text: text, Codes: []string{s.Code}, Weight: schemeWeight, Weak: true})
		}
	}
	return out
}
