package outage

import (
	"context"
	"time"

	"quanlian/base/calendar"
	"quanlian/kernel"
)

// Row is an outage as the register shows it.
type Row struct {
	Case    kernel.CaseID
	No      string
	State   kernel.State
	Version int64
	Opened  time.Time
	Data
}

// Moved is an end that an outage moved in a case.
type Moved struct {
	Case kernel.CaseID
	No   string // of the case
	Flow kernel.FlowAddr
	Unit kernel.UnitID
	Kind string // limit or day
	Was  calendar.Date
	Now  calendar.Date
}

// Register reads outages; the store fulfils it.
type Register interface {
	// OutagesNow are those that run or are announced, the next first.
	OutagesNow(ctx context.Context) ([]Row, error)
	// Outages lists all, the newest first, and how many there are.
	Outages(ctx context.Context, limit, offset int) ([]Row, int, error)
	// Outage finds one by its number.
	Outage(ctx context.Context, no string) (Row, error)
	// OutageMoved counts the ends that an outage moved and the cases they are of;
	// looked: every case was looked at since it was written last.
	OutageMoved(ctx context.Context, no string) (ends, cases int, looked bool, err error)
	// OutageCases lists those of them that lie in cases which the actor may see.
	OutageCases(ctx context.Context, a kernel.Actor, no string, limit int) ([]Moved, error)
}
