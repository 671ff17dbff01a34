package hall

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/registry"
)

// States of a look-up (登记簿核查).
const (
	LookAsked kernel.State = "asked"
	LookDone  kernel.State = "done"
	LookEnded kernel.State = "ended" // nobody looked, the reason is told
)

// PatentWindow keeps the register beside the trading centre.
const PatentWindow kernel.UnitID = "patent-window"

// Keepers are the offices that look rights up in the office's register.
func Keepers() []kernel.UnitID { return []kernel.UnitID{Unit, PatentWindow} }

// LookData is one look at how a right stands in the register of the national
// office: asked for by a party, or made by staff unasked.
type LookData struct {
	Right string    `json:"right"`
	Title string    `json:"title"`
	By    PartyRef  `json:"by,omitzero"`  // who asked
	Was   time.Time `json:"was,omitzero"` // when it had been looked up before
	Found *LookedUp `json:"found,omitempty"`
	Fresh bool      `json:"fresh,omitempty"` // an import or an entry made the right fresh, nobody answered
	Why   string    `json:"why,omitempty"`   // why it ended without a look
}

// LookedUp is what staff say: then the office's register said what this one says.
type LookedUp struct {
	At     time.Time `json:"at"`
	Source string    `json:"source"` // the document: extract, or picture of the page
	Name   string    `json:"name"`   // who looked
}

// AskLookInput asks for a look-up.
type AskLookInput struct {
	Right string `json:"right"`
}

// LookInput says when the office's register was looked up, and by which document
// that can be seen. Right is asked where nobody had asked for it.
type LookInput struct {
	Right  string        `json:"right,omitempty"`
	Day    calendar.Date `json:"day"`
	Time   string        `json:"time"` // 09:30, Beijing
	Source string        `json:"source"`
	Papers []string      `json:"papers"`
}

// LookOf reads the look-up of a case.
func LookOf(c kernel.Case) (LookData, error) {
	var d LookData
	if err := json.Unmarshal(c.Data, &d); err != nil {
		return d, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
	}
	return d, nil
}

// LookView is the look-up as a party or staff may read it: who looked is the
// office's to know.
func LookView(d LookData, a kernel.Actor) LookData {
	if d.Found != nil && len(a.Posts) == 0 && a.System == "" {
		f := *d.Found
		f.Name, d.Found = "", &f
	}
	return d
}

type lookFacts struct {
	view    registry.View
	party   kernel.Party
	open    []kernel.Case // look-ups of the right that are asked for
	uploads []kernel.Upload
}

func lookFlow(r Rules) *kernel.Flow {
	f := kernel.WithStandard(kernel.Flow{
		Addr: Look, Prefix: "HC",
		States: []kernel.StateDef{{Name: LookAsked, Turn: Clerk}, {Name: LookDone, Terminal: true}, {Name: LookEnded, Terminal: true, Ends: kernel.EndNothing}},
		Opens:  []kernel.Move{r.askLook(), r.recordLook()},
		Moves:  []kernel.Move{r.confirmLook(), endLook(), r.answeredLook(), r.freshLook()},
	}, []kernel.State{LookAsked}, Clerk)
	return &f
}

// Stale reports whether the right must be looked up again before anything is done
// that rests on the register.
func (r Rules) Stale(v registry.View, now time.Time) bool {
	return r.FactsMaxAge > 0 && now.Sub(v.ObservedAt) > r.FactsMaxAge
}

