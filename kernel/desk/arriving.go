package desk

import (
	"sync"
	"time"
)

// Arriving are answers on their way from a party inside this process, an invented
// one say. The zero value is none; safe for concurrent use.
type Arriving struct {
	mu  sync.Mutex
	way []arriving
}

type arriving struct {
	at     time.Time
	answer OutsideAnswer
}

// Put lets an answer arrive at an instant.
func (q *Arriving) Put(a OutsideAnswer, at time.Time) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.way = append(q.way, arriving{at, a})
}

// Due gives what has arrived by now, in the order in which it was put, each once.
func (q *Arriving) Due(now time.Time) []OutsideAnswer {
	q.mu.Lock()
	defer q.mu.Unlock()
	var due []OutsideAnswer
	rest := q.way[:0]
	for _, x := range q.way {
		if x.at.After(now) {
			rest = append(rest, x)
		} else {
			due = append(due, x.answer)
		}
	}
	q.way = rest
	return due
}
