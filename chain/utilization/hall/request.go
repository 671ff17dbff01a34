package hall

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/engine/matching"
	"quanlian/kernel"
	"quanlian/registry"
)

// States of a request to list (请求挂牌). The comment says whose move it is.
const (
	RequestAsked    kernel.State = "asked"    // the owner, on the platform
	RequestCentre   kernel.State = "centre"   // the centre: no owner is on the platform
	RequestListed   kernel.State = "listed"   // end: the right stands in the hall
	RequestDeclined kernel.State = "declined" // end: every owner who answered said no, with a reason
	RequestLapsed   kernel.State = "lapsed"   // end: no answer in time
	RequestEnded    kernel.State = "ended"    // end: the centre could not win the owner, with a reason
	RequestMoot     kernel.State = "moot"     // end: the need has ended
)

// Bounds of the buyer's word. Unit: characters. Source: our choice: a few
// sentences, no file.
const (
	requestLeast = 4
	requestMost  = 300
)

const (
	timerRequest = "request"
	limitReach   = "reach_owner"
)

// RequestData is a buyer's wish that a right of the register be listed, so that
// it can be asked for.
type RequestData struct {
	Right  string     `json:"right"`
	Title  string     `json:"title"`
	Need   Subject    `json:"need"` // as the public may know it
	Buyer  PartyRef   `json:"buyer"`
	Owners []string   `json:"owners"`          // as the register names them
	Asked  []PartyRef `json:"asked,omitempty"` // of them, those on the platform
	// Refused are the owners that said no. A right in common waits for the others:
	// one owner alone may still offer an ordinary licence (专利法14).
	Refused []OwnerNo `json:"refused,omitempty"`
	Note    string    `json:"note"`
	Match   *MatchRef `json:"match,omitempty"` // where the matcher had put it
	Made    time.Time `json:"made"`
	// Until is the owner's last day to answer; zero while the centre looks for it.
	Until   calendar.Date `json:"until,omitzero"`
	Listing string        `json:"listing,omitempty"` // number of the listing it led to
	Reason  string        `json:"reason,omitempty"`  // why it ended without one
}

// OwnerNo is an owner's no.
type OwnerNo struct {
	Owner  PartyRef  `json:"owner"`
	Reason string    `json:"reason"`
	At     time.Time `json:"at"`
}

// RequestOf reads the request of a case.
func RequestOf(c kernel.Case) (RequestData, error) {
	var d RequestData
	if err := json.Unmarshal(c.Data, &d); err != nil {
		return d, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
	}
	return d, nil
}

// RequestView is the request as somebody in the role sees it: the codes of others
// are not shown, and where the matcher had put the right is the buyer's own.
func RequestView(d RequestData, role kernel.Role) RequestData {
	if role == Seller || role == Refuser {
		d.Buyer.Code, d.Match = "", nil
	}
	if role == Clerk || role == kernel.RoleHead || role == kernel.RoleSystem {
		return d
	}
	d.Asked, d.Refused = slices.Clone(d.Asked), slices.Clone(d.Refused)
	for i := range d.Asked {
		d.Asked[i].Code = ""
	}
	for i := range d.Refused {
		d.Refused[i].Owner.Code = ""
	}
	return d
}

func requestFlow(r Rules) *kernel.Flow {
	f := kernel.WithStandard(kernel.Flow{
		Addr: Request, Prefix: "QG",
		States: []kernel.StateDef{{Name: RequestAsked, Turn: Seller}, {Name: RequestCentre, Turn: Clerk},
			{Name: RequestListed, Terminal: true}, {Name: RequestDeclined, Terminal: true, Ends: kernel.EndRefused}, {Name: RequestLapsed, Terminal: true, Ends: kernel.EndNothing}, {Name: RequestEnded, Terminal: true, Ends: kernel.EndNothing}, {Name: RequestMoot, Terminal: true, Ends: kernel.EndNothing}},
		Opens: []kernel.Move{r.askOwner()},
		Moves: []kernel.Move{declineRequest(), r.handRequest(), endRequest(), lapseRequest(), requestListed(), requestMoot()},
	}, []kernel.State{RequestCentre}, Clerk)
	f.Moves = append(withoutStandard(f.Moves, kernel.MoveWithdraw), withdrawRequest())
	return &f
}

// RequestInput asks the owners of a right to list it.
type RequestInput struct {
	Need  kernel.CaseID `json:"need"`
	Right string        `json:"right"`
	Note  string        `json:"note"`
	Match *MatchRef     `json:"match,omitempty"`
}

type requestFacts struct {
	need     kernel.Case
	buyer    kernel.Party
	view     registry.View
	asked    []kernel.Case  // requests for the same need and right
	listings []kernel.Case  // of the right, open to everybody
	taken    bool           // another deal leaves no room
	accounts []kernel.Party // of whoever owned it at any time
}

