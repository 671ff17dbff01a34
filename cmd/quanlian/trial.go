package main

import (
	"sync/atomic"
	"time"

	"quanlian/adapter/bank"
	"quanlian/ledger"
)

// bankTrial is the invented bank in the hands of a person.
type bankTrial struct {
	*bank.Fake
	now       func() time.Time
	forwarded atomic.Int64 // until when the time of asking runs ahead, in microseconds
}

// Unit: hours; seconds. Source: our choice. The first is more than the day that
// the bank has to answer and the hours for which it is asked again, the second
// enough for the worker to ask that often.
const (
	leap      = 36 * time.Hour
	leapLasts = 8 * time.Second
)

// Forward lets the time to answer, and that of asking again, be over.
func (t *bankTrial) Forward() { t.forwarded.Store(t.now().Add(leapLasts).UnixMicro()) }

func (t *bankTrial) ahead() time.Duration {
	if t.now().UnixMicro() < t.forwarded.Load() {
		return leap
	}
	return 0
}

// trialOf is the bank that a person may make behave badly; nil where it is real.
func trialOf(t *bankTrial) ledger.Trial {
	if t == nil {
		return nil
	}
	return t
}
