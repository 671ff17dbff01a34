package form

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/kernel"
)

// Text is a text in both languages.
type Text struct {
	Zh string `json:"zh" yaml:"zh"`
	En string `json:"en" yaml:"en"`
}

// In gives the text in Chinese or English.
func (t Text) In(zh bool) string {
	if zh {
		return t.Zh
	}
	return t.En
}

// Item is one declared service item, resolved.
type Item struct {
	Code   string `json:"code"` // 事项编码, also the prefix of its case numbers: ZL14
	Link   string `json:"link"` // creation, utilization, protection, management, service
	Matter string `json:"matter"`
	// From is the first day on which this version is applied.
	From    calendar.Date `json:"from"`
	Retired bool          `json:"retired,omitempty"`
	Name    Text          `json:"name"`
	Lead    Text          `json:"lead"` // what it is for, in a plain sentence
	Kind    Kind          `json:"kind"`
	Class   Class         `json:"class"`
	Level   []string      `json:"level"`  // 行使层级: national, province, city, district
	Visits  int           `json:"visits"` // 跑动次数; -1: not established
	// Unit receives the cases; Providers are who handles them in the end.
	Unit      kernel.UnitID `json:"unit"`
	Providers []Text        `json:"providers"`
	Who       []string      `json:"who"` // kinds of parties that may apply
	Basis     []Basis       `json:"basis"`
	Flow      string        `json:"flow"` // name of a standard flow
	Self      string        `json:"self,omitempty"`
	Steps     []Step        `json:"steps"`
	Rules     []Rule        `json:"rules,omitempty"`
	Materials []Material    `json:"materials"`
	Limits    []Limit       `json:"limits"`
	Fee       Fee           `json:"fee"`
	Result    Result        `json:"result"`
	Channels  []string      `json:"channels"` // online, window, self
	Advice    string        `json:"advice"`   // telephone for advice
	Complaint string        `json:"complaint"`
	Checklist []Check       `json:"checklist,omitempty"`
	Mistakes  []Text        `json:"mistakes,omitempty"`
	Seek      []string      `json:"seek"`               // everyday words by which people look for it
	Events    []string      `json:"events,omitempty"`   // life events it belongs to
	Together  []string      `json:"together,omitempty"` // items done together with it
	Target    *Target       `json:"target,omitempty"`
	// Cure is the time within which what is missing must be supplied (补正, 容缺).
	Cure calendar.Period `json:"cure"`
	// Promise: the applicant may promise what a material would prove (告知承诺).
	Promise   bool             `json:"promise,omitempty"`
	Publicity *calendar.Period `json:"publicity,omitempty"` // 公示期
	// Public are the paths of the answers that a publicity shows, beside who
	// applies; personal data never.
	Public []string `json:"public,omitempty"`
	Routes []Route  `json:"routes,omitempty"`
	// Status says how sure the row is: official, or reconstruction.
	Status string `json:"status"`
}

// Kind is 政务, 公共 or 增值.
type Kind string

// The kinds of items.
const (
	Government Kind = "government" // 政务服务
	Public     Kind = "public"     // 公共服务
	Added      Kind = "added"      // 增值服务
)

// Class is 即办 or 承诺.
type Class string

// The classes of items.
const (
	Instant   Class = "instant"   // 即办件
	Committed Class = "committed" // 承诺件
)

// Basis is one source of law or rule; Verified says whether its text was seen.
type Basis struct {
	Law     string `json:"law" yaml:"law"`
	En      string `json:"en,omitempty" yaml:"en"` // the law's English name, for orientation
	Article string `json:"article,omitempty" yaml:"article"`
	Says    Text   `json:"says,omitzero" yaml:"says"`
	Tag     string `json:"tag,omitempty" yaml:"tag"`
}

// Verified reports whether the tag says that the text itself was seen.
func Verified(tag string) bool {
	return strings.HasPrefix(tag, "V") && !strings.HasPrefix(tag, "V2")
}

// Yours is the limit of the applicant: by when one has to act. No clock of a case
// runs by it.
const Yours = "yours"

// Limit is a declared limit of an item. From names the event it runs from:
// submit, accept, forward, decide.
type Limit struct {
	Name      string            `json:"name"` // statutory, committed, outside, yours, or a name of the flow
	Period    calendar.Period   `json:"period"`
	From      string            `json:"from"`
	Regime    calendar.RegimeID `json:"regime"`
	Basis     string            `json:"basis,omitempty"`
	BasisEn   string            `json:"basis_en,omitempty"` // its English name, for orientation
	Tag       string            `json:"tag"`
	Committed bool              `json:"committed,omitempty"`
	// Outside: the clock is another office's; ours does not run meanwhile.
	Outside bool `json:"outside,omitempty"`
	Note    Text `json:"note,omitzero"` // where no period can be given: why
}

// Timed reports whether somebody has to be done with the item in a time that is
// declared: the office by its promise or by law, or the other office.
func (it Item) Timed() bool {
	return it.Class == Instant || slices.ContainsFunc(it.Limits, func(l Limit) bool {
		return !l.Period.IsZero() && l.Name != Yours && l.Name != "acceptance"
	})
}

