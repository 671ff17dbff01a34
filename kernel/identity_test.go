package kernel

import "testing"

// TestFirstLogIn: nobody is given an organisation that somebody keeps, and one that
// is known is not registered anew.
func TestFirstLogIn(t *testing.T) {
	t.Parallel()
	org := Identity{Name: "甲", OrgName: "某公司", OrgCode: "C"}
	for name, c := range map[string]struct {
		f             FirstLogIn
		party, made   PartyID
		claims, waits bool
	}{
		"alone":  {f: FirstLogIn{Identity: Identity{Name: "甲"}}, party: "self-u", made: "self-u"},
		"new":    {f: FirstLogIn{Identity: org}, party: "org-C", made: "org-C"},
		"unkept": {f: FirstLogIn{Identity: org, Org: Party{ID: "p"}}, party: "p"},
		"kept":   {f: FirstLogIn{Identity: org, Org: Party{ID: "p"}, Kept: true}, party: "self-u", made: "self-u", claims: true, waits: true},
	} {
		c.f.User = "u"
		var party, made PartyID
		claims := false
		for _, w := range c.f.Writes("person", "enterprise") {
			switch w := w.(type) {
			case PutMember:
				party = w.Party
			case PutParty:
				made = w.Party.ID
			case LinkIdentity:
				claims = w.Claims != ""
			}
		}
		if party != c.party || made != c.made || claims != c.claims || c.f.Waits() != c.waits {
			t.Errorf("%s: member of %q, made %q, claims %v", name, party, made, claims)
		}
	}
}
