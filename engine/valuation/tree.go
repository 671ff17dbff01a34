package valuation

import (
	"bytes"
	"embed"
	"encoding/json"
	"io"
	"sync"

	"github.com/goccy/go-yaml"

	"quanlian/base/errs"
)

// Name is a term in both languages.
type Name struct {
	ZH string `json:"zh" yaml:"zh"`
	EN string `json:"en" yaml:"en"`
}

// UnmarshalJSON reads a name; formulas of reports from before 2026-11-26 are in
// one language, which then serves for both.
func (n *Name) UnmarshalJSON(b []byte) error {
	var one string
	if json.Unmarshal(b, &one) == nil {
		*n = Name{ZH: one, EN: one}
		return nil
	}
	type plain Name
	return json.Unmarshal(b, (*plain)(n))
}

// Node is one indicator of the tree, at any of the three levels.
type Node struct {
	ID        string   `yaml:"id"`
	Name      Name     `yaml:"name"`
	Short     Name     `yaml:"short"` // for the axis of the radar
	Tag       string   `yaml:"tag"`   // V, M, C, D as in the data file
	Verified  bool     `yaml:"verified"`
	Extension bool     `yaml:"extension"`
	Share     *float64 `yaml:"share"` // among siblings; nil is one share, an extension's nil is none
	Combine   string   `yaml:"combine"`
	Signals   []string `yaml:"signals"`
	Children  []Node   `yaml:"children"`
}

// Scene is a purpose of valuation (评价场景) with its weights.
type Scene struct {
	ID       string             `yaml:"id"`
	Name     Name               `yaml:"name"`
	Verified bool               `yaml:"verified"`
	Shares   map[string]float64 `yaml:"shares"`
	Double   []string           `yaml:"double"`
	Reason   Name               `yaml:"reason"`
	Tag      string             `yaml:"tag"`
}

// Signal says how one measured fact becomes points.
type Signal struct {
	Name    Name               `yaml:"name"`
	Formula Name               `yaml:"formula"`
	Unit    string             `yaml:"unit"`
	Curve   Curve              `yaml:"curve"`
	Levels  map[string]float64 `yaml:"levels"`
	measure measure
}

// Tree is the whole indicator tree with its scenes, signals and thresholds.
type Tree struct {
	Standard      string    `yaml:"standard"`
	Version       string    `yaml:"version"`
	EffectiveFrom Day       `yaml:"effective_from"`
	EffectiveTo   Day       `yaml:"effective_to"`
	Basis         string    `yaml:"basis"`
	Counts        counts    `yaml:"counts"`
	Grades        gradeList `yaml:"grades"`
	LowConfidence threshold `yaml:"low_confidence"`
	ValidMonths   threshold `yaml:"valid_months"`
	Terms         []term    `yaml:"terms"`
	Scenes        []Scene   `yaml:"scenes"`
	Roots         []Node    `yaml:"tree"`

	SignalsVersion string             `yaml:"-"`
	Signals        map[string]*Signal `yaml:"-"`
	weights        map[string]weights // by scene, made once
}

type counts struct {
	L1       int  `yaml:"l1"`
	L2       int  `yaml:"l2"`
	L3       int  `yaml:"l3"`
	Verified bool `yaml:"verified"`
}

type gradeList struct {
	Tag      string `yaml:"tag"`
	Verified bool   `yaml:"verified"`
	List     []struct {
		Grade string  `yaml:"grade"`
		Min   float64 `yaml:"min"`
	} `yaml:"list"`
}

type threshold struct {
	Value    float64 `yaml:"value"`
	Tag      string  `yaml:"tag"`
	Verified bool    `yaml:"verified"`
}

type term struct {
	Kind          Kind   `yaml:"kind"`
	Years         int    `yaml:"years"`
	EffectiveFrom Day    `yaml:"effective_from"`
	EffectiveTo   Day    `yaml:"effective_to"`
	Basis         string `yaml:"basis"`
	Tag           string `yaml:"tag"`
	Verified      bool   `yaml:"verified"`
}

//go:embed data/tree.yaml data/signals.yaml
var embedded embed.FS

var defaultTree = sync.OnceValues(func() (*Tree, error) {
	tree, err := embedded.ReadFile("data/tree.yaml")
	if err != nil {
		return nil, errs.Wrap(errs.Internal, "engine.valuation.bad_tree", err)
	}
	signals, err := embedded.ReadFile("data/signals.yaml")
	if err != nil {
		return nil, errs.Wrap(errs.Internal, "engine.valuation.bad_tree", err)
	}
	return Load(bytes.NewReader(tree), bytes.NewReader(signals))
})

// Default gives the embedded tree, read and checked once. It must not be changed.
func Default() (*Tree, error) { return defaultTree() }

// Load reads a tree and its signals and refuses data that do not hold: a
// wrong count, an unknown measure, a curve that turns, a weight below zero.
func Load(tree, signals io.Reader) (*Tree, error) {
	var t Tree
	if err := yaml.NewDecoder(tree, yaml.Strict()).Decode(&t); err != nil {
		return nil, badTree(err, "tree.yaml")
	}
	var s struct {
		Version       string             `yaml:"version"`
		EffectiveFrom Day                `yaml:"effective_from"`
		Tag           string             `yaml:"tag"`
		Signals       map[string]*Signal `yaml:"signals"`
	}
	if err := yaml.NewDecoder(signals, yaml.Strict()).Decode(&s); err != nil {
		return nil, badTree(err, "signals.yaml")
	}
	t.SignalsVersion, t.Signals = s.Version, s.Signals
	if err := t.bind(); err != nil {
		return nil, err
	}
	t.weights = map[string]weights{}
	for i := range t.Scenes {
		t.weights[t.Scenes[i].ID] = t.sceneWeights(&t.Scenes[i])
	}
	return &t, nil
}

func badTree(err error, where string) *errs.Error {
	e := errs.Wrap(errs.Invalid, "engine.valuation.bad_tree", err)
	e.Args = errs.Args{"where": where}
	return e
}

// Scene finds a scene by its id.
func (t *Tree) Scene(id string) (*Scene, bool) {
	for i := range t.Scenes {
		if t.Scenes[i].ID == id {
			return &t.Scenes[i], true
		}
	}
	return nil, false
}

// Leaves lists the indicators of the third level in the order of the tree.
func (t *Tree) Leaves() []*Node {
	var out []*Node
	for i := range t.Roots {
		for j := range t.Roots[i].Children {
			l2 := &t.Roots[i].Children[j]
			for k := range l2.Children {
				out = append(out, &l2.Children[k])
			}
		}
	}
	return out
}

// grade gives the letter of a score. The score is taken to nine decimals, so
// that 85 reached by a sum of floats is 85.
func (t *Tree) grade(score float64) string {
	for _, g := range t.Grades.List {
		if round(score, 9) >= g.Min {
			return g.Grade
		}
	}
	return ""
}

// termYears gives the years of protection of a kind by the law of a day.
func (t *Tree) termYears(k Kind, at Day) (int, bool) {
	for _, r := range t.Terms {
		if r.Kind == k && at >= r.EffectiveFrom && (r.EffectiveTo == "" || at <= r.EffectiveTo) {
			return r.Years, true
		}
	}
	return 0, false
}
