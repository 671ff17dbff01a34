package kernel

import (
	"strings"
	"time"

	"quanlian/base/errs"
)

// Registered is who represents a party and where it is reached, as its administrator
// keeps it (登记信息): forms begin with it, and what goes by post goes there.
type Registered struct {
	// Representative is the legal representative (法定代表人) that the licence names.
	Representative string `json:"representative,omitempty"`
	// AgencyCode is the one that the office that licenses agencies gave this one
	// (代理机构代码); it is no credit code. "": not known.
	AgencyCode string `json:"agency_code,omitempty"`

	Address  string `json:"address,omitempty"`
	Postcode string `json:"postcode,omitempty"`
	Contact  string `json:"contact,omitempty"` // a person
	Phone    string `json:"phone,omitempty"`
}

// Post is the address for the post, with its postal code; "" where none is kept.
func (r Registered) Post() string {
	if r.Address == "" {
		return ""
	}
	return strings.TrimSpace(r.Postcode + " " + r.Address)
}

// PartyChange is one change of what is registered of a party.
type PartyChange struct {
	Field    string // name, code, kind, district, address, postcode, contact, phone, representative, agency_code
	Was, Now string
	At       time.Time
	By       UserID
	Name     string // of who changed it
	Paper    string // name of the document that proves it, "" for none
	PaperID  string // of that document
}

// ChangesOf are the changes from one state of a party to the next, in the order in
// which a page shows the fields.
func ChangesOf(old, now Party) []PartyChange {
	var out []PartyChange
	for _, x := range []struct{ field, was, now string }{{"name", old.Name, now.Name}, {"code", old.Code, now.Code}, {"kind", old.Kind, now.Kind}, {"district", old.District, now.District},
		{"address", old.Address, now.Address}, {"postcode", old.Postcode, now.Postcode}, {"representative", old.Representative, now.Representative}, {"agency_code", old.AgencyCode, now.AgencyCode}, {"contact", old.Contact, now.Contact}, {"phone", old.Phone, now.Phone}} {
		if x.was != x.now {
			out = append(out, PartyChange{Field: x.field, Was: x.was, Now: x.now})
		}
	}
	return out
}

// SameIdentity reports whether both say the same of who the party is: a name or a
// code changes by an act of staff with a document only.
func SameIdentity(a, b Party) bool { return a.Kind == b.Kind && a.Name == b.Name && a.Code == b.Code }

// Unit: characters. Source: our choice.
const mostAddress, mostContact = 200, 60

// check looks at the shape of what is registered.
func (r Registered) check() error {
	var bad errs.List
	digits := func(s, more string) bool { return strings.Trim(s, "0123456789"+more) == "" }
	if len([]rune(r.Address)) > mostAddress {
		bad.Add(errs.At("address", "kernel.party.too_long", errs.Args{"n": mostAddress}))
	}
	for field, name := range map[string]string{"representative": r.Representative, "contact": r.Contact} {
		if len([]rune(name)) > mostContact {
			bad.Add(errs.At(field, "kernel.party.too_long", errs.Args{"n": mostContact}))
		}
	}
	// Unit: digits. Source: postal codes of China have six.
	if p := r.Postcode; p != "" && (len(p) != 6 || !digits(p, "")) {
		bad.Add(errs.At("postcode", "kernel.party.bad_postcode", nil))
	}
	// Unit: digits. Source: the five digits that the office gives an agency.
	if c := r.AgencyCode; c != "" && (len(c) != 5 || !digits(c, "")) {
		bad.Add(errs.At("agency_code", "kernel.party.bad_agency_code", nil))
	}
	if p := r.Phone; p != "" && (len(p) < 7 || len(p) > 20 || !digits(p, "-+ ")) {
		bad.Add(errs.At("phone", "kernel.party.bad_phone", nil))
	}
	return bad.Err()
}
