package lang

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
)

//go:embed *.yaml
var embedded embed.FS

// Lang is a language of the interface.
type Lang string

// The two languages; Chinese is the one that counts in law.
const (
	Zh Lang = "zh"
	En Lang = "en"
)

// Tag is the language tag of HTML and HTTP: zh-CN or en.
func (l Lang) Tag() string {
	if l == En {
		return "en"
	}
	return "zh-CN"
}

// Parse finds the language that a tag such as "en-GB" means; ok is false for
// one that we do not speak.
func Parse(tag string) (l Lang, ok bool) {
	switch base, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-"); base {
	case "zh", "cmn":
		return Zh, true
	case "en":
		return En, true
	}
	return Zh, false
}

type entry struct {
	Zh   string `yaml:"zh"`
	En   string `yaml:"en"`
	file string
}

// Texts is a set of sentences by code.
type Texts struct {
	entries map[string]entry
	faults  []string
}

// Load reads every *.yaml file at the top of a file system. Faults inside the
// files do not stop it: Check tells them.
func Load(fsys fs.FS) (*Texts, error) {
	names, err := fs.Glob(fsys, "*.yaml")
	if err != nil {
		return nil, err
	}
	t := &Texts{entries: map[string]entry{}}
	for _, name := range names {
		body, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		t.read(path.Base(name), body)
	}
	return t, nil
}

// read takes in one file.
func (t *Texts) read(name string, body []byte) {
	file := map[string]entry{}
	if err := yaml.UnmarshalWithOptions(body, &file, yaml.Strict()); err != nil {
		t.faults = append(t.faults, fmt.Sprintf("%s: %v", name, err))
		return
	}
	for code, e := range file {
		e.file = name
		if old, ok := t.entries[code]; ok {
			t.faults = append(t.faults, fmt.Sprintf("%s: %s stands in %s already", name, code, old.file))
			continue
		}
		t.entries[code] = e
	}
}

// Default is the embedded set.
var Default = sync.OnceValue(func() *Texts {
	t, err := Load(embedded)
	if err != nil { // an embedded folder can always be read
		return &Texts{entries: map[string]entry{}, faults: []string{err.Error()}}
	}
	return t
})

// Codes gives every code, sorted.
func (t *Texts) Codes() []string {
	codes := make([]string, 0, len(t.entries))
	for c := range t.entries {
		codes = append(codes, c)
	}
	sort.Strings(codes)
	return codes
}

// Has tells whether a code has a text.
func (t *Texts) Has(code string) bool {
	_, ok := t.entries[code]
	return ok
}

// raw is the unfilled sentence of a code.
func (t *Texts) raw(l Lang, code string) (string, bool) {
	e, ok := t.entries[code]
	if !ok {
		return "", false
	}
	if l == En {
		return e.En, true
	}
	return e.Zh, true
}
