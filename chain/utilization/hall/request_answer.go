package hall

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/registry"
)

// requestTold tells the buyer what became of its request.
func requestTold(text, no string, d RequestData) kernel.Effect {
	return kernel.Notify{To: kernel.RoleOwner, Text: "utilization.hall.notice." + text, Args: map[string]string{"no": no, "title": d.Title, "reason": d.Reason, "listing": d.Listing}}
}

// asked tells whoever still has to answer: the owners, or the centre.
func (d RequestData) asked(s kernel.State, text, no string) kernel.Effect {
	to := Seller
	if s == RequestCentre {
		to = Clerk
	}
	return kernel.Notify{To: to, Text: "utilization.hall.notice." + text, Args: map[string]string{"no": no, "title": d.Title, "buyer": d.Buyer.Name}}
}

// Waits are the owners that have not answered.
func (d RequestData) Waits() []PartyRef {
	return slices.DeleteFunc(slices.Clone(d.Asked), func(p PartyRef) bool {
		return slices.ContainsFunc(d.Refused, func(x OwnerNo) bool { return x.Owner.ID == p.ID })
	})
}

// Why is what the owners that said no gave as reasons, by name where the right has
// several owners.
func (d RequestData) Why() string {
	var list []string
	for _, x := range d.Refused {
		if len(d.Owners) < 2 {
			return x.Reason
		}
		list = append(list, x.Owner.Name+"："+x.Reason)
	}
	return strings.Join(list, "；")
}

// refused ends a request that no owner wants to meet.
func (d RequestData) refused(no string) kernel.Out[RequestData] {
	d.Reason = d.Why()
	return kernel.Out[RequestData]{To: RequestDeclined, Data: d, Effects: []kernel.Effect{kernel.ClearTimer{Name: timerRequest}, requestTold("request_declined", no, d)}}
}

// declineRequest: an owner does not list the right. The buyer is told why, and the
// other owners, who may still answer; the last no ends the request.
func declineRequest() kernel.Move {
	return kernel.MoveOf[RequestData, kernel.ReasonInput, none]{
		Name: "decline", Needs: []string{"reason"}, From: []kernel.State{RequestAsked}, By: []kernel.Role{Seller}, Right: kernel.RightSubmit,
		Guard: func(t kernel.Turn[RequestData, kernel.ReasonInput, none]) error { return requestReason(t.Input) },
		Effects: func(t kernel.Turn[RequestData, kernel.ReasonInput, none]) (kernel.Out[RequestData], error) {
			d, who := t.Data, t.Actor.Party
			i := slices.IndexFunc(d.Asked, func(p PartyRef) bool { return p.ID == who })
			if i < 0 {
				return kernel.Out[RequestData]{}, errs.New(errs.Forbidden, "kernel.not_your_move", errs.Args{"no": t.Case.No})
			}
			x := OwnerNo{Owner: d.Asked[i], Reason: strings.TrimSpace(t.Input.Reason), At: t.Now}
			d.Refused = append(slices.Clone(d.Refused), x)
			out := d.refused(t.Case.No)
			if len(d.Waits()) > 0 {
				args := map[string]string{"no": t.Case.No, "title": d.Title, "owner": x.Owner.Name, "reason": x.Reason}
				out = kernel.Out[RequestData]{Data: d, Effects: []kernel.Effect{
					kernel.Notify{To: Seller, Text: "utilization.hall.notice.request_co_owner", Args: args},
					kernel.Notify{To: kernel.RoleOwner, Text: "utilization.hall.notice.request_one_declined", Args: args},
				}}
			}
			out.Change = func(c *kernel.Case) {
				c.Revoke("party:" + string(who))
				c.Grant(kernel.PartyAccess(kernel.RelInvited, who, Refuser, kernel.ViewDetail))
			}
			return out, nil
		},
	}.Build()
}

func requestReason(in kernel.ReasonInput) error {
	if err := reason(strings.TrimSpace(in.Reason)); err != nil {
		return err
	}
	var l errs.List
	within(&l, map[string]string{"reason": in.Reason})
	return l.Err()
}

// HandRequestInput names the owners' accounts, by their codes: one a line, or with
// commas between.
type HandRequestInput struct {
	Code string `json:"code"`
}