func loadRequest(v kernel.View, c kernel.Case, _ RequestData, in RequestInput) (requestFacts, error) {
	var f requestFacts
	var err error
	if f.need, err = caseNamed(v, "need", in.Need); err != nil {
		return f, err
	}
	if f.buyer, err = kernel.Load(v, kernel.PartyByID{ID: c.PartyAs(kernel.RoleOwner)}); err != nil {
		return f, err
	}
	if f.view, err = registry.RightAt(v, "right", in.Right); err != nil {
		return f, err
	}
	about := registry.About(f.view.Right.Number)
	if f.asked, err = kernel.Load(v, kernel.CasesOf{Flow: Request, About: about, Parent: f.need.ID, States: []kernel.State{RequestAsked, RequestCentre, RequestDeclined}}); err != nil {
		return f, err
	}
	if f.listings, err = kernel.Load(v, kernel.CasesOf{Flow: Listing, About: about, States: []kernel.State{ListingListed}}); err != nil {
		return f, err
	}
	deals, err := kernel.Load(v, kernel.CasesOf{Flow: Deal, About: about, States: Contracting()})
	if err != nil {
		return f, err
	}
	if f.taken, err = Taken(deals); err != nil {
		return f, err
	}
	f.accounts, err = accountsOf(v, f.view.Events)
	return f, err
}

// accountsOf are those of all who ever owned the right and have an account. A
// name alone decides nothing: a namesake must not read the request.
func accountsOf(v kernel.View, events []registry.Event) ([]kernel.Party, error) {
	var out []kernel.Party
	seen := map[registry.Owner]bool{}
	for _, e := range events {
		for _, o := range e.Detail.Owners {
			o.ShareBP, o.Name = 0, ""
			if seen[o] {
				continue
			}
			seen[o] = true
			p, err := partyOf(v, o)
			if err != nil {
				return nil, err
			}
			here, err := hasAccount(v, p)
			if err != nil {
				return nil, err
			}
			if here && !slices.ContainsFunc(out, func(x kernel.Party) bool { return x.ID == p.ID }) {
				out = append(out, p)
			}
		}
	}
	return out, nil
}

// owners are those with an account who own the right now.
func (f requestFacts) owners(s registry.State) []kernel.Party {
	return slices.DeleteFunc(slices.Clone(f.accounts), func(p kernel.Party) bool {
		return !slices.ContainsFunc(s.Owners, func(o registry.Owner) bool {
			return o.Party == string(p.ID) || o.Party == "" && o.USCC != "" && o.USCC == p.Code
		})
	})
}

// partyOf is the party that the register means by an owner; the zero party for
// none, or for a name alone.
func partyOf(v kernel.View, o registry.Owner) (kernel.Party, error) {
	switch {
	case o.Party != "":
		p, err := kernel.Load(v, kernel.PartyByID{ID: kernel.PartyID(o.Party)})
		if errs.KindOf(err) == errs.NotFound {
			return kernel.Party{}, nil
		}
		return p, err
	case o.USCC != "":
		return kernel.Load(v, kernel.PartyByCode{Code: o.USCC})
	}
	return kernel.Party{}, nil
}

func hasAccount(v kernel.View, p kernel.Party) (bool, error) {
	if p.ID == "" {
		return false, nil
	}
	list, err := kernel.Load(v, kernel.MembersOf{Party: p.ID})
	return slices.ContainsFunc(list, func(m kernel.Member) bool { return !m.Closed }), err
}

func (r Rules) askOwner() kernel.Move {
	return kernel.MoveOf[RequestData, RequestInput, requestFacts]{
		Name: "ask", Needs: []string{"need", "right"}, By: []kernel.Role{kernel.RoleOwner}, Right: kernel.RightSubmit, Outward: true,
		Facts: loadRequest, Guard: mayAskOwner, Effects: r.doAskOwner,
	}.Build()
}