// Fee is what the act costs; the zero Fee is free.
type Fee struct {
	// Free: nothing is charged for the item itself; the text says why, or what a
	// later act costs elsewhere.
	Free  bool   `json:"free,omitempty" yaml:"free"`
	Text  Text   `json:"text,omitzero" yaml:"text"`
	Basis string `json:"basis,omitempty" yaml:"basis"`
	// BasisEn is the English name of the basis, for orientation.
	BasisEn string `json:"basis_en,omitempty" yaml:"-"`
	Tag     string `json:"tag,omitempty" yaml:"tag"`
}

// Charged reports whether the applicant pays for the item.
func (f Fee) Charged() bool { return !f.Free && f.Text != (Text{}) }

// Result is the paper that the applicant gets.
type Result struct {
	Name     Text   `json:"name" yaml:"name"`
	Template string `json:"template,omitempty" yaml:"template"` // below catalogue/documents
	Series   string `json:"series,omitempty" yaml:"series"`     // 文号 series of the city
	// Says is the sentence of the paper that tells what was granted, registered or
	// done; see [Item.Say]. Zero: a general one.
	Says Text `json:"says,omitzero" yaml:"says"`
}

// Check is one line of the clerk's checklist; Auto names what the program
// checks by itself.
type Check struct {
	ID   string `json:"id" yaml:"id"`
	Text Text   `json:"text" yaml:"text"`
	Auto string `json:"auto,omitempty" yaml:"auto"`
}

// Target is the system where the act is done in the end (一次填报): we export
// its package, its number and result come back.
type Target struct {
	System string `json:"system" yaml:"system"` // key of the system in catalogue/cities
	Export string `json:"export" yaml:"export"` // form, package or sheet
	Back   string `json:"back" yaml:"back"`     // file, paste or port
}

// Route sends a case to a unit when its predicate holds; the first one wins.
type Route struct {
	When Predicate     `json:"when"`
	Unit kernel.UnitID `json:"unit"`
}

// Material is one paper that has to be there.
type Material struct {
	ID     string `json:"id"`
	Name   Text   `json:"name"`
	Note   Text   `json:"note,omitzero"`
	Source string `json:"source"` // self 申请人自备, platform 平台已有, system 系统生成, office 部门出具
	Form   Text   `json:"form,omitzero"`
	// When: only then; the zero predicate always holds.
	When  Predicate `json:"when,omitzero"`
	Spare bool      `json:"spare,omitempty"` // need not be handed in: the platform has it
	// Register is the field with the numbers that the register of rights has to
	// have as in force, else nothing is spared; "" where the platform has it anyway.
	Register string `json:"register,omitempty"`
	// Extract is what a register says in place of the paper; "" where it is not spared.
	Extract string `json:"extract,omitempty"`
	// Cases are items: a finished case of one of them has the paper, and its number
	// is enough.
	// CaseOfDeal among them: the contract of a deal.
	Cases []string `json:"cases,omitempty"`
	// Later is the time within which it may be supplied after acceptance (容缺);
	// zero: not later.
	Later   calendar.Period `json:"later,omitzero"`
	Promise bool            `json:"promise,omitempty"` // a promise takes its place
	Types   []string        `json:"types"`             // file endings
	MaxMB   int             `json:"max_mb"`
	Max     int             `json:"max"` // files
	Sample  string          `json:"sample,omitempty"`
	// Optional: helps, but nobody has to hand it in.
	Optional bool `json:"optional,omitempty"`
	// Application: it is the item's own form, which the program makes of the answers.
	Application bool `json:"application,omitempty"`
}

// Hash is the content hash of the item: a case keeps it.
func (it Item) Hash() string {
	raw, err := json.Marshal(it)
	if err != nil {
		return "" // an item is plain data
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// Flowing is the address of the flow that handles the item's cases.
func (it Item) Flowing() kernel.FlowAddr {
	return kernel.FlowAddr(it.Link + "/" + it.Matter + "." + it.Flow)
}

// Material finds a material by its id.
func (it Item) Material(id string) (Material, bool) {
	for _, m := range it.Materials {
		if m.ID == id {
			return m, true
		}
	}
	return Material{}, false
}

// Field finds a field by its path, rows of repeated groups included.
func (it Item) Field(path string) (Field, bool) {
	plain := withoutRow(path)
	for _, s := range it.Steps {
		for _, f := range s.Fields {
			if f.ID == plain {
				return f, true
			}
		}
	}
	return Field{}, false
}

// ItemByHash asks for the resolved item that a case was opened by.
type ItemByHash struct{ Hash string }

// Answer binds the query to its answer.
func (ItemByHash) Answer(Item) {}

// ItemInForce asks for the version of an item that is applied on a day;
// notfound when there is none.
type ItemInForce struct {
	Code string
	On   calendar.Date
}

// Answer binds the query to its answer.
func (ItemInForce) Answer(Item) {}
