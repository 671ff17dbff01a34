package hall

import (
	"encoding/json"
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/registry"
)

// requestTold tells the buyer what became of its request.
func requestTold(text, no string, d RequestData) kernel.Effect {
	return kernel.Notify{To: kernel.RoleOwner, Text: "utilization.hall.notice." + text, Args: map[string]string{"no": no, "title": d.Title, "reason": d.Reason, "listing": d.Listing}}
}

// declineRequest: the owner does not list the right; the buyer is told why.
func declineRequest() kernel.Move {
	return kernel.MoveOf[RequestData, kernel.ReasonInput, none]{
		Name: "decline", From: []kernel.State{RequestAsked}, By: []kernel.Role{Seller}, Right: kernel.RightSubmit,
		Guard: func(t kernel.Turn[RequestData, kernel.ReasonInput, none]) error { return requestReason(t.Input) },
		Effects: func(t kernel.Turn[RequestData, kernel.ReasonInput, none]) (kernel.Out[RequestData], error) {
			t.Data.Reason = t.Input.Reason
			return kernel.Out[RequestData]{To: RequestDeclined, Data: t.Data, Effects: []kernel.Effect{requestTold("request_declined", t.Case.No, t.Data)}}, nil
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

// HandRequestInput names the owner's account, by its code.
type HandRequestInput struct {
	Code string `json:"code"`
}

type handFacts struct {
	view  registry.View
	owner kernel.Party
	here  bool
}

// handRequest (转给权利人): the centre found the owner's account, or had one made,
// and lays the request before it.
func (r Rules) handRequest() kernel.Move {
	return kernel.MoveOf[RequestData, HandRequestInput, handFacts]{
		Name: "hand", From: []kernel.State{RequestCentre}, By: []kernel.Role{Clerk, kernel.RoleHead},
		Facts: func(v kernel.View, _ kernel.Case, d RequestData, in HandRequestInput) (handFacts, error) {
			var f handFacts
			var err error
			if f.view, err = right(v, d.Right); err != nil {
				return f, err
			}
			if f.owner, err = kernel.Load(v, kernel.PartyByCode{Code: strings.TrimSpace(in.Code)}); err != nil {
				return f, err
			}
			f.here, err = hasAccount(v, f.owner)
			return f, err
		},
		Guard: func(t kernel.Turn[RequestData, HandRequestInput, handFacts]) error {
			p, s := t.Facts.owner, registry.AsOf(t.Facts.view.Events, calendar.DateOf(t.Now), t.Now)
			switch {
			case strings.TrimSpace(t.Input.Code) == "":
				return errs.At("code", "kernel.wire.missing", nil)
			case !t.Facts.here:
				return errs.At("code", "utilization.hall.request_no_account", errs.Args{"code": t.Input.Code})
			case !Holds(s, registry.Owner{Party: string(p.ID), Name: p.Name, USCC: p.Code}):
				return errs.At("code", "utilization.hall.request_not_owner", errs.Args{"name": p.Name, "owners": strings.Join(t.Data.Owners, "；")})
			}
			return nil
		},
		Effects: func(t kernel.Turn[RequestData, HandRequestInput, handFacts]) (kernel.Out[RequestData], error) {
			out, err := r.toOwners(t.Data, []kernel.Party{t.Facts.owner}, t.Case.No, t.Now)
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
		Name: "end", From: []kernel.State{RequestCentre}, By: []kernel.Role{Clerk, kernel.RoleHead},
		Guard: func(t kernel.Turn[RequestData, kernel.ReasonInput, none]) error { return requestReason(t.Input) },
		Effects: func(t kernel.Turn[RequestData, kernel.ReasonInput, none]) (kernel.Out[RequestData], error) {
			t.Data.Reason = t.Input.Reason
			return kernel.Out[RequestData]{To: RequestEnded, Data: t.Data, Change: func(c *kernel.Case) { c.Meet(limitReach, t.Now) }, Effects: []kernel.Effect{requestTold("request_ended", t.Case.No, t.Data)}}, nil
		},
	}.Build()
}

// lapseRequest: nobody answered in time.
func lapseRequest() kernel.Move {
	return kernel.MoveOf[RequestData, none, none]{
		Name: "lapse", From: []kernel.State{RequestAsked}, By: []kernel.Role{Timer}, Hidden: true,
		Effects: func(t kernel.Turn[RequestData, none, none]) (kernel.Out[RequestData], error) {
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
