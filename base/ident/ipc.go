package ident

import (
	"regexp"
	"strconv"
	"strings"

	"quanlian/base/errs"
)

// Level is a level of the IPC (分类层级).
type Level int

// The levels, from wide to narrow; 0 is none.
const (
	Section   Level = iota + 1 // 部, G
	Class                      // 大类, G06
	Subclass                   // 小类, G06F
	MainGroup                  // 大组, G06F 16/00
	Subgroup                   // 小组, G06F 16/242
)

// Name is the level's word in our data.
func (l Level) Name() string {
	if l < Section || l > Subgroup {
		return ""
	}
	return []string{"section", "class", "subclass", "maingroup", "subgroup"}[l-1]
}

// IPC is a symbol of the International Patent Classification, whole or down
// to a level only. Symbols without versions compare with ==.
type IPC struct {
	subclass string // 1, 3 or 4 characters
	group    int    // 1–9999, 0 for none
	sub      string // 2–6 digits without superfluous zeros, "00" for a main group
	Version  string // edition, as 2024.01; "" when not given
}

var (
	ipcRE      = regexp.MustCompile(`^(?:INT\.?CL\.?\d?:?)?([A-H])(?:(\d{2})(?:([A-Z])(?:(\d{1,4})(?:/(\d{2,6}))?)?)?)?(?:\((\d{4}\.\d{2})\)[IN]?)?$`)
	ipcFixedRE = regexp.MustCompile(`^([A-H]\d{2}[A-Z])(\d{4})(\d{6})$`)
)

// ParseIPC reads a symbol as documents print it (G06F 16/242, G06F16/242
// (2019.01)I), in the fixed form of ST.8 (G06F0016242000), or only the
// beginning of one (G, G06, G06F, G06F 16).
func ParseIPC(s string) (IPC, error) {
	t := fold(s)
	var p IPC
	if m := ipcFixedRE.FindStringSubmatch(t); m != nil {
		p = IPC{subclass: m[1], group: atoi(m[2]), sub: trimSub(m[3])}
	} else if m := ipcRE.FindStringSubmatch(t); m != nil {
		p = IPC{subclass: m[1] + m[2] + m[3], Version: m[6]}
		if m[4] != "" {
			p.group, p.sub = atoi(m[4]), trimSub(m[5])
		}
		if m[4] != "" && p.group == 0 {
			p = IPC{}
		}
	}
	if p.subclass == "" || ipcFixedRE.MatchString(t) && p.group == 0 || strings.HasPrefix(p.subclass[1:], "00") {
		return IPC{}, errs.At("", "base.ident.ipc.form", errs.Args{"value": shown(s)})
	}
	return p, nil
}

// trimSub drops the zeros that the fixed form appends, down to two digits.
func trimSub(s string) string {
	for len(s) > 2 && s[len(s)-1] == '0' {
		s = s[:len(s)-1]
	}
	if s == "" {
		return "00"
	}
	return s
}

// Level is how deep the symbol goes.
func (p IPC) Level() Level {
	switch {
	case p.group > 0 && p.sub != "00":
		return Subgroup
	case p.group > 0:
		return MainGroup
	case len(p.subclass) == 4:
		return Subclass
	case len(p.subclass) == 3:
		return Class
	case len(p.subclass) == 1:
		return Section
	}
	return 0
}

// At is the symbol cut to a level; unchanged when it is not that deep.
func (p IPC) At(l Level) IPC {
	q := IPC{subclass: p.subclass, group: p.group, sub: p.sub}
	if l < Subgroup && q.group > 0 {
		q.sub = "00"
	}
	if l < MainGroup {
		q.group, q.sub = 0, ""
	}
	if n := map[Level]int{Section: 1, Class: 3}[l]; n > 0 && len(q.subclass) > n {
		q.subclass = q.subclass[:n]
	}
	return q
}

// Covers reports whether q lies under p or is p: G06F covers G06F 16/242, and
// so does G06F 16/00. The dots of subgroups are not in a symbol, so a subgroup
// covers only itself.
func (p IPC) Covers(q IPC) bool {
	l := p.Level()
	return l > 0 && q.Level() >= l && q.At(l) == p.At(l)
}

// CommonLevel is the deepest level on which two symbols agree; 0 for none.
func (p IPC) CommonLevel(q IPC) Level {
	for l := min(p.Level(), q.Level()); l >= Section; l-- {
		if p.At(l) == q.At(l) {
			return l
		}
	}
	return 0
}

// String is the normal form, as G06F 16/242.
func (p IPC) String() string {
	if p.group == 0 {
		return p.subclass
	}
	return p.subclass + " " + strconv.Itoa(p.group) + "/" + p.sub
}

// Fixed is the 14-character form of ST.8, which sorts as the scheme does:
// G06F0016242000. Above the main group it is the symbol itself, a prefix of
// all below.
func (p IPC) Fixed() string {
	if p.group == 0 {
		return p.subclass
	}
	g := strconv.Itoa(p.group)
	return p.subclass + "0000"[len(g):] + g + p.sub + "000000"[len(p.sub):]
}

// Number gives the parts.
func (p IPC) Number() Number {
	n := Number{Kind: KindIPC, Normal: p.String(), Forms: map[string]string{"fixed": p.Fixed()}, Parts: map[string]string{"level": p.Level().Name()}}
	for l := Section; l <= min(p.Level(), MainGroup); l++ {
		n.Parts[l.Name()] = p.At(l).String()
	}
	if p.Version != "" {
		n.Parts["version"] = p.Version
	}
	return n
}
