package hall

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/registry"
)

// BackConsentInput lays the paper of one consent into a deal with a cross licence: Of
// is the name of a co-owner or the number of a pledge of a right that is licensed
// back, as the register has them.
type BackConsentInput struct {
	Of      string   `json:"of"`
	Consent []string `json:"consent"` // ids of its uploads
}

// CheckBackConsentInput is what the clerk says of one such paper.
type CheckBackConsentInput struct {
	Paper  string `json:"paper"`
	OK     bool   `json:"ok"`
	Reason string `json:"reason,omitempty"` // when it does not do
}

// backConsentStates are those in which the terms stand and a consent may yet end a
// bar.
func backConsentStates() []kernel.State {
	return append([]kernel.State{DealDraft, DealSigning}, Watched()...)
}

// WantedBack are the co-owners beside the buyer and the pledges of the rights that
// are licensed back.
func (d DealData) WantedBack(back []registry.View, now time.Time) []Wanted {
	var out []Wanted
	for _, v := range back {
		for _, w := range WantedConsents(registry.AsOf(v.Events, calendar.DateOf(now), now), owner(d.Buyer)) {
			if !slices.ContainsFunc(out, func(x Wanted) bool { return x.Of() == w.Of() }) {
				out = append(out, w)
			}
		}
	}
	return out
}

// OpenBackConsents are the papers that the clerk has yet to look at.
func (d DealData) OpenBackConsents() []Consent {
	return slices.DeleteFunc(slices.Clone(d.BackConsents), func(c Consent) bool { return !c.Open() })
}

// WantsBackConsent reports whether what bars a deal is a consent that the buyer may
// still bring, for a right that is licensed back.
func WantsBackConsent(findings []registry.Finding) bool {
	return slices.ContainsFunc(findings, func(f registry.Finding) bool {
		bars := fmt.Sprint(f.Args["ref"])
		return f.Severity == registry.Block && (f.Code == backBarred || f.Code == backBarredOld) &&
			slices.ContainsFunc(consentBars, func(code string) bool { return strings.Contains(bars, code) })
	})
}

type backConsentFacts struct {
	rights dealRights
	files  deliveredFacts
}

// backConsent (补交买方许可的专利的同意书): the buyer, who gives the right in return, brings
// the consent of its co-owner or pledgee.
func backConsent() kernel.Move {
	return kernel.MoveOf[DealData, BackConsentInput, backConsentFacts]{
		Name: "back_consent", Needs: []string{"of", "consent"}, From: backConsentStates(), By: []kernel.Role{Buyer}, Right: kernel.RightSubmit, Outward: true,
		Facts: func(v kernel.View, _ kernel.Case, d DealData, in BackConsentInput) (backConsentFacts, error) {
			var f backConsentFacts
			var err error
			if f.rights, err = d.rights(v); err != nil {
				return f, err
			}
			f.files, err = loadFiles(v, "consent", in.Consent)
			return f, err
		},
		Guard: func(t kernel.Turn[DealData, BackConsentInput, backConsentFacts]) error {
			switch {
			case !slices.ContainsFunc(t.Data.WantedBack(t.Facts.rights.back, t.Now), func(w Wanted) bool { return w.Of() == t.Input.Of }):
				return errs.At("of", "utilization.hall.consent_of_nobody", errs.Args{"of": t.Input.Of})
			case len(t.Input.Consent) == 0:
				return errs.At("consent", "web.hall.consent_none", nil)
			case slices.ContainsFunc(t.Input.Consent, func(id string) bool { return t.Facts.files[id].By != t.Actor.User }):
				return errs.At("consent", "kernel.upload_gone", nil)
			}
			return nil
		},
		Effects: func(t kernel.Turn[DealData, BackConsentInput, backConsentFacts]) (kernel.Out[DealData], error) {
			wanted := t.Data.WantedBack(t.Facts.rights.back, t.Now)
			w := wanted[slices.IndexFunc(wanted, func(w Wanted) bool { return w.Of() == t.Input.Of })]
			var list []Consent
			for _, id := range t.Input.Consent {
				u := t.Facts.files[id]
				list = append(list, Consent{Owner: w.Owner, Pledge: w.Pledge, Paper: t.NewID(), Name: u.Name, SHA256: u.SHA256, At: t.Now, By: t.Actor.User, media: u.Media, bytes: u.Bytes})
			}
			t.Data.BackConsents = append(slices.Clone(t.Data.BackConsents), list...)
			return kernel.Out[DealData]{Data: t.Data, Effects: append(attach(list, kernel.ViewSecret),
				kernel.Notify{To: Clerk, Text: "utilization.hall.notice.consent_in", Args: map[string]string{"no": t.Case.No, "who": w.Of()}})}, nil
		},
	}.Build()
}

// checkBackConsent is the clerk's word on it; a right one may end what barred the
// deal.
func (r Rules) checkBackConsent() kernel.Move {
	return kernel.MoveOf[DealData, CheckBackConsentInput, dealRights]{
		Name: "check_back_consent", Needs: []string{"paper"}, From: backConsentStates(), By: []kernel.Role{Clerk},
		Facts: func(v kernel.View, _ kernel.Case, d DealData, _ CheckBackConsentInput) (dealRights, error) {
			return d.rights(v)
		},
		Guard: func(t kernel.Turn[DealData, CheckBackConsentInput, dealRights]) error {
			if t.Input.Paper == "" {
				return errs.At("paper", "kernel.wire.missing", nil)
			}
			if !slices.ContainsFunc(t.Data.OpenBackConsents(), func(c Consent) bool { return c.Paper == t.Input.Paper }) {
				return errs.New(errs.Conflict, "utilization.hall.consent_checked", nil)
			}
			if !t.Input.OK {
				return reason(t.Input.Reason)
			}
			return nil
		},
		Effects: func(t kernel.Turn[DealData, CheckBackConsentInput, dealRights]) (kernel.Out[DealData], error) {
			d, text := t.Data, "consent_ok"
			d.BackConsents = slices.Clone(d.BackConsents)
			c := &d.BackConsents[slices.IndexFunc(d.BackConsents, func(c Consent) bool { return c.Paper == t.Input.Paper })]
			c.Checked, c.Checker = t.Now, t.Actor.User
			if !t.Input.OK {
				c.Refused, text = t.Input.Reason, "consent_refused"
			}
			told := kernel.Notify{To: Buyer, Text: "utilization.hall.notice." + text, Args: map[string]string{"no": t.Case.No, "who": c.Who(), "reason": t.Input.Reason}}
			out := kernel.Out[DealData]{Data: d}
			if slices.Contains(Watched(), t.Case.State) {
				var err error
				if out, err = r.looked(t.Case, d, t.Facts, t.Now); err != nil {
					return out, err
				}
			}
			out.Effects = append(out.Effects, told)
			return out, nil
		},
	}.Build()
}