func (r Rules) askLook() kernel.Move {
	return kernel.MoveOf[LookData, AskLookInput, lookFacts]{
		Name: "ask", Needs: []string{"right"}, By: []kernel.Role{kernel.RoleOwner}, Right: kernel.RightDraft,
		Facts: func(v kernel.View, c kernel.Case, _ LookData, in AskLookInput) (lookFacts, error) {
			f, err := loadLook(v, in.Right, nil)
			if err != nil {
				return f, err
			}
			f.party, err = kernel.Load(v, kernel.PartyByID{ID: c.PartyAs(kernel.RoleOwner)})
			return f, err
		},
		Guard: func(t kernel.Turn[LookData, AskLookInput, lookFacts]) error {
			if !r.Stale(t.Facts.view, t.Now) {
				return errs.New(errs.Conflict, "utilization.hall.look_fresh", errs.Args{"at": clock(t.Facts.view.ObservedAt), "hours": int(r.FactsMaxAge.Hours())})
			}
			for _, c := range t.Facts.open {
				if c.PartyAs(kernel.RoleOwner) == t.Facts.party.ID {
					return errs.New(errs.Conflict, "utilization.hall.look_asked", errs.Args{"no": c.No})
				}
			}
			return nil
		},
		Effects: func(t kernel.Turn[LookData, AskLookInput, lookFacts]) (kernel.Out[LookData], error) {
			v := t.Facts.view
			d := LookData{Right: v.Right.Number, Title: v.Right.Title, By: refOf(t.Facts.party), Was: v.ObservedAt}
			return kernel.Out[LookData]{To: LookAsked, Data: d, Change: func(c *kernel.Case) {
				c.Title, c.About, c.Unit = d.Title, registry.About(d.Right), Unit
				for _, u := range Keepers() {
					c.Grant(kernel.UnitAccess(u, Clerk))
				}
				c.StartLimit(kernel.Limit{Name: "look", Committed: true, Period: r.LookUp, Regime: calendar.Administrative, From: t.Now, Verified: true})
			}}, nil
		},
	}.Build()
}

func loadLook(v kernel.View, number string, papers []string) (lookFacts, error) {
	var f lookFacts
	var err error
	if f.view, err = registry.RightAt(v, "right", number); err != nil {
		return f, err
	}
	if f.open, err = kernel.Load(v, kernel.CasesOf{Flow: Look, States: []kernel.State{LookAsked}, About: registry.About(f.view.Right.Number)}); err != nil {
		return f, err
	}
	for _, id := range papers {
		u, err := kernel.Load(v, kernel.UploadByID{ID: id})
		if errs.KindOf(err) == errs.NotFound {
			return f, errs.At("papers", "kernel.upload_gone", nil)
		}
		if err != nil {
			return f, err
		}
		f.uploads = append(f.uploads, u)
	}
	return f, nil
}

// recordLook is a look that staff made unasked.
func (r Rules) recordLook() kernel.Move {
	return kernel.MoveOf[LookData, LookInput, lookFacts]{
		Name: "record", Needs: []string{"right", "day", "time", "source", "papers"}, By: []kernel.Role{Clerk, kernel.RoleHead},
		Facts: func(v kernel.View, _ kernel.Case, _ LookData, in LookInput) (lookFacts, error) {
			return loadLook(v, in.Right, in.Papers)
		},
		Guard: func(t kernel.Turn[LookData, LookInput, lookFacts]) error {
			if keeperOf(t.Actor) == "" {
				return errs.New(errs.Forbidden, "utilization.hall.look_not_yours", nil)
			}
			return r.checkLook(t)
		},
		Effects: func(t kernel.Turn[LookData, LookInput, lookFacts]) (kernel.Out[LookData], error) {
			v := t.Facts.view
			t.Data = LookData{Right: v.Right.Number, Title: v.Right.Title, Was: v.ObservedAt}
			out, err := looked(t)
			out.Change = func(c *kernel.Case) {
				c.Title, c.About, c.Unit = t.Data.Title, registry.About(t.Data.Right), keeperOf(t.Actor)
				for _, u := range Keepers() {
					c.Grant(kernel.UnitAccess(u, Clerk))
				}
			}
			return out, err
		},
	}.Build()
}

// keeperOf is the office for which the actor keeps the register, "" for none.
func keeperOf(a kernel.Actor) kernel.UnitID {
	for _, p := range a.Posts {
		if slices.Contains(Keepers(), p.Unit) && (p.Role == Clerk || p.Role == kernel.RoleHead) {
			return p.Unit
		}
	}
	return ""
}

