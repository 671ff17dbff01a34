package ident

import (
	"strings"

	"quanlian/base/errs"
)

// Unit: none (alphabet and weights). Source: GB 32100-2015, 5 and annex A.
const usccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// Unit: none. Source: GB 32100-2015: 3^(i−1) mod 31.
var usccWeights = []int{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28}

// Unit: none. Source: GB 11714-1997.
const orgAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

// Unit: none. Source: GB 11714-1997.
var orgWeights = []int{3, 7, 9, 10, 5, 8, 4, 2}

// USCC is a unified social credit code (统一社会信用代码), 18 characters.
type USCC struct{ code string }

// ParseUSCC reads and checks a unified social credit code.
func ParseUSCC(s string) (USCC, error) {
	t := strip(s)
	if n := len([]rune(t)); n != 18 {
		return USCC{}, whole(s, lengthFault(s, "18", n))
	}
	if c, at := badChar(t, usccAlphabet); at > 0 {
		return USCC{}, whole(s, charFault(s, c, at))
	}
	if c, at := badChar(t[2:8], "0123456789"); at > 0 {
		return USCC{}, whole(s, charFault(s, c, at+2))
	}
	if want := usccCheck(t); t[17] != want {
		return USCC{}, whole(s, checkFault(s, 18, t[17], want, swapFix(t, usccRight)))
	}
	return USCC{t}, nil
}

// whole lets who typed the code read it as it was typed. A faulty one may have the
// check digit of an identity number, and stays masked for everybody else; one that
// is an identity number down to the day of birth stays masked for all.
func whole(s string, err error) error {
	t := idLike.FindString(strip(s))
	if e := errs.As(err); e != nil && (t == "" || !personal(t)) {
		e.Args["value"] = errs.NewTyped(clip(strings.TrimSpace(s)), shown(s))
	}
	return err
}

func usccCheck(t string) byte {
	sum := weighted(t, usccWeights, func(c byte) int { return strings.IndexByte(usccAlphabet, c) })
	return usccAlphabet[(31-sum%31)%31]
}

func usccRight(t string) bool {
	_, at := badChar(t[2:8], "0123456789")
	return at == 0 && t[17] == usccCheck(t) && orgRight(t[8:17])
}

// String is the code.
func (u USCC) String() string { return u.code }

// Region is the six-digit code of the registering authority's division (GB/T 2260).
func (u USCC) Region() string { return u.code[2:8] }

// Org is the organisation code inside (positions 9–17).
func (u USCC) Org() string { return u.code[8:16] + "-" + u.code[16:17] }

// OrgFits reports whether the organisation code inside has the right check
// character of its own.
func (u USCC) OrgFits() bool { return orgRight(u.code[8:17]) }

// Number gives the parts.
func (u USCC) Number() Number {
	n := Number{Kind: KindUSCC, Normal: u.code, Parts: map[string]string{
		"department": u.code[:1], "category": u.code[1:2], "region": u.Region(), "org": u.Org(), "check": u.code[17:],
	}}
	if name, ok := provinces[u.code[2:4]]; ok {
		n.Parts["province"] = name
	}
	if !u.OrgFits() {
		n.Notes = append(n.Notes, "base.ident.note.org_check")
	}
	return n
}

// OrgCode is an organisation code (组织机构代码), eight characters and a check
// character.
type OrgCode struct{ code string }

// ParseOrgCode reads and checks an organisation code, as D2143569-X.
func ParseOrgCode(s string) (OrgCode, error) {
	t := strip(s)
	if n := len([]rune(t)); n != 9 {
		return OrgCode{}, whole(s, lengthFault(s, "9", n))
	}
	if c, at := badChar(t, orgAlphabet); at > 0 {
		return OrgCode{}, whole(s, charFault(s, c, at))
	}
	if c, at := badChar(t[8:], "0123456789X"); at > 0 {
		return OrgCode{}, whole(s, charFault(s, c, 9))
	}
	if want := orgCheck(t); t[8] != want {
		return OrgCode{}, whole(s, checkFault(s, 9, t[8], want, swapFix(t, orgRight)))
	}
	return OrgCode{t}, nil
}

func orgCheck(t string) byte {
	sum := weighted(t, orgWeights, func(c byte) int { return strings.IndexByte(orgAlphabet, c) })
	return "0X987654321"[sum%11]
}

func orgRight(t string) bool { return t[8] == orgCheck(t) }

// String is the code with its hyphen.
func (o OrgCode) String() string { return o.code[:8] + "-" + o.code[8:] }

// Number gives the parts.
func (o OrgCode) Number() Number {
	return Number{Kind: KindOrg, Normal: o.String(), Forms: map[string]string{"plain": o.code}, Parts: map[string]string{"check": o.code[8:]}}
}
