package hall

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// States of a broker's page.
const (
	PagePublished kernel.State = "published"
	PageSuspended kernel.State = "suspended" // by the hall
	PageClosed    kernel.State = "closed"    // end, by the broker
)

// Sections are the sections of the IPC by which brokers name their fields. Source:
// WIPO, International Patent Classification, sections A to H.
func Sections() []string { return strings.Split("ABCDEFGH", "") }

// BrokerPageData is what a broker says of itself (经纪机构名片). Nothing of it is
// checked by the hall; what the hall knows of the broker it reckons from its own
// records, see [FiguresOf].
type BrokerPageData struct {
	Party   PartyRef  `json:"party"`
	About   string    `json:"about"`
	Contact string    `json:"contact"`
	Fields  []string  `json:"fields"` // sections of the IPC
	Updated time.Time `json:"updated"`
}

// BrokerPageInput is the form of it.
type BrokerPageInput struct {
	About   string   `json:"about"`
	Contact string   `json:"contact"`
	Fields  []string `json:"fields"`
}

// Bounds of a page. Unit: characters. Source: our choice.
const (
	aboutLeast  = 10
	aboutMost   = 2000
	contactMost = 200
)

func (in BrokerPageInput) check() error {
	var l errs.List
	if n := len([]rune(in.About)); n < aboutLeast || n > aboutMost {
		l.Add(errs.At("about", "utilization.hall.page_about", errs.Args{"least": aboutLeast, "most": aboutMost}))
	}
	if n := len([]rune(in.Contact)); n < accountLength || n > contactMost {
		l.Add(errs.At("contact", "utilization.hall.page_contact", errs.Args{"most": contactMost}))
	}
	if len(in.Fields) == 0 || slices.ContainsFunc(in.Fields, func(f string) bool { return !slices.Contains(Sections(), f) }) {
		l.Add(errs.At("fields", "utilization.hall.page_fields", nil))
	}
	return l.Err()
}

// BrokerPageOf reads the page of a case.
func BrokerPageOf(c kernel.Case) (BrokerPageData, error) {
	var d BrokerPageData
	if err := json.Unmarshal(c.Data, &d); err != nil {
		return d, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
	}
	return d, nil
}

// loadPages are the pages of the party that stand in the directory.
func loadPages(v kernel.View, p kernel.PartyID) ([]kernel.Case, error) {
	return kernel.Load(v, kernel.CasesOf{Flow: BrokerPage, States: []kernel.State{PagePublished}, Subject: "party:" + string(p)})
}

func brokerPageFlow() *kernel.Flow {
	return &kernel.Flow{
		Addr: BrokerPage, Prefix: "JJ",
		States: []kernel.StateDef{{Name: PagePublished}, {Name: PageSuspended, Turn: Clerk}, {Name: PageClosed, Terminal: true}},
		Opens:  []kernel.Move{publishPage()},
		Moves:  []kernel.Move{editPage(), suspendPage(), restorePage(), closePage()},
	}
}

type pageFacts struct {
	party kernel.Party
	pages []kernel.Case
}

func publishPage() kernel.Move {
	return kernel.MoveOf[BrokerPageData, BrokerPageInput, pageFacts]{
		Name: "publish", Needs: []string{"about", "contact", "fields"}, By: []kernel.Role{kernel.RoleOwner}, Right: kernel.RightSubmit, Outward: true,
		Facts: func(v kernel.View, c kernel.Case, _ BrokerPageData, _ BrokerPageInput) (pageFacts, error) {
			var f pageFacts
			var err error
			owner := c.PartyAs(kernel.RoleOwner)
			if f.party, err = kernel.Load(v, kernel.PartyByID{ID: owner}); err != nil {
				return f, err
			}
			f.pages, err = kernel.Load(v, kernel.CasesOf{Flow: BrokerPage, States: []kernel.State{PagePublished, PageSuspended}, Subject: "party:" + string(owner)})
			return f, err
		},
		Guard: func(t kernel.Turn[BrokerPageData, BrokerPageInput, pageFacts]) error {
			if len(t.Facts.pages) > 0 {
				return errs.New(errs.Conflict, "utilization.hall.page_there", errs.Args{"no": t.Facts.pages[0].No})
			}
			return t.Input.check()
		},
		Effects: func(t kernel.Turn[BrokerPageData, BrokerPageInput, pageFacts]) (kernel.Out[BrokerPageData], error) {
			d := t.Input.page(refOf(t.Facts.party), t.Now)
			return kernel.Out[BrokerPageData]{To: PagePublished, Data: d, Change: func(c *kernel.Case) {
				c.Title, c.Unit = d.Party.Name, Unit
				c.Grant(kernel.UnitAccess(Unit, Clerk))
				c.Grant(kernel.PublicAccess(kernel.ViewSummary))
			}}, nil
		},
	}.Build()
}

func (in BrokerPageInput) page(p PartyRef, now time.Time) BrokerPageData {
	fields := slices.Clone(in.Fields)
	slices.Sort(fields)
	return BrokerPageData{Party: p, About: in.About, Contact: in.Contact, Fields: slices.Compact(fields), Updated: now}
}

func editPage() kernel.Move {
	return kernel.MoveOf[BrokerPageData, BrokerPageInput, none]{
		Name: "edit", Needs: []string{"about", "contact", "fields"}, From: []kernel.State{PagePublished, PageSuspended}, By: []kernel.Role{kernel.RoleOwner}, Right: kernel.RightSubmit, Outward: true,
		Guard: func(t kernel.Turn[BrokerPageData, BrokerPageInput, none]) error { return t.Input.check() },
		Effects: func(t kernel.Turn[BrokerPageData, BrokerPageInput, none]) (kernel.Out[BrokerPageData], error) {
			return kernel.Out[BrokerPageData]{Data: t.Input.page(t.Data.Party, t.Now)}, nil
		},
	}.Build()
}

// suspendPage takes a page out of the directory whose words are not true or not
// fit to stand there.
func suspendPage() kernel.Move {
	return pageStep("suspend", PagePublished, PageSuspended, Clerk, hide)
}

func restorePage() kernel.Move {
	return pageStep("restore", PageSuspended, PagePublished, Clerk, func(c *kernel.Case) { c.Grant(kernel.PublicAccess(kernel.ViewSummary)) })
}

func closePage() kernel.Move {
	return pageStep("close", PagePublished, PageClosed, kernel.RoleOwner, hide)
}

func pageStep(name string, from, to kernel.State, by kernel.Role, change func(*kernel.Case)) kernel.Move {
	m := kernel.MoveOf[BrokerPageData, kernel.ReasonInput, none]{
		Name: name, Needs: []string{"reason"}, From: []kernel.State{from}, By: []kernel.Role{by},
		Guard: func(t kernel.Turn[BrokerPageData, kernel.ReasonInput, none]) error { return reason(t.Input.Reason) },
		Effects: func(t kernel.Turn[BrokerPageData, kernel.ReasonInput, none]) (kernel.Out[BrokerPageData], error) {
			out := kernel.Out[BrokerPageData]{To: to, Data: t.Data, Change: change}
			if by == Clerk {
				out.Effects = []kernel.Effect{kernel.Notify{To: kernel.RoleOwner, Text: "utilization.hall.notice.page_" + name, Args: map[string]string{"no": t.Case.No, "reason": t.Input.Reason}}}
			}
			return out, nil
		},
	}
	if by == kernel.RoleOwner {
		m.Right = kernel.RightSubmit
	}
	return m.Build()
}
