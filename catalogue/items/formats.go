package items

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"quanlian/base/errs"
	"quanlian/base/ident"
	"quanlian/kernel/form"
)

// Formats is the closed list of forms that a field may ask for: numbers by
// base/ident, the rest here.
func Formats() map[string]form.Format { return formats() }

var formats = sync.OnceValue(func() map[string]form.Format {
	return map[string]form.Format{
		"uscc":         number(ident.KindUSCC),
		"id":           identity,
		"patent":       patent,
		"trademark":    number(ident.KindTrademark),
		"registration": registration,
		"ipc":          number(ident.KindIPC),
		"phone":        pattern("phone", `^(\+?86-?)?(1\d{10}|0\d{2,3}-?\d{7,8}(-\d{1,6})?|[48]00-?\d{3}-?\d{4}|\d{5,8})$`, " ", ""),
		"email":        pattern("email", `^[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(\.[A-Za-z0-9\-]+)*\.[A-Za-z]{2,}$`),
		"postcode":     pattern("postcode", `^\d{6}$`, " ", ""),
		"sha256":       sha256Hex,
		"url":          pattern("url", `^https?://[^\s/]+(/\S*)?$`),
		"bankaccount":  pattern("bankaccount", `^\d{8,30}$`, " ", "", "-", ""),
		"caseno":       pattern("caseno", `^[A-Z]{2,4}\d{4}-[A-Z0-9]{2,8}-\d{4,8}$`),
	}
})

var formatNames = sync.OnceValue(func() []string { return slices.Sorted(maps.Keys(formats())) })

// number reads one kind of right number or code.
func number(kinds ...ident.Kind) form.Format {
	return func(s string) (string, error) {
		var first error
		for _, k := range kinds {
			n, err := ident.Parse(k, s)
			if err == nil {
				return n.Normal, nil
			}
			if first == nil {
				first = err
			}
		}
		return "", first
	}
}

// sha256Hex reads a fingerprint in either case and keeps the small letters.
func sha256Hex(s string) (string, error) {
	return pattern("sha256", `^[0-9a-f]{64}$`, " ", "")(strings.ToLower(s))
}

// identity keeps the digits: the field is private, and masked where it is shown.
func identity(s string) (string, error) {
	n, err := ident.ParseID(s)
	if err != nil {
		return "", err
	}
	return n.Reveal(), nil
}

// patent is an application or patent number, an international one, or a
// publication number.
func patent(s string) (string, error) { return number(ident.KindPatent, ident.KindPublication)(s) }

// kindNames are the kinds of patents as a number tells them.
var kindNames = map[ident.PatentKind]form.Text{
	ident.Invention:    {Zh: "发明", En: "an invention"},
	ident.UtilityModel: {Zh: "实用新型", En: "a utility model"},
	ident.Design:       {Zh: "外观设计", En: "a design"},
}

// KindOf is the kind of patent that a number says itself, "" when it says none.
func KindOf(number string) (string, form.Text) {
	var k ident.PatentKind
	if a, err := ident.ParseApplication(number); err == nil {
		k = a.Kind()
	} else if p, err := ident.ParsePublication(number); err == nil {
		k = p.Kind()
	}
	return string(k), kindNames[k]
}

var registrationForm = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N}()（）〔〕\[\]\-./号字第 ]{3,39}$`)

// patentForm is how a Chinese patent number since 2003 is written: the year, the
// kind, seven digits, the check digit. Source: ZC 0006-2003.
var patentForm = regexp.MustCompile(`^(?i:ZL|CN)?\s?20\d\d[1-9]\d{7}\.?[\dXx]$`)

// registration is any right's number: a patent's, a trade mark's, a data-IP
// certificate's, or the number of another register as its certificate prints it.
func registration(s string) (string, error) {
	n, err := number(ident.KindPatent, ident.KindPublication, ident.KindTrademark, ident.KindDataCert, ident.KindDataReg)(s)
	if err == nil {
		return n, nil
	}
	s = strings.TrimSpace(s)
	if patentForm.MatchString(s) {
		return "", errs.New(errs.Invalid, "catalogue.items.format.patent_check", errs.Args{"value": s})
	}
	if !registrationForm.MatchString(s) || !strings.ContainsAny(s, "0123456789") {
		return "", errs.New(errs.Invalid, "catalogue.items.format.registration", errs.Args{"value": s})
	}
	return s, nil
}

// pattern is a form given by a regular expression; drop are replacements made
// before it is asked.
func pattern(name, expr string, drop ...string) form.Format {
	re, clean := regexp.MustCompile(expr), strings.NewReplacer(drop...)
	return func(s string) (string, error) {
		got := clean.Replace(strings.TrimSpace(s))
		if !re.MatchString(got) {
			return "", errs.New(errs.Invalid, "catalogue.items.format."+name, errs.Args{"value": s})
		}
		return got, nil
	}
}
