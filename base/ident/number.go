package ident

import (
	"strconv"
	"strings"

	"quanlian/base/errs"
)

// Kind is a kind of number.
type Kind string

// The kinds of numbers.
const (
	KindUSCC        Kind = "uscc"        // 统一社会信用代码
	KindOrg         Kind = "org"         // 组织机构代码
	KindID          Kind = "id"          // 公民身份号码
	KindPatent      Kind = "patent"      // 专利申请号、专利号
	KindPCT         Kind = "pct"         // PCT 国际申请号
	KindPublication Kind = "publication" // 公开（公告）号
	KindTrademark   Kind = "trademark"   // 商标注册号
	KindIPC         Kind = "ipc"         // 国际专利分类号
	KindLocarno     Kind = "locarno"     // 洛迦诺分类号
	KindNice        Kind = "nice"        // 尼斯分类
	KindDataCert    Kind = "datacert"    // 数据知识产权登记证书号
	KindDataReg     Kind = "datareg"     // 数据知识产权登记号
)

// Kinds lists every kind that Parse reads.
func Kinds() []Kind {
	return []Kind{KindUSCC, KindOrg, KindID, KindPatent, KindPCT, KindPublication, KindTrademark, KindIPC, KindLocarno, KindNice, KindDataCert, KindDataReg}
}

// Number is a right number in its normal form.
type Number struct {
	Kind   Kind              `json:"kind"`
	Normal string            `json:"normal"`          // normal form, as stored and shown; masked for identity numbers
	Forms  map[string]string `json:"forms,omitempty"` // other ways of writing it
	Parts  map[string]string `json:"parts,omitempty"`
	Notes  []string          `json:"notes,omitempty"` // language keys of what is odd but not wrong
}

// Parse reads a number of a kind. Its errors are Invalid, and their codes tell
// what is wrong; where a check character differs they carry position (from 1),
// got and expected.
func Parse(kind Kind, s string) (Number, error) {
	if fold(s) == "" {
		return Number{}, errs.At("", "base.ident.empty", nil)
	}
	switch kind {
	case KindUSCC:
		return asNumber(ParseUSCC(s))
	case KindOrg:
		return asNumber(ParseOrgCode(s))
	case KindID:
		return asNumber(ParseID(s))
	case KindPatent:
		if isPCT(s) {
			return asNumber(ParsePCT(s))
		}
		return asNumber(ParseApplication(s))
	case KindPCT:
		return asNumber(ParsePCT(s))
	case KindPublication:
		return asNumber(ParsePublication(s))
	case KindTrademark:
		return asNumber(ParseTrademark(s))
	case KindIPC:
		return asNumber(ParseIPC(s))
	case KindLocarno:
		return asNumber(ParseLocarno(s))
	case KindNice:
		return asNumber(ParseNice(s))
	case KindDataCert:
		return asNumber(ParseDataCertificate(s))
	case KindDataReg:
		return asNumber(ParseDataRegistration(s))
	}
	return Number{}, errs.At("", "base.ident.no_such_kind", errs.Args{"kind": shown(string(kind))})
}

// asNumber passes an error on, or turns a parsed value into a Number.
func asNumber[T interface{ Number() Number }](v T, err error) (Number, error) {
	if err != nil {
		return Number{}, err
	}
	return v.Number(), nil
}

// lengthFault says that a number has the wrong number of characters; of two that
// are right, as "13/9", the sentence names both.
func lengthFault(s, want string, got int) error {
	if one, other, two := strings.Cut(want, "/"); two {
		return errs.At("", "base.ident.length_two", errs.Args{"value": shown(s), "want": one, "other": other, "got": got})
	}
	return errs.At("", "base.ident.length", errs.Args{"value": shown(s), "want": want, "got": got})
}

// charFault says which character cannot stand where it stands.
func charFault(s, char string, position int) error {
	return errs.At("", "base.ident.char", errs.Args{"value": shown(s), "char": char, "position": position})
}

// checkFault says that the check character does not fit; suggest is a number
// that would be right, or "".
func checkFault(s string, position int, got, expected byte, suggest string) error {
	args := errs.Args{"value": shown(s), "position": position, "got": string(got), "expected": string(expected)}
	if suggest == "" {
		return errs.At("", "base.ident.check", args)
	}
	args["suggest"] = suggest
	return errs.At("", "base.ident.check_swap", args)
}

// weighted is Σ value(s[i])·w[i] over the first len(w) characters.
func weighted(s string, w []int, value func(byte) int) int {
	sum := 0
	for i, k := range w {
		sum += value(s[i]) * k
	}
	return sum
}

// digit is the value of an ASCII digit.
func digit(c byte) int { return int(c - '0') }

// trimZeros drops leading zeros, but not the last digit.
func trimZeros(s string) string {
	for len(s) > 1 && s[0] == '0' {
		s = s[1:]
	}
	return s
}

// atoi reads digits that a pattern has checked.
func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
