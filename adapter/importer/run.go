package importer

import (
	"context"
	"errors"
	"io"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/registry"
)

// Options say how files are read.
type Options struct {
	Mapping  Mapping
	Observed calendar.Date // the day on which columns of current owners were true
}

// Reader gives the rows of one file, io.EOF at the end.
type Reader interface {
	Next() (Row, error)
	Unknown() []string // heads that mean nothing to us
	Format() string
	Close() error
}

// Sink keeps records. It is safe to put the same ones again: then they count
// as same. changed counts records that add to a right already known.
type Sink interface {
	Put(ctx context.Context, records []registry.Record) (added, changed, same int, err error)
}

// Progress is told after every batch.
type Progress struct {
	Rows, Taken, Refused int
}

// Report is what became of one file.
type Report struct {
	File     string         `json:"file"`
	Format   string         `json:"format"`
	Rows     int            `json:"rows"`
	Taken    int            `json:"taken"`
	New      int            `json:"new"`
	Changed  int            `json:"changed"`
	Same     int            `json:"same"`
	Refused  int            `json:"refused"`
	Reasons  map[string]int `json:"reasons,omitempty"` // by code
	Notes    map[string]int `json:"notes,omitempty"`   // taken, but mended or in doubt
	Noted    []Noted        `json:"noted,omitempty"`   // one of each code, the first
	Unknown  []string       `json:"unknown_heads,omitempty"`
	Rejected string         `json:"rejected_file,omitempty"`
}

// Noted is where a note stands.
type Noted struct {
	File   string      `json:"file,omitempty"` // of a document, which has no line
	Record int         `json:"record"`         // 1-based among what was read
	Line   int         `json:"line"`           // as Row has it
	Head   string      `json:"head,omitempty"`
	Code   string      `json:"code"`
	Err    *errs.Error `json:"-"`
}

// batch is how many records go to the sink at once.
// Unit: records. Source: our own choice, see docs/measured.
const batch = 500

// Run reads a file to its end, puts what can be taken into the sink and hands
// every refused row to reject. A wrong row never stops the file; a file that
// breaks in the middle gives the report of what was read, and the error.
func Run(ctx context.Context, file string, r Reader, sink Sink, reject func(Row) error, tell func(Progress)) (Report, error) {
	rep := Report{File: file, Format: r.Format(), Reasons: map[string]int{}, Notes: map[string]int{}}
	var pending []registry.Record
	flush := func() error {
		if len(pending) == 0 {
			return nil
		}
		added, changed, same, err := sink.Put(ctx, pending)
		if err != nil {
			return err
		}
		rep.New, rep.Changed, rep.Same = rep.New+added, rep.Changed+changed, rep.Same+same
		pending = pending[:0]
		return nil
	}
	for {
		if err := ctx.Err(); err != nil {
			return rep, errs.Wrap(errs.Unavailable, "importer.run.cancelled", err)
		}
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return rep, errors.Join(err, flush())
		}
		if err := rep.count(row, &pending, reject); err != nil {
			return rep, err
		}
		if len(pending) >= batch {
			if err := flush(); err != nil {
				return rep, err
			}
		}
		if tell != nil && rep.Rows%batch == 0 {
			tell(Progress{rep.Rows, rep.Taken, rep.Refused})
		}
	}
	rep.Unknown = r.Unknown()
	if err := flush(); err != nil {
		return rep, err
	}
	if tell != nil {
		tell(Progress{rep.Rows, rep.Taken, rep.Refused})
	}
	return rep, nil
}

// head is the head of a column, "" when there is none.
func (r Row) head(col int) string {
	if col < 0 || col >= len(r.Heads) {
		return ""
	}
	return r.Heads[col]
}

// count books one row.
func (rep *Report) count(row Row, pending *[]registry.Record, reject func(Row) error) error {
	rep.Rows++
	for _, n := range row.Notes {
		if rep.Notes[n.Err.Code]++; rep.Notes[n.Err.Code] == 1 {
			at := Noted{Record: rep.Rows, Line: row.Line, Head: row.head(n.Col), Code: n.Err.Code, Err: n.Err}
			if row.Line == 0 {
				at.File = row.File
			}
			rep.Noted = append(rep.Noted, at)
		}
	}
	if row.Record != nil {
		rep.Taken++
		*pending = append(*pending, *row.Record)
		return nil
	}
	rep.Refused++
	for _, r := range row.Reasons {
		rep.Reasons[r.Err.Code]++
	}
	if reject == nil {
		return nil
	}
	return reject(row)
}

// DryRun is a sink that only counts, for a trial run: it knows what it has
// seen since it was made.
type DryRun struct {
	keys   map[string]bool
	rights map[string]bool
}

// NewDryRun makes an empty one.
func NewDryRun() *DryRun { return &DryRun{keys: map[string]bool{}, rights: map[string]bool{}} }

// Put counts and keeps only keys.
func (d *DryRun) Put(_ context.Context, records []registry.Record) (added, changed, same int, err error) {
	for _, r := range records {
		switch {
		case d.keys[r.Key]:
			same++
		case d.rights[r.Right.Number]:
			changed++
		default:
			added++
		}
		d.keys[r.Key] = true
		d.rights[r.Right.Number] = true
	}
	return added, changed, same, nil
}

// Rights is how many different rights were seen.
func (d *DryRun) Rights() int { return len(d.rights) }