func mayAskOwner(t kernel.Turn[RequestData, RequestInput, requestFacts]) error {
	f, buyer := t.Facts, registry.Owner{Party: string(t.Facts.buyer.ID), Name: t.Facts.buyer.Name, USCC: t.Facts.buyer.Code}
	if f.need.Flow != Need || f.need.PartyAs(kernel.RoleOwner) != f.buyer.ID { // not even the existence is theirs to know
		return errs.New(errs.NotFound, "kernel.no_such_case", errs.Args{"id": t.Input.Need})
	}
	s := registry.AsOf(f.view.Events, calendar.DateOf(t.Now), t.Now)
	switch {
	case f.need.State != NeedOpen:
		return errs.New(errs.Conflict, "utilization.hall.request_need_closed", errs.Args{"no": f.need.No})
	case Holds(s, buyer):
		return errs.New(errs.Conflict, "utilization.hall.request_own", nil)
	case len(f.listings) > 0:
		return errs.New(errs.Conflict, "utilization.hall.request_listed", errs.Args{"no": f.listings[0].No})
	case f.taken:
		return errs.New(errs.Conflict, "utilization.hall.listing_taken", nil)
	}
	if code := barred(s); code != "" {
		return errs.New(errs.Conflict, code, nil)
	}
	if len(f.asked) > 0 {
		code := "utilization.hall.request_asked"
		if f.asked[0].State == RequestDeclined {
			code = "utilization.hall.request_declined"
		}
		return errs.New(errs.Conflict, code, errs.Args{"no": f.asked[0].No})
	}
	if n := len([]rune(strings.TrimSpace(t.Input.Note))); n < requestLeast || n > requestMost {
		return errs.At("note", "utilization.hall.request_note", errs.Args{"n": n, "least": requestLeast, "most": requestMost})
	}
	return nil
}

// Holds reports whether the register names the party among the owners.
func Holds(s registry.State, party registry.Owner) bool {
	return slices.ContainsFunc(s.Owners, func(o registry.Owner) bool {
		same, _ := registry.SameParty(o, party)
		return same
	})
}

// barred is why the right cannot be offered as it stands, "" for one that can.
func barred(s registry.State) string {
	switch standing(s) {
	case matching.RightAlive:
		return ""
	case matching.RightPreserved:
		return "utilization.hall.request_barred"
	case matching.RightExclusive:
		return "utilization.hall.request_exclusive"
	}
	return "utilization.hall.request_not_in_force"
}

func (r Rules) doAskOwner(t kernel.Turn[RequestData, RequestInput, requestFacts]) (kernel.Out[RequestData], error) {
	f, number := t.Facts, t.Facts.view.Right.Number
	need, err := subjectSeen(f.need)
	if err != nil {
		return kernel.Out[RequestData]{}, err
	}
	d := RequestData{Right: number, Title: f.view.Right.Title, Need: need, Buyer: refOf(f.buyer), Note: strings.TrimSpace(t.Input.Note), Match: t.Input.Match, Made: t.Now}
	s := registry.AsOf(f.view.Events, calendar.DateOf(t.Now), t.Now)
	for _, o := range s.Owners {
		d.Owners = append(d.Owners, o.Name)
	}
	out := kernel.Out[RequestData]{To: RequestCentre, Data: d}
	if owners := f.owners(s); len(owners) > 0 {
		if out, err = r.toOwners(d, owners, t.Case.No, t.Now); err != nil {
			return out, err
		}
	}
	if m := d.Match; m != nil && m.Algorithm != "" {
		out.Effects = append(out.Effects, kernel.Feedback{User: t.Actor.User, Subject: f.need.No, Object: number, Kind: "contacted", Version: m.Algorithm, Place: m.Rank})
	}
	granted := out.Change
	out.Change = func(c *kernel.Case) {
		c.Title, c.About, c.Unit, c.Parent = d.Title, registry.About(number), Unit, f.need.ID
		c.Grant(kernel.UnitAccess(Unit, Clerk))
		if granted != nil {
			granted(c)
			return
		}
		c.StartLimit(kernel.Limit{Name: limitReach, Committed: true, Period: r.ReachOwner, Regime: calendar.Administrative, From: t.Now, Verified: true})
	}
	return out, nil
}

// toOwners lays the request before the owners on the platform.
func (r Rules) toOwners(d RequestData, owners []kernel.Party, no string, now time.Time) (kernel.Out[RequestData], error) {
	end, err := r.Calendar.End(calendar.DateOf(now), r.RequestAnswer, calendar.Plain)
	if err != nil {
		return kernel.Out[RequestData]{}, err
	}
	d.Until, d.Asked, d.Refused = end.Date, nil, nil
	for _, p := range owners {
		d.Asked = append(d.Asked, refOf(p))
	}
	return kernel.Out[RequestData]{To: RequestAsked, Data: d, Change: func(c *kernel.Case) {
		for _, p := range owners {
			c.Grant(kernel.PartyAccess(kernel.RelInvited, p.ID, Seller, kernel.ViewDetail))
		}
	}, Effects: []kernel.Effect{
		kernel.SetTimer{Name: timerRequest, At: d.Until.At(24), Move: "lapse"},
		kernel.Notify{To: Seller, Text: "utilization.hall.notice.request_to_list", Args: map[string]string{"no": no, "title": d.Title, "buyer": d.Buyer.Name, "until": d.Until.String()}},
	}}, nil
}
