package ident

import (
	"regexp"
	"strconv"
	"strings"

	"quanlian/base/errs"
)

// Unit: none. Source: ZC 0006-2003, check digit; the old eight-digit numbers
// use the first eight weights.
var appWeights = []int{2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5}

// PatentKind is the kind of right that an application asks for.
type PatentKind string

// The three kinds of patents.
const (
	Invention    PatentKind = "invention" // 发明
	UtilityModel PatentKind = "utility"   // 实用新型
	Design       PatentKind = "design"    // 外观设计
)

// The kind digit. Source: ZC 0006-2003: 8 and 9 are international applications
// that entered the national phase.
var kindDigits = map[byte]PatentKind{'1': Invention, '2': UtilityModel, '3': Design, '8': Invention, '9': UtilityModel}

// Application is a Chinese application number (申请号); a granted patent has the
// same number with ZL before it (专利号).
type Application struct {
	digits  string // 8 or 12 digits
	check   byte
	granted bool
}

var pubRE = regexp.MustCompile(`^CN[1-3]\d{6,8}[A-Z]\d?$`)

// ParseApplication reads an application or patent number, new (from
// 2003-10-01) or old, with its check digit: 202310123456.6, CN202310123456.6,
// ZL 2023 1 0123456.6, 95115608.X.
func ParseApplication(s string) (Application, error) {
	t := strip(s)
	if len(t) <= 13 && pubRE.MatchString(t) {
		return Application{}, errs.At("", "base.ident.patent.is_publication", errs.Args{"value": shown(s)})
	}
	var a Application
	t, a.granted = unlabel(t)
	n := len([]rune(t))
	if n != 13 && n != 9 && n != 12 && n != 8 {
		return Application{}, lengthFault(s, "13/9", n)
	}
	body := t
	if n == 13 || n == 9 {
		body = string([]rune(t)[:n-1])
	}
	if c, at := badChar(body, "0123456789"); at > 0 {
		return Application{}, charFault(s, c, at)
	}
	a.digits = body
	if err := a.plausible(s); err != nil {
		return Application{}, err
	}
	want := appCheck(body)
	if body == t {
		a.check = want
		return Application{}, errs.At("", "base.ident.patent.no_check", errs.Args{"value": shown(s), "expected": string(want), "suggest": a.String()})
	}
	if c, at := badChar(t[len(body):], "0123456789X"); at > 0 {
		return Application{}, charFault(s, c, n)
	}
	if a.check = t[n-1]; a.check != want {
		return Application{}, checkFault(s, n, a.check, want, appSwap(t))
	}
	return a, nil
}

// unlabel takes the words and letters off that stand before a number, and
// tells whether they call it a patent number.
func unlabel(t string) (string, bool) {
	granted := false
	for {
		rest, ok := t, false
		for _, label := range []string{"CN", "ZL", "专利号", "专利申请号", "申请号", ":"} {
			if rest, ok = strings.CutPrefix(t, label); ok {
				granted = granted || label == "ZL" || label == "专利号"
				break
			}
		}
		if !ok {
			return t, granted
		}
		t = rest
	}
}

// plausible checks year and kind.
func (a Application) plausible(s string) error {
	// Unit: year. Source: the Patent Law took effect on 1985-04-01; new numbers
	// run from 2003-10-01, old ones until then (ZC 0006-2003).
	const firstOld, lastOld, firstNew, lastNew = 1985, 2003, 2003, 2099
	y, lo, hi := a.Year(), firstNew, lastNew
	if a.Old() {
		lo, hi = firstOld, lastOld
	}
	if y < lo || y > hi {
		return errs.At("", "base.ident.patent.year", errs.Args{"value": shown(s), "year": y})
	}
	if _, ok := kindDigits[a.kindDigit()]; !ok {
		return errs.At("", "base.ident.patent.kind", errs.Args{"value": shown(s), "position": len(a.digits) - a.serialLen(), "got": string(a.kindDigit())})
	}
	return nil
}

func appCheck(body string) byte {
	return "0123456789X"[weighted(body, appWeights[:len(body)], digit)%11]
}

// appSwap is the one exchange of neighbours that mends a number. It makes no
// year later than the one written: that would often be one still to come.
func appSwap(t string) string {
	written := Application{digits: t[:len(t)-1]}.Year()
	fixed := swapFix(t, func(x string) bool {
		body := x[:len(x)-1]
		if _, at := badChar(body, "0123456789"); at > 0 {
			return false
		}
		a := Application{digits: body}
		return appCheck(body) == x[len(x)-1] && a.plausible(x) == nil && a.Year() <= written
	})
	if fixed == "" {
		return ""
	}
	return fixed[:len(fixed)-1] + "." + fixed[len(fixed)-1:]
}

// Old reports whether it is a number from before 2003-10-01.
func (a Application) Old() bool { return len(a.digits) == 8 }

// Year is the year of filing.
func (a Application) Year() int {
	if !a.Old() {
		return atoi(a.digits[:4])
	}
	yy := atoi(a.digits[:2])
	if yy < 85 { // Unit: two-digit year. Source: filings began in 1985.
		return 2000 + yy
	}
	return 1900 + yy
}

func (a Application) serialLen() int {
	if a.Old() {
		return 5
	}
	return 7
}

func (a Application) kindDigit() byte { return a.digits[len(a.digits)-a.serialLen()-1] }

// Kind is the kind of right asked for.
func (a Application) Kind() PatentKind { return kindDigits[a.kindDigit()] }

// PCT reports whether it entered from an international application.
func (a Application) PCT() bool { return a.kindDigit() == '8' || a.kindDigit() == '9' }

// Granted reports whether it was written as a patent number (ZL).
func (a Application) Granted() bool { return a.granted }

// String is the normal form with the point, as 202310123456.6.
func (a Application) String() string { return a.digits + "." + string(a.check) }

// CN is the form with the country, as CN202310123456.6.
func (a Application) CN() string { return "CN" + a.String() }

// ZL is the patent number as certificates print it, as ZL 2023 1 0123456.6.
func (a Application) ZL() string {
	k := len(a.digits) - a.serialLen() - 1
	return "ZL " + a.digits[:k] + " " + a.digits[k:k+1] + " " + a.digits[k+1:] + "." + string(a.check)
}

// Plain is the form without the point, as 2023101234566, for joining files.
func (a Application) Plain() string { return a.digits + string(a.check) }

// Number gives the parts.
func (a Application) Number() Number {
	return Number{Kind: KindPatent, Normal: a.String(),
		Forms: map[string]string{"cn": a.CN(), "zl": a.ZL(), "plain": a.Plain()},
		Parts: map[string]string{
			"year": strconv.Itoa(a.Year()), "type": string(a.Kind()), "serial": a.digits[len(a.digits)-a.serialLen():],
			"check": string(a.check), "pct": strconv.FormatBool(a.PCT()), "old": strconv.FormatBool(a.Old()),
		}}
}