// confirmLook answers who asked.
func (r Rules) confirmLook() kernel.Move {
	return kernel.MoveOf[LookData, LookInput, lookFacts]{
		Name: "confirm", Needs: []string{"day", "time", "source", "papers"}, From: []kernel.State{LookAsked}, By: []kernel.Role{Clerk, kernel.RoleHead},
		Facts: func(v kernel.View, _ kernel.Case, d LookData, in LookInput) (lookFacts, error) {
			return loadLook(v, d.Right, in.Papers)
		},
		Guard: r.checkLook,
		Effects: func(t kernel.Turn[LookData, LookInput, lookFacts]) (kernel.Out[LookData], error) {
			out, err := looked(t)
			if err != nil {
				return out, err
			}
			out.Change = func(c *kernel.Case) { c.Meet("look", t.Now) }
			out.Effects = append(out.Effects, r.lookTold(t.Case, *out.Data.Found))
			return out, nil
		},
	}.Build()
}

// checkLook: a look that is past, later than the last one, young enough to be of
// use, and that can be seen in a paper of who says so.
func (r Rules) checkLook(t kernel.Turn[LookData, LookInput, lookFacts]) error {
	in := t.Input
	var l errs.List
	at, err := in.at()
	was := t.Facts.view.ObservedAt
	switch {
	case in.Day.IsZero():
		l.Add(errs.At("day", "utilization.hall.look_day", nil))
	case err != nil:
		l.Add(errs.At("time", "utilization.hall.look_time", nil))
	case at.After(t.Now):
		l.Add(errs.At("time", "utilization.hall.look_future", errs.Args{"at": clock(at)}))
	case !at.After(was):
		l.Add(errs.At("time", "utilization.hall.look_older", errs.Args{"at": clock(was)}))
	case t.Now.Sub(at) > r.FactsMaxAge:
		l.Add(errs.At("day", "utilization.hall.look_stale", errs.Args{"hours": int(r.FactsMaxAge.Hours())}))
	}
	if len([]rune(strings.TrimSpace(in.Source))) < 2 {
		l.Add(errs.At("source", "utilization.hall.look_source", nil))
	}
	within(&l, map[string]string{"source": in.Source})
	if len(in.Papers) == 0 {
		l.Add(errs.At("papers", "utilization.hall.look_paper", nil))
	}
	if slices.ContainsFunc(t.Facts.uploads, func(u kernel.Upload) bool { return u.By != t.Actor.User }) {
		l.Add(errs.At("papers", "kernel.upload_gone", nil))
	}
	return l.Err()
}

// at is the instant of the look.
func (in LookInput) at() (time.Time, error) {
	return time.ParseInLocation("2006-01-02 15:04", in.Day.String()+" "+strings.TrimSpace(in.Time), calendar.China)
}

// clock prints an instant as people in China read it.
func clock(at time.Time) string { return at.In(calendar.China).Format("2006-01-02 15:04") }

