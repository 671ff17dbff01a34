package register

import (
	"context"
	"testing"

	"quanlian/adapter/sqlstore"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/test/storetest"
)

// TestPartyKeepsItsName: rights are linked by name and code, so a party's own
// administrator may change its rules of approval and nothing of who it is.
func TestPartyKeepsItsName(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		firm := kernel.Party{ID: "firm", Kind: "enterprise", Name: "储能公司", Code: "91530100MA6K00001X"}
		party(t, s, firm)
		d := storetest.Desk(t, s, storetest.NewClock(start))
		// A chain of approval needs somebody for each of its steps.
		if err := d.Do(context.Background(), kernel.SystemActor("seed"), "people", kernel.PutUser{ID: "h", Login: "h", Name: "h"},
			kernel.PutMember{User: "h", Party: "firm", Duty: kernel.DutyHead, Rights: kernel.AllRights()}); err != nil {
			t.Fatal(err)
		}
		own := kernel.Actor{User: "u", Party: "firm", Rights: kernel.AllRights()}
		staff := kernel.Actor{User: "s", Posts: []kernel.Post{{Unit: "platform", Role: "admin"}}}
		approval, renamed, recoded, other := firm, firm, firm, firm
		approval.Approval = []kernel.Duty{kernel.DutyHead}
		renamed.Name, recoded.Code, other.Kind = "云岚大学", "91530100MA6K00002Y", "person"
		for _, c := range []struct {
			key   string
			actor kernel.Actor
			p     kernel.Party
			paper string
			want  errs.Kind
		}{
			{"approval", own, approval, "", errs.KindOf(nil)}, {"name", own, renamed, "p", errs.Forbidden}, {"code", own, recoded, "p", errs.Forbidden},
			{"kind", own, other, "p", errs.Forbidden}, {"by the city, unproved", staff, renamed, "", errs.Invalid}, {"by the city", staff, renamed, "p", errs.KindOf(nil)},
		} {
			err := d.Do(context.Background(), c.actor, c.key, kernel.PutParty{Party: c.p, Paper: c.paper})
			if (err == nil) != (c.want == errs.KindOf(nil)) || (err != nil && errs.KindOf(err) != c.want) {
				t.Errorf("%s: %v", c.key, err)
			}
		}
	})
}
