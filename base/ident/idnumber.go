package ident

import (
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
)

// Unit: none. Source: GB 11643-1999, ISO 7064 MOD 11-2.
var idWeights = []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}

const idMap = "10X98765432" // Unit: none. Source: GB 11643-1999.

// Earliest year of birth that a number can carry. Unit: year.
// Source: design decision [D]: the oldest holders when numbers began in 1984.
const minBirth = 1860

// provinces are the first two digits of GB/T 2260 codes; 81–83 stand on the
// residence permits of residents from Hong Kong, Macao and Taiwan.
var provinces = map[string]string{
	"11": "北京市", "12": "天津市", "13": "河北省", "14": "山西省", "15": "内蒙古自治区",
	"21": "辽宁省", "22": "吉林省", "23": "黑龙江省",
	"31": "上海市", "32": "江苏省", "33": "浙江省", "34": "安徽省", "35": "福建省", "36": "江西省", "37": "山东省",
	"41": "河南省", "42": "湖北省", "43": "湖南省", "44": "广东省", "45": "广西壮族自治区", "46": "海南省",
	"50": "重庆市", "51": "四川省", "52": "贵州省", "53": "云南省", "54": "西藏自治区",
	"61": "陕西省", "62": "甘肃省", "63": "青海省", "64": "宁夏回族自治区", "65": "新疆维吾尔自治区",
	"71": "台湾省", "81": "香港特别行政区", "82": "澳门特别行政区", "83": "台湾省",
}

// IDNumber is a resident identity number (公民身份号码). Whatever prints, logs
// or marshals it gets the mask; Reveal is the only way to the digits.
type IDNumber struct{ digits string }

// ParseID reads and checks an identity number: characters, province, day of
// birth and check character. No error repeats the number.
func ParseID(s string) (IDNumber, error) {
	t := strip(s)
	if n := len([]rune(t)); n != 18 {
		return IDNumber{}, errs.At("", "base.ident.id.length", errs.Args{"got": n})
	}
	if _, at := badChar(t[:17], "0123456789"); at > 0 {
		return IDNumber{}, errs.At("", "base.ident.id.char", errs.Args{"position": at})
	}
	if _, at := badChar(t[17:], "0123456789X"); at > 0 {
		return IDNumber{}, errs.At("", "base.ident.id.char", errs.Args{"position": 18})
	}
	if _, ok := provinces[t[:2]]; !ok {
		return IDNumber{}, errs.At("", "base.ident.id.region", nil)
	}
	if b := birth(t); !b.Valid() || b.Year < minBirth {
		return IDNumber{}, errs.At("", "base.ident.id.birth", nil)
	}
	if want := idCheck(t); t[17] != want {
		return IDNumber{}, errs.At("", "base.ident.id.check", errs.Args{"position": 18, "got": t[17:], "expected": string(want)})
	}
	return IDNumber{t}, nil
}

func idCheck(t string) byte { return idMap[weighted(t, idWeights, digit)%11] }

func birth(t string) calendar.Date {
	return calendar.On(atoi(t[6:10]), time.Month(atoi(t[10:12])), atoi(t[12:14]))
}

// looksPersonal reports whether 18 characters have the shape of an identity
// number, right or with a slip in it.
func looksPersonal(t string) bool { return t[17] == idCheck(t) || personal(t) }

// personal reports whether a region and a day of birth stand in it.
func personal(t string) bool {
	_, region := provinces[t[:2]]
	return region && birth(t).Valid()
}

func mask(t string) string {
	if len(t) < 3 {
		return "***"
	}
	return t[:1] + strings.Repeat("*", len(t)-2) + t[len(t)-1:]
}

// Reveal is the whole number, for encryption and for requests to the
// authority that asks for it; never for pages, logs or messages.
func (n IDNumber) Reveal() string { return n.digits }

// IsZero reports whether there is no number.
func (n IDNumber) IsZero() bool { return n.digits == "" }

// Birth is the day of birth in the number.
func (n IDNumber) Birth() calendar.Date {
	if n.IsZero() {
		return calendar.Date{}
	}
	return birth(n.digits)
}

// BornBy reports whether the holder was born by a day: a number with a day of
// birth in the future is false.
func (n IDNumber) BornBy(day calendar.Date) bool { return !n.IsZero() && !n.Birth().After(day) }

// String is the mask: the first and the last character.
func (n IDNumber) String() string {
	if n.IsZero() {
		return ""
	}
	return mask(n.digits)
}

// Format prints the mask under every verb.
func (n IDNumber) Format(w fmt.State, _ rune) { _, _ = io.WriteString(w, n.String()) }

// LogValue logs the mask.
func (n IDNumber) LogValue() slog.Value { return slog.StringValue(n.String()) }

// MarshalText writes the mask.
func (n IDNumber) MarshalText() ([]byte, error) { return []byte(n.String()), nil }

// UnmarshalText reads a whole number; an empty text is none.
func (n *IDNumber) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*n = IDNumber{}
		return nil
	}
	v, err := ParseID(string(b))
	if err != nil {
		return err
	}
	*n = v
	return nil
}

// Number gives the mask and no parts: day of birth and region are personal.
func (n IDNumber) Number() Number { return Number{Kind: KindID, Normal: n.String()} }
