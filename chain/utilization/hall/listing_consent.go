package hall

import (
	"encoding/json"
	"slices"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/registry"
)

// Consent is the written consent of somebody without whom the right may not be
// traded (同意书): a co-owner (专利法14) or a pledgee (民法典444). It is a paper in the
// file of the listing, and it counts once the hall's clerk has looked at it.
type Consent struct {
	Owner   PartyRef      `json:"owner,omitzero"`   // the co-owner, as the register names it
	Pledge  string        `json:"pledge,omitempty"` // or number of the pledge
	Paper   string        `json:"paper"`            // id of the document
	Name    string        `json:"name"`
	SHA256  string        `json:"sha256"`
	At      time.Time     `json:"at"`
	By      kernel.UserID `json:"by"`
	Checked time.Time     `json:"checked,omitzero"`
	Checker kernel.UserID `json:"checker,omitempty"`
	Refused string        `json:"refused,omitempty"` // why the paper does not do
	media   string
	bytes   int64
}

// Counts reports whether the paper was looked at and found right.
func (c Consent) Counts() bool { return !c.Checked.IsZero() && c.Refused == "" }

// Open reports whether the clerk has yet to look at it.
func (c Consent) Open() bool { return c.Checked.IsZero() }

// Who names whose consent it is.
func (c Consent) Who() string {
	if c.Pledge != "" {
		return c.Pledge
	}
	return c.Owner.Name
}

// paperKind is the language key of the paper's name.
func (c Consent) paperKind() string {
	if c.Pledge != "" {
		return "utilization.hall.paper.consent_pledge"
	}
	return "utilization.hall.paper.consent_owner"
}

// ConsentInput lays one uploaded paper into the file: Of is the name of a
// co-owner or the number of a pledge, as they stand in the register.
type ConsentInput struct {
	Of     string `json:"of"`
	Upload string `json:"upload"`
}

// Wanted is one consent that the register says is needed.
type Wanted struct {
	Owner  PartyRef `json:"owner,omitzero"`
	Pledge string   `json:"pledge,omitempty"`
	Name   string   `json:"name"` // of the co-owner or of the pledgee
}

// Of is what a [ConsentInput] names it by.
func (w Wanted) Of() string {
	if w.Pledge != "" {
		return w.Pledge
	}
	return w.Owner.Name
}

// WantedConsents are the co-owners beside the seller, and the pledges.
func WantedConsents(s registry.State, seller registry.Owner) []Wanted {
	var out []Wanted
	for _, o := range s.Owners {
		if same, _ := registry.SameParty(o, seller); !same {
			out = append(out, Wanted{Owner: PartyRef{ID: kernel.PartyID(o.Party), Name: o.Name, Code: o.USCC}, Name: o.Name})
		}
	}
	for _, p := range s.Pledges {
		w := Wanted{Pledge: p.Ref}
		if p.Party != nil {
			w.Name = p.Party.Name
		}
		out = append(out, w)
	}
	return out
}

// loadUploads loads the papers that the inputs name.
func loadUploads(v kernel.View, in []ConsentInput) (map[string]kernel.Upload, error) {
	out := map[string]kernel.Upload{}
	for _, c := range in {
		u, err := kernel.Load(v, kernel.UploadByID{ID: c.Upload})
		if errs.KindOf(err) == errs.NotFound {
			return nil, errs.At("consents", "kernel.upload_gone", nil)
		}
		if err != nil {
			return nil, err
		}
		out[c.Upload] = u
	}
	return out, nil
}

// consents turns inputs into consents: each of somebody whom the register
// names, by a paper that the actor has put in.
func (f listingFacts) consents(in []ConsentInput, by kernel.Actor, now time.Time, newID func() string) ([]Consent, error) {
	wanted := WantedConsents(registry.AsOf(f.view.Events, calendar.DateOf(now), now), owner(refOf(f.seller)))
	var out []Consent
	for _, x := range in {
		i := slices.IndexFunc(wanted, func(w Wanted) bool { return w.Of() == x.Of })
		if i < 0 {
			return nil, errs.At("consents", "utilization.hall.consent_of_nobody", errs.Args{"of": x.Of})
		}
		u := f.uploads[x.Upload]
		if u.ID == "" || u.By != by.User {
			return nil, errs.At("consents", "kernel.upload_gone", nil)
		}
		out = append(out, Consent{Owner: wanted[i].Owner, Pledge: wanted[i].Pledge, Paper: newID(), Name: u.Name, SHA256: u.SHA256, At: now, By: by.User, media: u.Media, bytes: u.Bytes})
	}
	return out, nil
}

