package items

import (
	"context"
	"strings"

	"quanlian/base/calendar"
	"quanlian/catalogue/bundles"
	"quanlian/catalogue/city"
	"quanlian/catalogue/items"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/registry"
	"quanlian/web/rowpage"
	"quanlian/web/signed"
	"quanlian/web/site"
)

// Kept gives the item that a case was opened by.
type Kept interface {
	KeptItem(ctx context.Context, hash string) (form.Item, error)
}

// Known is what a register knows of a number.
type Known struct {
	Title, Owner, State string
	InForce             bool
}

// Registers looks numbers up for forms; ok is false for one it does not know.
type Registers interface {
	Known(ctx context.Context, register, number string) (k Known, ok bool, err error)
	// Right is the right of a number with its history; ok is false for one that
	// the register does not have.
	Right(ctx context.Context, number string) (r registry.View, ok bool, err error)
	// Party is the one with an official code; the zero party where there is none.
	Party(ctx context.Context, code string) (kernel.Party, error)
}

// Contract is what a deal says of its own contract.
type Contract struct {
	Parties []kernel.PartyID // whose it is
	Signed  bool             // by both
	Papers  []string         // ids, or kinds
}

// Deps are what the pages stand on.
type Deps struct {
	Today     func(ctx context.Context) *items.Set // what is in force
	City      func() city.City
	Kept      Kept
	Registers Registers
	Checker   form.Checker
	Bundles   func() bundles.Set
	// Print draws an application form as a PDF.
	Print func(Sheet) ([]byte, error)
	// Catalogue fills sample papers and gives the city's own.
	Catalogue func() *items.Catalogue
	// Paper finds a file by its id, one that lies in no case yet too.
	Paper  func(ctx context.Context, id string) (kernel.Paper, kernel.CaseID, error)
	Camera Cameras // nil where no counter has one
	Sheets Sheets
	// Deals are where deals lie, and Contract what of one stands for its contract;
	// a case that is none has no Contract.
	Deals    kernel.FlowAddr
	Contract func(c kernel.Case) Contract
	// Rights are those that the party owns by the register, and how many there are;
	// format leaves those whose numbers a field of it takes.
	Rights func(ctx context.Context, p kernel.PartyID, format, q string, limit int) ([]Own, int, error)
	// InForce are those of them that are in force.
	InForce func(ctx context.Context, p kernel.PartyID, limit int) ([]Own, int, error)
	// Signatures checks the seal on a decision; SealService reports whether a
	// signature service puts it, or staff on paper.
	Signatures  signed.Checker
	SealService func() bool
	// Grounds are those on which a matter's procedure may stand still on a day.
	Grounds func(matter string, on calendar.Date) []itemflow.Ground
}

type pages struct {
	Deps
	drawn *drawnPapers
}

// Routes of this folder.
func Routes(d Deps) []site.Route {
	p := pages{Deps: d, drawn: &drawnPapers{}}
	list := []site.Route{
		{Method: "GET", Pattern: "/thing/{id}", Page: p.thingStart},
		{Method: "GET", Pattern: "/thing/{id}/apply", Page: p.beginThing, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/thing/{id}/apply/{step}", Page: p.step(p.ofThing), Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/thing/{id}/apply/{step}", Page: p.saveStep(p.ofThing), Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/thing/{id}/pick/{step}", Page: p.pick(p.pickOf(p.ofThing)), Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/thing/{id}/pick/{step}", Page: p.takePick(p.pickOf(p.ofThing)), Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/thing/{id}/draft/{step}", Page: p.autosave(p.ofThing), Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/thing/{id}/fields/{step}", Page: p.fields(p.ofThing), Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/thing/{id}/discard", Page: p.discardThing, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/thing/{id}/submit", Page: p.submitThing, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/things/{no}", Page: p.thingShow, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/item/{code}", Page: p.item},
		{Method: "GET", Pattern: "/item/{code}/sample/{paper}", Page: p.sample},
		{Method: "GET", Pattern: "/item/{code}/many", Page: p.manyPage, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/item/{code}/many", Page: p.sendMany, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/item/{code}/many/template", Page: p.manyTemplate, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/item/{code}/many/pick", Page: p.manyPick, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/item/{code}/many/draft", Page: p.manyAutosave, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/item/{code}/many/fields/{step}", Page: p.manyFields, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/many/{no}", Page: p.manyShow, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/many/{no}/faults", Page: p.manyFaults, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/many/{no}/mend", Page: p.manyMend, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/many/{no}/mend", Page: p.mendMany, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/many/{no}/results", Page: p.manyResults, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/many/{no}/{move}", Page: p.moveBatch, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/many/{no}/{move}", Page: rowpage.Back("/many/"), Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/item/{code}/apply", Page: p.begin, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/item/{code}/apply/{step}", Page: p.step(p.ofItem), Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/item/{code}/apply/{step}", Page: p.saveStep(p.ofItem), Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/item/{code}/pick/{step}", Page: p.pick(p.pickOf(p.ofItem)), Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/item/{code}/pick/{step}", Page: p.takePick(p.pickOf(p.ofItem)), Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/item/{code}/draft/{step}", Page: p.autosave(p.ofItem), Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/item/{code}/fields/{step}", Page: p.fields(p.ofItem), Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/item/{code}/template", Page: p.keepTemplate, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/item/{code}/discard", Page: p.discard, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/item/{code}/submit", Page: p.submit, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/case/{no}/correct", Page: p.correct, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/case/{no}/correct", Page: p.sendMend(kernel.MoveCorrect), Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/case/{no}/correct/draft", Page: p.mendAutosave, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/case/{no}/correct/fields/{step}", Page: p.mendFields, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/case/{no}/pick/{step}", Page: p.pick(p.pickMend), Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/case/{no}/pick/{step}", Page: p.takePick(p.pickMend), Auth: site.LoggedIn},
		{Method: "GET", Pattern: ownRightsURL + "/{format}", Page: p.ownRights, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/case/{no}/form.pdf", Page: p.printed, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/case/{no}/package.zip", Page: p.packed, Auth: site.Staff},
		{Method: "GET", Pattern: "/case/{no}/supply", Page: p.supplyPage, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/case/{no}/supply", Page: p.sendMend("supply"), Auth: site.LoggedIn},
	}
	for i, rt := range list {
		list[i].Page = afresh(rt.Page)
		if strings.HasPrefix(rt.Pattern, "/item/{code}/") || strings.HasPrefix(rt.Pattern, "/thing/{id}/") {
			list[i].Page = p.refused(list[i].Page)
		}
	}
	return list
}

// factsOf are what conditions may look at besides the form.
func factsOf(v *site.Visit) form.Facts {
	return form.Facts{Party: v.Party, Agent: v.Actor.Mandate != "", Today: calendar.DateOf(v.Env.Now()), District: v.Party.District}
}

// may reports whether the party for which is acted may apply.
func may(it form.Item, p kernel.Party) bool {
	for _, k := range it.Who {
		if k == p.Kind {
			return true
		}
	}
	return len(it.Who) == 0
}