// codes are the codes, each once.
func (in HandRequestInput) codes() []string {
	var out []string
	for _, c := range strings.FieldsFunc(in.Code, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",;，；、", r) }) {
		if !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

type handFacts struct {
	view   registry.View
	owners []kernel.Party // in the order of the codes, the zero party for one without account
}

// load finds the accounts.
func (f *handFacts) load(v kernel.View, codes []string) error {
	for _, code := range codes {
		p, err := kernel.Load(v, kernel.PartyByCode{Code: code})
		if err != nil {
			return err
		}
		here, err := hasAccount(v, p)
		if err != nil {
			return err
		}
		if !here {
			p = kernel.Party{}
		}
		f.owners = append(f.owners, p)
	}
	return nil
}

// may says of each code why the request cannot go there.
func (f handFacts) may(codes []string, d RequestData, now time.Time) error {
	if len(codes) == 0 {
		return errs.At("code", "kernel.wire.missing", nil)
	}
	s := registry.AsOf(f.view.Events, calendar.DateOf(now), now)
	var l errs.List
	for i, p := range f.owners {
		switch {
		case p.ID == "":
			l.Add(errs.At("code", "utilization.hall.request_no_account", errs.Args{"code": codes[i]}))
		case !Holds(s, registry.Owner{Party: string(p.ID), Name: p.Name, USCC: p.Code}):
			l.Add(errs.At("code", "utilization.hall.request_not_owner", errs.Args{"name": p.Name, "owners": strings.Join(d.Owners, "；")}))
		}
	}
	return l.Err()
}

// handRequest (转给权利人): the centre found the owners' accounts, or had them made,
// and lays the request before them.
func (r Rules) handRequest() kernel.Move {
	return kernel.MoveOf[RequestData, HandRequestInput, handFacts]{
		Name: "hand", Needs: []string{"code"}, From: []kernel.State{RequestCentre}, By: []kernel.Role{Clerk, kernel.RoleHead},
		Facts: func(v kernel.View, _ kernel.Case, d RequestData, in HandRequestInput) (handFacts, error) {
			var f handFacts
			var err error
			if f.view, err = right(v, d.Right); err != nil {
				return f, err
			}
			return f, f.load(v, in.codes())
		},
		Guard: func(t kernel.Turn[RequestData, HandRequestInput, handFacts]) error {
			return t.Facts.may(t.Input.codes(), t.Data, t.Now)
		},
		Effects: func(t kernel.Turn[RequestData, HandRequestInput, handFacts]) (kernel.Out[RequestData], error) {
			out, err := r.toOwners(t.Data, t.Facts.owners, t.Case.No, t.Now)
			if err != nil {
				return out, err
			}
			granted := out.Change
			out.Change = func(c *kernel.Case) {
				granted(c)
				c.Meet(limitReach, t.Now)
			}
			out.Effects = append(out.Effects, requestTold("request_handed", t.Case.No, out.Data))
			return out, nil
		},
	}.Build()
}

// endRequest: the centre could not reach the owner, or the owner told it no.
func endRequest() kernel.Move {
	return kernel.MoveOf[RequestData, kernel.ReasonInput, none]{
		Name: "end", Needs: []string{"reason"}, From: []kernel.State{RequestCentre}, By: []kernel.Role{Clerk, kernel.RoleHead},
		Guard: func(t kernel.Turn[RequestData, kernel.ReasonInput, none]) error { return requestReason(t.Input) },
		Effects: func(t kernel.Turn[RequestData, kernel.ReasonInput, none]) (kernel.Out[RequestData], error) {
			t.Data.Reason = t.Input.Reason
			return kernel.Out[RequestData]{To: RequestEnded, Data: t.Data, Change: func(c *kernel.Case) { c.Meet(limitReach, t.Now) }, Effects: []kernel.Effect{requestTold("request_ended", t.Case.No, t.Data)}}, nil
		},
	}.Build()
}

// lapseRequest: time is over. Where one owner said no and the others nothing, the no
// stands.
func lapseRequest() kernel.Move {
	return kernel.MoveOf[RequestData, none, none]{
		Name: "lapse", From: []kernel.State{RequestAsked}, By: []kernel.Role{Timer}, Hidden: true,
		Effects: func(t kernel.Turn[RequestData, none, none]) (kernel.Out[RequestData], error) {
			if len(t.Data.Refused) > 0 {
				return t.Data.refused(t.Case.No), nil
			}
			return kernel.Out[RequestData]{To: RequestLapsed, Data: t.Data, Effects: []kernel.Effect{requestTold("request_lapsed", t.Case.No, t.Data)}}, nil
		},
	}.Build()
}

// RequestMet names the listing that a request led to.
type RequestMet struct {
	Listing string `json:"listing"`
}

// requestListed: the right stands in the hall, whoever listed it and however.
func requestListed() kernel.Move {
	return kernel.MoveOf[RequestData, RequestMet, none]{
		Name: "listed", From: []kernel.State{RequestAsked, RequestCentre}, By: []kernel.Role{kernel.RoleSystem}, Hidden: true, OnHold: true,
		Effects: func(t kernel.Turn[RequestData, RequestMet, none]) (kernel.Out[RequestData], error) {
			t.Data.Listing = t.Input.Listing
			return kernel.Out[RequestData]{To: RequestListed, Data: t.Data, Change: func(c *kernel.Case) { c.Meet(limitReach, t.Now) }, Effects: []kernel.Effect{requestTold("request_listed", t.Case.No, t.Data)}}, nil
		},
	}.Build()
}

// withdrawRequest is 撤回; whoever was to answer is told.
func withdrawRequest() kernel.Move {
	return kernel.MoveOf[RequestData, kernel.ReasonInput, none]{
		Name: kernel.MoveWithdraw, Needs: []string{"reason"}, By: []kernel.Role{kernel.RoleOwner}, Right: kernel.RightWithdraw, Outward: true, Anytime: true, OnHold: true,
		Guard: func(t kernel.Turn[RequestData, kernel.ReasonInput, none]) error { return reason(t.Input.Reason) },
		Effects: func(t kernel.Turn[RequestData, kernel.ReasonInput, none]) (kernel.Out[RequestData], error) {
			return closedRequest(t.Data, kernel.StateWithdrawn, t.Now, t.Data.asked(t.Case.State, "request_withdrawn", t.Case.No)), nil
		},
	}.Build()
}

// closedRequest ends a request from the buyer's side.
func closedRequest(d RequestData, to kernel.State, now time.Time, tells ...kernel.Effect) kernel.Out[RequestData] {
	return kernel.Out[RequestData]{To: to, Data: d, Change: func(c *kernel.Case) {
		c.EndHold(now)
		c.Meet(limitReach, now)
	}, Effects: append([]kernel.Effect{kernel.ClearTimer{Name: timerRequest}}, tells...)}
}

// requestMoot: the need has ended, and with it what was asked for it.
func requestMoot() kernel.Move {
	return kernel.MoveOf[RequestData, none, none]{
		Name: "need_ended", From: OpenRequest(), By: []kernel.Role{kernel.RoleSystem}, Hidden: true, OnHold: true,
		Effects: func(t kernel.Turn[RequestData, none, none]) (kernel.Out[RequestData], error) {
			return closedRequest(t.Data, RequestMoot, t.Now, requestTold("request_moot", t.Case.No, t.Data), t.Data.asked(t.Case.State, "request_need_ended", t.Case.No)), nil
		},
	}.Build()
}

// moot ends the requests of a need that has ended.
func moot(requests []kernel.Case) []kernel.Effect {
	var out []kernel.Effect
	for _, c := range requests {
		out = append(out, kernel.MoveChild{Case: c.ID, Move: "need_ended"})
	}
	return out
}

// requestsFor are the requests of a need that wait.
func requestsFor(v kernel.View, need kernel.CaseID) ([]kernel.Case, error) {
	return kernel.Load(v, kernel.CasesOf{Flow: Request, Parent: need, States: OpenRequest()})
}

// loadAsked are the requests of the deal's buyer to list its right that led to a
// listing.
func loadAsked(v kernel.View, d DealData) ([]kernel.Case, error) {
	return kernel.Load(v, kernel.CasesOf{Flow: Request, About: registry.About(d.Right), Subject: "party:" + string(d.Buyer.ID), States: []kernel.State{RequestListed}})
}

// wished says of the proposals of the register by which the deal's listing came
// about that they came to a contract.
func (d DealData) wished(requests []kernel.Case, by kernel.UserID) ([]kernel.Effect, error) {
	var out []kernel.Effect
	for _, c := range requests {
		q, err := RequestOf(c)
		if err != nil {
			return nil, err
		}
		if q.Buyer.ID != d.Buyer.ID || q.Listing != d.ListingNo || d.NeedNo != "" && d.NeedNo != q.Need.No || q.Match == nil || q.Match.Algorithm == "" {
			continue
		}
		out = append(out, kernel.Feedback{User: by, Subject: q.Need.No, Object: q.Right, Kind: "signed", Version: q.Match.Algorithm, Place: q.Match.Rank})
	}
	return out, nil
}

// openRequests are those that wait for the right to be listed.
func openRequests(v kernel.View, number string) ([]kernel.Case, error) {
	return kernel.Load(v, kernel.CasesOf{Flow: Request, About: registry.About(number), States: OpenRequest()})
}

// OpenRequest are the states of a request that waits.
func OpenRequest() []kernel.State { return []kernel.State{RequestAsked, RequestCentre} }

// meet answers the requests for a right that now stands in the hall.
func meet(requests []kernel.Case, listing string) ([]kernel.Effect, error) {
	raw, err := json.Marshal(RequestMet{Listing: listing})
	if err != nil {
		return nil, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	var out []kernel.Effect
	for _, c := range requests {
		if slices.Contains(OpenRequest(), c.State) {
			out = append(out, kernel.MoveChild{Case: c.ID, Move: "listed", Input: raw})
		}
	}
	return out, nil
}
