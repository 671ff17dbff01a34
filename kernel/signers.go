package kernel

import (
	"slices"
	"strings"

	"quanlian/base/errs"
)

// SignerGoneInput names a signer for whom nobody waits any longer.
type SignerGoneInput struct {
	User   UserID `json:"user"`
	Reason string `json:"reason"`
}

// addSigner asks one more person for a word. Who is asked takes part in the case
// until then: it is told, and finds the case among those that wait for it.
func addSigner(t Turn[raw, SignerInput, struct{}]) (Out[raw], error) {
	if t.Input.User == "" || t.Input.User == t.Actor.User {
		return Out[raw]{}, errs.At("user", "kernel.signer_missing", nil)
	}
	if t.Case.waits(t.Input.User) >= 0 {
		return Out[raw]{}, errs.At("user", "kernel.signer_twice", nil)
	}
	return Out[raw]{Data: t.Data, Change: func(c *Case) {
		c.Signers = append(slices.Clone(c.Signers), Signer{User: t.Input.User, Asked: t.Actor.User, Joint: t.Input.Joint})
		c.Grant(signerAccess(t.Input.User))
	}, Effects: []Effect{Notify{To: RoleSigner, Text: "kernel.notice.sign", Args: map[string]string{"no": t.Case.No, "by": t.Actor.Name, "reason": t.Input.Reason}}}}, nil
}

func signOff(t Turn[raw, OpinionInput, struct{}]) (Out[raw], error) {
	i := t.Case.waits(t.Actor.User)
	if i < 0 {
		return Out[raw]{}, errs.New(errs.Forbidden, "kernel.not_a_signer", nil)
	}
	if len([]rune(strings.TrimSpace(t.Input.Opinion))) < 2 {
		return Out[raw]{}, errs.At("opinion", "kernel.opinion_needed", nil)
	}
	return Out[raw]{Data: t.Data, Change: func(c *Case) {
		c.Signers = slices.Clone(c.Signers)
		c.Signers[i].SignedAt, c.Signers[i].Opinion = t.Now, t.Input.Opinion
		c.dropAccess(signerAccess(t.Actor.User))
	}, Effects: []Effect{Notify{To: RoleClerk, Text: "kernel.notice.signed", Args: map[string]string{"no": t.Case.No, "by": t.Actor.Name, "opinion": t.Input.Opinion}}}}, nil
}

// dropSigner takes the question back: who was asked is away or has left, or its
// word is not needed any more. The journal keeps that it was asked.
func dropSigner(t Turn[raw, SignerGoneInput, struct{}]) (Out[raw], error) {
	i := t.Case.waits(t.Input.User)
	if i < 0 {
		return Out[raw]{}, errs.At("user", "kernel.signer_not_waiting", nil)
	}
	if err := needReason(t.Input.Reason); err != nil {
		return Out[raw]{}, err
	}
	return Out[raw]{Data: t.Data, Change: func(c *Case) {
		c.Signers = slices.Delete(slices.Clone(c.Signers), i, i+1)
		c.dropAccess(signerAccess(t.Input.User))
	}}, nil
}

// signerAccess lets a signer read the file and find the case.
func signerAccess(u UserID) Access {
	return Access{Relation: RelInvited, Subject: "user:" + string(u), As: RoleSigner, Level: ViewSecret}
}

// dropAccess takes one access back; others of the same subject stay.
func (c *Case) dropAccess(gone Access) {
	c.Access = slices.DeleteFunc(slices.Clone(c.Access), func(a Access) bool { return a.Subject == gone.Subject && a.As == gone.As })
}

// waits is the place of a signer whose word is awaited; -1 for none.
func (c Case) waits(u UserID) int {
	return slices.IndexFunc(c.Signers, func(s Signer) bool { return s.User == u && s.SignedAt.IsZero() })
}

// Unsigned lists the signers whose word is still awaited.
func (c Case) Unsigned() []Signer {
	var out []Signer
	for _, s := range c.Signers {
		if s.SignedAt.IsZero() {
			out = append(out, s)
		}
	}
	return out
}
