package importer

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/registry"
)

// Row is one row or document of a file: taken or refused.
type Row struct {
	File    string
	Line    int      // 1-based row of the sheet or line of the text; 0 for a document
	Heads   []string // nil for a document
	Cells   []string // as they stood; of a refused row with day numbers as dates
	Record  *registry.Record
	Reasons []Reason // why it was refused
	Notes   []Reason // taken, but mended or in doubt
}

// Reason is one fault with the column it stands in, -1 when it is none.
type Reason struct {
	Col int
	Err *errs.Error
}

// cell is one value with the place it came from.
type cell struct {
	col        int
	text, head string
}

// entry is what was read of one right before it is judged.
type entry struct {
	file     string
	line     int
	cells    map[Field]cell
	cols     map[Field]int // where a field stands, also when its cell is empty
	date1904 bool
	format   string
	observed calendar.Date // day on which "current owner" was true, when given

	ipc            []string
	applicants     []registry.Owner
	owners         []registry.Owner
	inventors      []string
	agents         []string
	priorities     []registry.Priority
	citations      []registry.Citation
	earlier        []registry.Document
	text           []registry.Paragraph
	claims         []registry.Claim
	drawings       []registry.Drawing
	reasons, notes []Reason
}

// set keeps the first value of a field.
func (in *entry) set(f Field, v string) {
	if v = strings.TrimSpace(v); v == "" {
		return
	}
	if in.cells == nil {
		in.cells = map[Field]cell{}
	}
	if _, ok := in.cells[f]; !ok {
		in.cells[f] = cell{col: slices.Index(shown, f), text: v, head: string(f)}
	}
}

// get is the text of a field, "" when absent.
func (in *entry) get(f Field) string { return in.cells[f].text }

// has reports whether a field has a value.
func (in *entry) has(f Field) bool { return in.cells[f].text != "" }

// refuse notes why the row cannot be taken.
func (in *entry) refuse(f Field, e *errs.Error) {
	in.reasons = append(in.reasons, Reason{Col: in.col(f), Err: e})
}

// note records something mended or doubtful.
func (in *entry) note(f Field, e *errs.Error) {
	in.notes = append(in.notes, Reason{Col: in.col(f), Err: e})
}

// col is the column of a field, -1 when it has none.
func (in *entry) col(f Field) int {
	if c, ok := in.cells[f]; ok {
		return c.col
	}
	if in.cols == nil {
		return slices.Index(shown, f)
	}
	if i, ok := in.cols[f]; ok {
		return i
	}
	return -1
}

// fault turns an error of base into a reason of ours; the cause goes to the log.
func fault(err error, code string, args errs.Args) *errs.Error {
	if e := errs.As(err); e != nil {
		return e
	}
	return &errs.Error{Kind: errs.Invalid, Code: code, Args: args, Cause: err}
}

// take judges the entry and fills the row.
func (in *entry) take(row *Row) {
	var r registry.Right
	in.number(&r)
	in.dates(&r)
	in.bibliography(&r)
	in.holders(&r)
	rec := registry.Record{Source: in.source(), Right: r}
	in.document(&rec)
	in.legal(&rec)
	in.offer(&rec)
	row.Notes = in.notes
	if len(in.reasons) > 0 {
		row.Reasons = in.reasons
		return
	}
	rec.Key = registry.RecordKey(rec)
	row.Record = &rec
}

// dates reads filing, publication and grant, and their order.
func (in *entry) dates(r *registry.Right) {
	r.Filing = in.date(AppDate)
	r.Granted = in.date(GrantDate)
	pub := in.date(PubDate)
	if !r.Filing.IsZero() && !pub.IsZero() && pub.Before(r.Filing) {
		in.refuse(PubDate, errs.New(errs.Invalid, "importer.date.order", errs.Args{"later": in.get(PubDate), "earlier": in.get(AppDate)}))
	}
	if !r.Filing.IsZero() && !r.Granted.IsZero() && r.Granted.Before(r.Filing) {
		in.refuse(GrantDate, errs.New(errs.Invalid, "importer.date.order", errs.Args{"later": in.get(GrantDate), "earlier": in.get(AppDate)}))
	}
}

// bibliography reads title, texts, classes and persons.
func (in *entry) bibliography(r *registry.Right) {
	r.Title = closeUp(in.get(Title))
	if r.Title == "" {
		in.note(Title, errs.New(errs.Invalid, "importer.row.no_title", nil)) // another source may name it
	}
	r.Abstract = in.get(Abstract)
	r.Text, r.Drawings, r.Citations = in.text, in.drawings, in.citations
	r.Claims = in.claims
	if len(r.Claims) == 0 && in.has(Claims) {
		r.Claims = splitClaims(in.get(Claims))
	}
	in.classes(r)
	r.Inventors = orSplit(in.inventors, in.get(Inventor), true)
	r.Agents = orSplit(in.agents, in.get(Agent), true)
	r.Agency, r.AgencyCode = agency(in.get(Agency))
	r.Address, r.Postcode = in.get(Address), in.get(Postcode)
	r.Priorities = in.priorities
	if len(r.Priorities) == 0 {
		r.Priorities = in.listedPriorities()
	}
	r.Family = splitList(in.get(Family), false)
	for _, c := range splitList(in.get(Citations), false) {
		r.Citations = append(r.Citations, registry.Citation{Number: c})
	}
}

// holders reads applicants and owners.
func (in *entry) holders(r *registry.Right) {
	r.Applicants = in.applicants
	if len(r.Applicants) == 0 {
		r.Applicants = named(splitList(in.get(Applicant), false))
	}
	if len(in.owners) == 0 {
		in.owners = named(splitList(in.get(Owner), false))
	}
	if len(r.Applicants) == 0 {
		r.Applicants = in.owners
	}
	in.codes(r.Applicants)
}

// codes joins credit codes to names when there is one for each.
func (in *entry) codes(owners []registry.Owner) {
	list := splitList(in.get(OwnerCode), false)
	if len(list) == 0 {
		return
	}
	for i, c := range list {
		code, e := creditCode(c)
		if e != nil {
			in.refuse(OwnerCode, e)
			return
		}
		list[i] = code
	}
	if len(list) != len(owners) {
		in.note(OwnerCode, errs.New(errs.Invalid, "importer.code.count", errs.Args{"codes": len(list), "names": len(owners)}))
		return
	}
	for i := range owners {
		owners[i].USCC = list[i]
	}
	for i := range in.owners {
		for _, o := range owners {
			if o.Name == in.owners[i].Name {
				in.owners[i].USCC = o.USCC
			}
		}
	}
}

// source says where a record comes from, for people to find it again.
func (in *entry) source() string {
	if in.line > 0 {
		return path.Base(in.file) + ":" + strconv.Itoa(in.line)
	}
	return path.Base(in.file)
}