// attach lays the papers of consents into the case, open from a level on.
func attach(list []Consent, from kernel.Level) []kernel.Effect {
	var out []kernel.Effect
	for _, c := range list {
		out = append(out, kernel.AttachDocument{ID: c.Paper, Kind: c.paperKind(), Name: c.Name, SHA256: c.SHA256, Bytes: c.bytes, Media: c.media, Level: from})
	}
	return out
}

// consenting gives co-owners and pledges whose consent counts, or whose paper
// at least lies there, by what is asked.
func consenting(list []Consent, counts func(Consent) bool) (owners []PartyRef, pledges []string) {
	for _, c := range list {
		switch {
		case !counts(c):
		case c.Pledge != "":
			pledges = append(pledges, c.Pledge)
		default:
			owners = append(owners, c.Owner)
		}
	}
	return owners, pledges
}

// TakesConsents reports whether a consent may come in, in a state of the listing.
func TakesConsents(s kernel.State) bool { return slices.Contains(consentStates, s) }

// consentBars are the bars that end with the consent of a pledgee or co-owner.
var consentBars = []string{"registry.check.pledge_consent", "registry.check.co_owner_consent"}

// WantsConsent reports whether what bars a deal is a consent that the seller may
// still bring.
func WantsConsent(findings []registry.Finding) bool {
	return slices.ContainsFunc(findings, func(f registry.Finding) bool {
		return f.Severity == registry.Block && slices.Contains(consentBars, f.Code)
	})
}

func addConsent() kernel.Move {
	return kernel.MoveOf[ListingData, ConsentInput, listingFacts]{
		Name: "add_consent", Needs: []string{"of", "upload"}, From: consentStates, By: []kernel.Role{kernel.RoleOwner}, Right: kernel.RightSubmit, Outward: true,
		Facts: func(v kernel.View, c kernel.Case, d ListingData, in ConsentInput) (listingFacts, error) {
			f, err := loadListing(v, c, d, ListInput{})
			if err != nil {
				return f, err
			}
			f.uploads, err = loadUploads(v, []ConsentInput{in})
			return f, err
		},
		Effects: func(t kernel.Turn[ListingData, ConsentInput, listingFacts]) (kernel.Out[ListingData], error) {
			list, err := t.Facts.consents([]ConsentInput{t.Input}, t.Actor, t.Now, t.NewID)
			if err != nil {
				return kernel.Out[ListingData]{}, err
			}
			t.Data.Consents = append(slices.Clone(t.Data.Consents), list...)
			return kernel.Out[ListingData]{Data: t.Data, Effects: append(attach(list, kernel.ViewDetail),
				kernel.Notify{To: Clerk, Text: "utilization.hall.notice.consent_in", Args: map[string]string{"no": t.Case.No, "who": list[0].Who()}})}, nil
		},
	}.Build()
}

// consentStates are the states in which a consent may still come in: also after the
// office has entered the deal, as a pledge may be registered before the payment.
var consentStates = []kernel.State{ListingReview, ListingListed, ListingSuspended, ListingContract, ListingSold}

// CheckConsentInput is what the clerk says of one paper.
type CheckConsentInput struct {
	Paper  string `json:"paper"`
	OK     bool   `json:"ok"`
	Reason string `json:"reason,omitempty"` // when it does not do
}

// dealsOf are the deals on the listing.
type dealsOf struct{ deals []kernel.Case }

