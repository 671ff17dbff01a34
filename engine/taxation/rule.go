package taxation

import (
	"embed"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
	"github.com/shopspring/decimal"

	"quanlian/base/errs"
	"quanlian/base/money"
)

//go:embed rules/*.yaml
var embedded embed.FS

// RulesVersion is the day the embedded rules were last gone over.
// Unit: day. Source: domain.md, read on 2026-11-22.
const RulesVersion = "2026-11-22"

// Text is a short text in both languages of the house.
type Text struct {
	ZH string `json:"zh" yaml:"zh"`
	EN string `json:"en" yaml:"en"`
}

// Rule is one number of tax law with the days on which it holds, both inclusive.
type Rule struct {
	ID            string `json:"rule_id" yaml:"rule_id"`
	Tax           string `json:"tax" yaml:"-"` // the part of ID before the first dot
	Jurisdiction  string `json:"jurisdiction" yaml:"jurisdiction"`
	What          Text   `json:"what" yaml:"what"`
	Value         string `json:"value" yaml:"value"`
	Unit          string `json:"unit" yaml:"unit"`
	EffectiveFrom Date   `json:"effective_from" yaml:"effective_from"`
	EffectiveTo   Date   `json:"effective_to,omitempty" yaml:"effective_to"` // "" is open
	Basis         Text   `json:"basis" yaml:"basis"`
	Tag           string `json:"tag" yaml:"tag"`
	Verified      bool   `json:"verified" yaml:"verified"` // the text of the act was read
}

// Holds reports whether the rule is in force on the day.
func (r Rule) Holds(on Date) bool {
	return r.EffectiveFrom <= on && (r.EffectiveTo == "" || on <= r.EffectiveTo)
}

// Number is the value of the rule as a decimal; 2/3 is taken as a fraction.
func (r Rule) Number() decimal.Decimal {
	n, _ := r.parse()
	return n
}

// Money is the value of a rule in yuan.
func (r Rule) Money() money.Fen { return money.FromDecimal(r.Number()) }

// lists reports whether a rule of unit "list" names the word.
func (r Rule) lists(word string) bool {
	return slices.Contains(strings.Split(r.Value, ","), word)
}

func (r Rule) parse() (decimal.Decimal, bool) {
	num, den, isFraction := strings.Cut(r.Value, "/")
	n, err := decimal.NewFromString(num)
	if err != nil {
		return decimal.Zero, false
	}
	if !isFraction {
		return n, true
	}
	d, err := decimal.NewFromString(den)
	if err != nil || d.IsZero() {
		return decimal.Zero, false
	}
	return n.DivRound(d, 16), true
}

// Rules are all dated rules.
type Rules struct{ rows []Rule }

// All gives every row, in the order of the files.
func (r *Rules) All() []Rule { return slices.Clone(r.rows) }

// Book is what holds on one day.
type Book struct {
	On   Date
	rows map[string]Rule
}

// At is the law of one day: the day of the event, never today.
func (r *Rules) At(on Date) Book {
	b := Book{On: on, rows: map[string]Rule{}}
	for _, row := range r.rows {
		if row.Holds(on) {
			b.rows[row.ID] = row
		}
	}
	return b
}

// Find gives the rule in force, or false when none is.
func (b Book) Find(id string) (Rule, bool) {
	row, ok := b.rows[id]
	return row, ok
}

// Get gives the rule in force; it is an error when none is.
func (b Book) Get(id string) (Rule, error) {
	row, ok := b.rows[id]
	if !ok {
		return Rule{}, errs.New(errs.NotFound, "engine.taxation.no_rule", errs.Args{"rule": id, "date": string(b.On)})
	}
	return row, nil
}

// builtIn reads the embedded rules once.
var builtIn = sync.OnceValues(func() (*Rules, error) {
	sub, err := fs.Sub(embedded, "rules")
	if err != nil {
		return nil, errs.Wrap(errs.Internal, "engine.taxation.bad_rules", err)
	}
	return Load(sub)
})

// BuiltIn gives the rules that ship with the program.
func BuiltIn() (*Rules, error) { return builtIn() }

// Load reads every *.yaml of a folder and refuses rows that are malformed or
// overlap an earlier row of the same rule.
func Load(from fs.FS) (*Rules, error) {
	names, err := fs.Glob(from, "*.yaml")
	if err != nil || len(names) == 0 {
		return nil, errs.Wrap(errs.Invalid, "engine.taxation.bad_rules", err)
	}
	out := &Rules{}
	for _, name := range names {
		raw, err := fs.ReadFile(from, name)
		if err != nil {
			return nil, errs.Wrap(errs.Invalid, "engine.taxation.bad_rules", err)
		}
		var file struct {
			Rules []Rule `yaml:"rules"`
		}
		if err := yaml.UnmarshalWithOptions(raw, &file, yaml.Strict()); err != nil {
			return nil, &errs.Error{Kind: errs.Invalid, Code: "engine.taxation.bad_rules", Field: name, Cause: err}
		}
		for _, row := range file.Rules {
			if err := out.add(row); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// add checks one row and takes it in.
func (r *Rules) add(row Rule) error {
	bad := func(why string) error {
		return errs.At(row.ID, "engine.taxation.bad_rule", errs.Args{"rule": row.ID, "why": why})
	}
	row.Tax, _, _ = strings.Cut(row.ID, ".")
	if row.Jurisdiction == "" {
		row.Jurisdiction = "CN"
	}
	switch {
	case row.ID == "" || row.What.ZH == "" || row.What.EN == "" || row.Basis.ZH == "" || row.Basis.EN == "" || row.Tag == "":
		return bad("a field is empty")
	case !row.EffectiveFrom.Valid(), row.EffectiveTo != "" && (!row.EffectiveTo.Valid() || row.EffectiveTo < row.EffectiveFrom):
		return bad("dates")
	case row.Verified && !strings.HasPrefix(row.Tag, "V:"):
		return bad("verified without a source that was read")
	}
	if _, ok := row.parse(); !ok && row.Unit != "list" {
		return bad("value")
	}
	for _, old := range r.rows {
		if old.ID == row.ID && (old.EffectiveTo == "" || row.EffectiveFrom <= old.EffectiveTo) && (row.EffectiveTo == "" || old.EffectiveFrom <= row.EffectiveTo) {
			return bad("overlaps " + string(old.EffectiveFrom))
		}
	}
	r.rows = append(r.rows, row)
	return nil
}
