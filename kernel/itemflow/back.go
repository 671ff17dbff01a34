package itemflow

import (
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
)

// ReceiptInput is the other office's receipt: its number and the day from which
// its clock runs.
type ReceiptInput struct {
	No     string        `json:"no"`
	Day    calendar.Date `json:"day"`
	Papers []string      `json:"papers,omitempty"` // uploads: the notice
}

// backFacts are the item, and the paper that came back.
type backFacts struct {
	item   form.Item
	papers []kernel.Upload
}

func withPapers[I any](papers func(I) []string) func(kernel.View, kernel.Case, Data, I) (backFacts, error) {
	return func(v kernel.View, c kernel.Case, d Data, in I) (backFacts, error) {
		it, err := itemOf(v, c, d, in)
		f := backFacts{item: it}
		if err != nil {
			return f, err
		}
		for _, id := range papers(in) {
			u, err := kernel.Load(v, kernel.UploadByID{ID: id})
			if err != nil {
				return f, err
			}
			f.papers = append(f.papers, u)
		}
		return f, nil
	}
}

// own refuses a paper that another put in.
func (f backFacts) own(a kernel.Actor) error {
	for _, p := range f.papers {
		if p.SHA256 == "" || p.By != a.User {
			return errs.At("papers", "kernel.itemflow.file_lost", errs.Args{"name": p.Name})
		}
	}
	return nil
}

// attached lays the papers into the case; those that are files of the office, and
// not its words that were pasted, are named.
func (f backFacts) attached(newID func() string) (laid []kernel.Effect, files []OutsideFile) {
	for _, p := range f.papers {
		id := newID()
		laid = append(laid, kernel.AttachDocument{ID: id, Kind: "kernel.itemflow.paper.outside", Name: p.Name, SHA256: p.SHA256, Bytes: p.Bytes, Media: p.Media, Level: kernel.ViewDetail})
		if f.isFile(p) {
			files = append(files, OutsideFile{ID: id, Name: p.Name})
		}
	}
	return laid, files
}

// isFile tells a file from words that were pasted and kept.
func (backFacts) isFile(p kernel.Upload) bool { return !strings.HasPrefix(p.Media, "text/plain") }

// receipt enters the number under which the other office has taken the case in:
// its clock runs from its day, and the applicant sees both.
func (r Rules) receipt() kernel.Move {
	return kernel.MoveOf[Data, ReceiptInput, backFacts]{
		Name: "receipt", From: []kernel.State{Forwarded}, By: append([]kernel.Role{Outer}, clerks...), Facts: withPapers(func(in ReceiptInput) []string { return in.Papers }),
		Guard: func(t kernel.Turn[Data, ReceiptInput, backFacts]) error {
			switch no := strings.TrimSpace(t.Input.No); {
			case no == "":
				return errs.At("no", "kernel.itemflow.receipt_no", nil)
			case t.Data.Outside != nil && t.Data.Outside.No == no && t.Data.Outside.At == t.Input.Day:
				return errs.New(errs.Conflict, "kernel.itemflow.receipt_again", errs.Args{"no": no})
			case t.Input.Day.IsZero() || t.Input.Day.After(calendar.DateOf(t.Now)):
				return errs.At("day", "kernel.itemflow.day", nil)
			}
			return t.Facts.own(t.Actor)
		},
		Effects: func(t kernel.Turn[Data, ReceiptInput, backFacts]) (kernel.Out[Data], error) {
			o := Outside{}
			if t.Data.Outside != nil {
				o = *t.Data.Outside
			}
			o.No, o.At = strings.TrimSpace(t.Input.No), t.Input.Day
			t.Data.Outside = &o
			laid, _ := t.Facts.attached(t.NewID)
			return kernel.Out[Data]{Data: t.Data, Change: func(c *kernel.Case) { startOutside(c, t.Facts.item, t.Input.Day) },
				Effects: append(laid, o.told("kernel.itemflow.notice.receipt", "kernel.itemflow.notice.receipt_of", map[string]string{"no": t.Case.No, "other": o.No}))}, nil
		},
	}.Build()
}

// startOutside starts the other office's clock from its receipt.
func startOutside(c *kernel.Case, it form.Item, day calendar.Date) {
	for _, l := range it.Limits {
		if l.From == "forward" && !l.Period.IsZero() {
			c.StartLimit(kernel.Limit{Name: l.Name, Period: l.Period, Regime: l.Regime, From: day.At(0), Basis: l.Basis, Verified: form.Verified(l.Tag), Outside: true})
		}
	}
}