func checkConsent() kernel.Move {
	return kernel.MoveOf[ListingData, CheckConsentInput, dealsOf]{
		Name: "check_consent", Needs: []string{"paper"}, From: consentStates, By: []kernel.Role{Clerk},
		Facts: func(v kernel.View, c kernel.Case, _ ListingData, _ CheckConsentInput) (dealsOf, error) {
			list, err := kernel.Load(v, kernel.ChildrenOf{Parent: c.ID})
			return dealsOf{list}, err
		},
		Guard: func(t kernel.Turn[ListingData, CheckConsentInput, dealsOf]) error {
			if t.Input.Paper == "" {
				return errs.At("paper", "kernel.wire.missing", nil)
			}
			if !slices.ContainsFunc(t.Data.Consents, func(c Consent) bool { return c.Paper == t.Input.Paper && c.Open() }) {
				return errs.New(errs.Conflict, "utilization.hall.consent_checked", nil)
			}
			if !t.Input.OK {
				return reason(t.Input.Reason)
			}
			return nil
		},
		Effects: func(t kernel.Turn[ListingData, CheckConsentInput, dealsOf]) (kernel.Out[ListingData], error) {
			d := t.Data
			d.Consents = slices.Clone(d.Consents)
			i := slices.IndexFunc(d.Consents, func(c Consent) bool { return c.Paper == t.Input.Paper })
			c := &d.Consents[i]
			c.Checked, c.Checker = t.Now, t.Actor.User
			text := "consent_ok"
			if !t.Input.OK {
				c.Refused, text = t.Input.Reason, "consent_refused"
			}
			out := kernel.Out[ListingData]{Data: d, Effects: []kernel.Effect{
				kernel.Notify{To: kernel.RoleOwner, Text: "utilization.hall.notice." + text, Args: map[string]string{"no": t.Case.No, "who": c.Who(), "reason": t.Input.Reason}},
			}}
			more, err := d.tellDeals(t.Facts.deals)
			out.Effects = append(out.Effects, more...)
			return out, err
		},
	}.Build()
}

// consentsInput hands the consents that count to a deal.
type consentsInput struct {
	Owners  []PartyRef `json:"owners"`
	Pledges []string   `json:"pledges"`
}

// tellDeals hands the consents that count to every deal that goes on.
func (d ListingData) tellDeals(deals []kernel.Case) ([]kernel.Effect, error) {
	owners, pledges := consenting(d.Consents, Consent.Counts)
	in, err := json.Marshal(consentsInput{owners, pledges})
	if err != nil {
		return nil, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	var out []kernel.Effect
	for _, c := range deals {
		if c.Flow == Deal && c.Closed.IsZero() {
			out = append(out, kernel.MoveChild{Case: c.ID, Move: "consents", Input: in})
		}
	}
	return out, nil
}

// takeConsents notes in a deal what the clerk found of the listing's papers.
func (r Rules) takeConsents() kernel.Move {
	return kernel.MoveOf[DealData, consentsInput, dealRights]{
		Name: "consents", Anytime: true, By: []kernel.Role{kernel.RoleSystem}, Hidden: true, OnHold: true,
		Facts: func(v kernel.View, _ kernel.Case, d DealData, _ consentsInput) (dealRights, error) {
			return d.rights(v)
		},
		Effects: func(t kernel.Turn[DealData, consentsInput, dealRights]) (kernel.Out[DealData], error) {
			t.Data.Consents, t.Data.Pledgees = t.Input.Owners, t.Input.Pledges
			if !slices.Contains(Watched(), t.Case.State) {
				return kernel.Out[DealData]{Data: t.Data}, nil
			}
			return r.looked(t.Case, t.Data, t.Facts, t.Now) // a consent may end what barred the deal
		},
	}.Build()
}

// ApproveInput is the clerk's word before a listing is open.
type ApproveInput struct {
	// Consents: the papers of consent were looked at, and all of them do.
	Consents bool `json:"consents"`
}

// passed marks the papers as looked at; without the clerk's word it refuses.
func (in ApproveInput) passed(list []Consent, by kernel.UserID, now time.Time) ([]Consent, error) {
	out := slices.Clone(list)
	for i := range out {
		if !out[i].Open() {
			continue
		}
		if !in.Consents {
			return nil, errs.At("consents", "utilization.hall.consents_unseen", nil)
		}
		out[i].Checked, out[i].Checker = now, by
	}
	return out, nil
}
