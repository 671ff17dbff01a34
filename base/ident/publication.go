package ident

import (
	"regexp"
	"strings"

	"quanlian/base/errs"
)

// The letters that may follow, by the first digit. Source: domain rulebook
// §11.4: A application, B grant, C grant before 2010; U, Y utility model; S, D design.
var pubLetters = map[byte]string{'1': "ABC", '2': "UY", '3': "SD"}

// Publication is a Chinese publication or announcement number (公开/公告号) or
// an international one (WO).
type Publication struct {
	office string // CN or WO
	number string // digits; for WO year/number
	letter string // A, B, C, U, Y, S, D and a digit
}

var (
	cnPubRE = regexp.MustCompile(`^(?:CN)?(\d+)([A-Z]\d?)?$`)
	woPubRE = regexp.MustCompile(`^WO(\d{4})/?(\d{6})([A-Z]\d?)?$`)
	pctRE   = regexp.MustCompile(`^PCT/?([A-Z]{2})(\d{4}|\d{2})/?(\d{5,6})$`)
)

// ParsePublication reads CN106970934A, 106970934 A, CN2731599Y or
// WO2023/123456A1. A Chinese number needs its letter.
func ParsePublication(s string) (Publication, error) {
	t := strip(s)
	if m := woPubRE.FindStringSubmatch(t); m != nil {
		return Publication{"WO", m[1] + "/" + m[2], m[3]}, nil
	}
	m := cnPubRE.FindStringSubmatch(t)
	if m == nil {
		return Publication{}, errs.At("", "base.ident.publication.form", errs.Args{"value": shown(s)})
	}
	if n := len(m[1]); n != 9 && n != 7 {
		return Publication{}, lengthFault(s, "9/7", n)
	}
	letters, ok := pubLetters[m[1][0]]
	if !ok {
		return Publication{}, errs.At("", "base.ident.publication.first", errs.Args{"value": shown(s), "got": m[1][:1]})
	}
	if m[2] == "" || !strings.Contains(letters, m[2][:1]) {
		return Publication{}, errs.At("", "base.ident.publication.letter", errs.Args{"value": shown(s), "first": m[1][:1], "letters": strings.Join(strings.Split(letters, ""), "/")})
	}
	return Publication{"CN", m[1], m[2]}, nil
}

// String is the normal form, as CN106970934A.
func (p Publication) String() string { return p.office + p.number + p.letter }

// Granted reports whether the document announces a right rather than an
// application.
func (p Publication) Granted() bool { return p.office == "CN" && !strings.HasPrefix(p.letter, "A") }

// Kind is the kind of right; "" for international publications.
func (p Publication) Kind() PatentKind {
	if p.office != "CN" {
		return ""
	}
	return kindDigits[p.number[0]]
}

// Number gives the parts.
func (p Publication) Number() Number {
	n := Number{Kind: KindPublication, Normal: p.String(), Parts: map[string]string{"office": p.office, "number": p.number, "code": p.letter}}
	if k := p.Kind(); k != "" {
		n.Parts["type"] = string(k)
	}
	return n
}

// PCT is an international application number (PCT国际申请号).
type PCT struct{ office, year, serial string }

func isPCT(s string) bool { return strings.HasPrefix(fold(s), "PCT") }

// ParsePCT reads PCT/CN2023/123456 and the form before 2004, PCT/CN03/00123.
func ParsePCT(s string) (PCT, error) {
	m := pctRE.FindStringSubmatch(strip(s))
	if m == nil {
		return PCT{}, errs.At("", "base.ident.pct.form", errs.Args{"value": shown(s)})
	}
	year, serial := m[2], m[3]
	if len(year) == 2 {
		century := "20"
		if year >= "78" { // Unit: two-digit year. Source: PCT filings began in 1978.
			century = "19"
		}
		year = century + year
	}
	if len(serial) == 5 {
		serial = "0" + serial
	}
	if year < "1978" || strings.Trim(serial, "0") == "" {
		return PCT{}, errs.At("", "base.ident.pct.form", errs.Args{"value": shown(s)})
	}
	return PCT{m[1], year, serial}, nil
}

// String is the normal form, as PCT/CN2023/123456.
func (p PCT) String() string { return "PCT/" + p.office + p.year + "/" + p.serial }

// Number gives the parts.
func (p PCT) Number() Number {
	return Number{Kind: KindPCT, Normal: p.String(), Parts: map[string]string{"office": p.office, "year": p.year, "serial": p.serial}}
}
