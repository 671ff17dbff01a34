package ident

import (
	"fmt"
	"regexp"
	"strconv"

	"quanlian/base/errs"
)

// Trademark is a trademark application or registration number (商标申请/注册号);
// both are the same number. A mark is known by number and class.
type Trademark struct {
	madrid bool
	digits string
	part   string // letter of a divided application
}

var trademarkRE = regexp.MustCompile(`^(?:第|NO)?(G?)(\d+)([A-Z]?)号?$`)

// ParseTrademark reads 12345678, 12345678A and Madrid numbers such as G1234567.
func ParseTrademark(s string) (Trademark, error) {
	m := trademarkRE.FindStringSubmatch(strip(s))
	if m == nil {
		return Trademark{}, errs.At("", "base.ident.trademark.form", errs.Args{"value": shown(s)})
	}
	n := len(m[2])
	if m[1] == "G" && (n < 6 || n > 7) {
		return Trademark{}, lengthFault(s, "G + 6–7", n)
	}
	digits := m[2]
	if m[1] == "" {
		if n > 8 {
			return Trademark{}, lengthFault(s, "1–8", n)
		}
		digits = trimZeros(digits)
	}
	if trimZeros(digits) == "0" {
		return Trademark{}, errs.At("", "base.ident.trademark.form", errs.Args{"value": shown(s)})
	}
	return Trademark{m[1] == "G", digits, m[3]}, nil
}

// Madrid reports whether it is an international registration that names China.
func (t Trademark) Madrid() bool { return t.madrid }

// String is the normal form.
func (t Trademark) String() string {
	if t.madrid {
		return "G" + t.digits + t.part
	}
	return t.digits + t.part
}

// Key names one mark: number and Nice class, as 12345678/09.
func (t Trademark) Key(class Nice) string { return fmt.Sprintf("%s/%02d", t, int(class)) }

// Number gives the parts.
func (t Trademark) Number() Number {
	return Number{Kind: KindTrademark, Normal: t.String(), Parts: map[string]string{"madrid": strconv.FormatBool(t.madrid), "part": t.part}}
}

// Nice is a class of goods or services (尼斯分类), 1–45.
type Nice int

// Unit: class. Source: Nice Classification, classes 1–34 goods, 35–45 services.
const (
	lastGoods = 34
	lastNice  = 45
)

var niceRE = regexp.MustCompile(`^第?(\d{1,2})类?$`)

// ParseNice reads 9, 09 and 第9类.
func ParseNice(s string) (Nice, error) {
	m := niceRE.FindStringSubmatch(strip(s))
	if m == nil || atoi(m[1]) < 1 || atoi(m[1]) > lastNice {
		return 0, errs.At("", "base.ident.nice.form", errs.Args{"value": shown(s)})
	}
	return Nice(atoi(m[1])), nil
}

// Goods reports whether the class holds goods, not services.
func (n Nice) Goods() bool { return n >= 1 && n <= lastGoods }

// String is the class number.
func (n Nice) String() string { return strconv.Itoa(int(n)) }

// Number gives the parts.
func (n Nice) Number() Number {
	return Number{Kind: KindNice, Normal: n.String(), Parts: map[string]string{"goods": strconv.FormatBool(n.Goods())}}
}

// Locarno is a class of designs (洛迦诺分类), as 14-02.
type Locarno struct{ class, sub string }

var locarnoRE = regexp.MustCompile(`^(?:LOC(?:\(\d+\))?(?:CL)?\.?)?(\d{1,2})-(\d{1,2})$`)

// ParseLocarno reads 14-02, 14-2 and LOC(14) Cl. 14-02.
func ParseLocarno(s string) (Locarno, error) {
	m := locarnoRE.FindStringSubmatch(fold(s))
	if m == nil || atoi(m[1]) == 0 {
		return Locarno{}, errs.At("", "base.ident.locarno.form", errs.Args{"value": shown(s)})
	}
	return Locarno{fmt.Sprintf("%02d", atoi(m[1])), fmt.Sprintf("%02d", atoi(m[2]))}, nil
}

// String is the normal form, as 14-02.
func (l Locarno) String() string { return l.class + "-" + l.sub }

// Number gives the parts.
func (l Locarno) Number() Number {
	return Number{Kind: KindLocarno, Normal: l.String(), Parts: map[string]string{"class": l.class, "subclass": l.sub}}
}