// looked makes the right fresh as of the look, lays its papers into the case and
// answers everybody else who asked.
func looked(t kernel.Turn[LookData, LookInput, lookFacts]) (kernel.Out[LookData], error) {
	at, err := t.Input.at()
	if err != nil {
		return kernel.Out[LookData]{}, errs.At("time", "utilization.hall.look_time", nil)
	}
	d := t.Data
	d.Found = &LookedUp{At: at, Source: strings.TrimSpace(t.Input.Source), Name: t.Actor.Name}
	out := kernel.Out[LookData]{To: LookDone, Data: d, Effects: []kernel.Effect{registry.AppendEvents{Right: d.Right, ObservedAt: at}}}
	for _, u := range t.Facts.uploads {
		out.Effects = append(out.Effects, kernel.AttachDocument{ID: t.NewID(), Kind: "utilization.hall.paper.look", Name: u.Name, SHA256: u.SHA256, Bytes: u.Bytes, Media: u.Media, Level: kernel.ViewDetail})
	}
	raw, err := json.Marshal(d.Found)
	if err != nil {
		return out, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	for _, c := range t.Facts.open {
		if c.ID != t.Case.ID {
			out.Effects = append(out.Effects, kernel.MoveChild{Case: c.ID, Move: "answered", Input: raw})
		}
	}
	return out, nil
}

func (r Rules) lookTold(c kernel.Case, f LookedUp) kernel.Effect {
	return kernel.Notify{To: kernel.RoleOwner, Text: "utilization.hall.notice.look_done", Args: r.lookArgs(c, f.At)}
}

func (r Rules) lookArgs(c kernel.Case, at time.Time) map[string]string {
	return map[string]string{"no": c.No, "title": c.Title, "at": clock(at), "hours": strconv.Itoa(int(r.FactsMaxAge.Hours()))}
}

// answeredLook: the right was looked up for somebody else.
func (r Rules) answeredLook() kernel.Move {
	return kernel.MoveOf[LookData, LookedUp, none]{
		Name: "answered", From: []kernel.State{LookAsked}, By: []kernel.Role{kernel.RoleSystem}, Hidden: true, OnHold: true,
		Effects: func(t kernel.Turn[LookData, LookedUp, none]) (kernel.Out[LookData], error) {
			t.Data.Found = &t.Input
			return kernel.Out[LookData]{To: LookDone, Data: t.Data, Change: func(c *kernel.Case) { c.Meet("look", t.Now) }, Effects: []kernel.Effect{r.lookTold(t.Case, t.Input)}}, nil
		},
	}.Build()
}

// Freshened reports whether the register was looked up since the request, so that
// there is nothing left to answer.
func (r Rules) Freshened(c kernel.Case, v registry.View, now time.Time) (bool, error) {
	d, err := LookOf(c)
	return err == nil && c.State == LookAsked && v.ObservedAt.After(d.Was) && !r.Stale(v, now), err
}

// freshLook closes a request whose right became fresh by an import or an entry;
// what the register says may have changed with it.
func (r Rules) freshLook() kernel.Move {
	return kernel.MoveOf[LookData, none, lookFacts]{
		Name: "freshened", From: []kernel.State{LookAsked}, By: []kernel.Role{kernel.RoleSystem}, Hidden: true, OnHold: true,
		Facts: func(v kernel.View, _ kernel.Case, d LookData, _ none) (lookFacts, error) {
			return loadLook(v, d.Right, nil)
		},
		Effects: func(t kernel.Turn[LookData, none, lookFacts]) (kernel.Out[LookData], error) {
			v := t.Facts.view
			if yes, err := r.Freshened(t.Case, v, t.Now); err != nil || !yes {
				return kernel.Out[LookData]{Data: t.Data}, err
			}
			t.Data.Found, t.Data.Fresh = &LookedUp{At: v.ObservedAt}, true
			return kernel.Out[LookData]{To: LookDone, Data: t.Data, Change: func(c *kernel.Case) { c.Meet("look", t.Now) }, Effects: []kernel.Effect{
				kernel.Notify{To: kernel.RoleOwner, Text: "utilization.hall.notice.look_freshened", Args: r.lookArgs(t.Case, v.ObservedAt)},
			}}, nil
		},
	}.Build()
}

// endLook ends a request without a look; who asked is told why.
func endLook() kernel.Move {
	return kernel.MoveOf[LookData, kernel.ReasonInput, none]{
		Name: "end", Needs: []string{"reason"}, From: []kernel.State{LookAsked}, By: []kernel.Role{Clerk, kernel.RoleHead},
		Guard: func(t kernel.Turn[LookData, kernel.ReasonInput, none]) error { return reason(t.Input.Reason) },
		Effects: func(t kernel.Turn[LookData, kernel.ReasonInput, none]) (kernel.Out[LookData], error) {
			t.Data.Why = t.Input.Reason
			return kernel.Out[LookData]{To: LookEnded, Data: t.Data, Change: func(c *kernel.Case) { c.Meet("look", t.Now) }, Effects: []kernel.Effect{
				kernel.Notify{To: kernel.RoleOwner, Text: "utilization.hall.notice.look_ended", Args: map[string]string{"no": t.Case.No, "title": t.Data.Title, "reason": t.Input.Reason}},
			}}, nil
		},
	}.Build()
}
