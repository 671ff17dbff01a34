package main

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"quanlian/adapter/policy"
	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/documents"
	"quanlian/catalogue/lang"
	"quanlian/catalogue/policies"
	"quanlian/catalogue/source"
	"quanlian/chain/utilization/hall"
	"quanlian/engine/taxation"
)

// checkTexts looks at the sentences of the interface, in both languages.
func checkTexts(_ context.Context, on *inspection) ([]source.Fault, error) {
	on.facts["texts"] = len(lang.Default().Codes())
	var out []source.Fault
	for _, line := range lang.Default().Check() {
		file, rest, _ := strings.Cut(line, ": ")
		field, text, ok := strings.Cut(rest, ": ")
		if !ok {
			field, text = "", rest
		}
		out = append(out, source.Fault{File: path.Join("catalogue/lang", file), Field: field, Code: "cmd.check.says", Args: errs.Args{"text": text}})
	}
	return out, nil
}

// checkPolicies parses the rules of permission.
func checkPolicies(context.Context, *inspection) ([]source.Fault, error) {
	_, err := policy.Load(policies.FS)
	if e := errs.As(err); e != nil {
		return []source.Fault{{File: path.Join("catalogue/policies", word(e.Args, "file")), Code: e.Code, Args: e.Args}}, nil
	}
	return nil, err
}

// checkDocuments wants each template in both languages.
func checkDocuments(_ context.Context, on *inspection) ([]source.Fault, error) {
	var out []source.Fault
	n := 0
	err := fs.WalkDir(documents.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".txt" {
			return err
		}
		n++
		other := strings.TrimSuffix(name, ".zh.txt") + ".en.txt"
		if strings.HasSuffix(name, ".en.txt") {
			other = strings.TrimSuffix(name, ".en.txt") + ".zh.txt"
		}
		if _, err := fs.Stat(documents.FS, other); err != nil {
			out = append(out, source.Fault{File: path.Join("catalogue/documents", name), Code: "cmd.check.other_language", Args: errs.Args{"file": other}})
		}
		return nil
	})
	on.facts["documents"] = n
	return out, err
}

// checkDeclared looks at the declared items, shared groups and cities.
func checkDeclared(_ context.Context, on *inspection) ([]source.Fault, error) {
	cfg, err := on.config()
	if err != nil {
		cfg = on.cfg // told by the check of the configuration
	}
	cat, faults, err := checkItems(cfg.Catalogue)
	if err != nil {
		return faults, err
	}
	tax, err := taxation.BuiltIn()
	if err != nil {
		return faults, err
	}
	cal := calendar.National()
	h := &house{rules: hall.DefaultRules(cal, tax), items: &itemBook{now: time.Now}, now: time.Now}
	on.flows = h.matterFlows()
	if len(source.Grave(faults)) == 0 {
		h.items.Set(cat)
		on.flows = append(on.flows, h.items.flows(cal)...)
		on.facts["items"], on.whole = len(cat.Codes()), true
		faults = append(faults, cat.LateMaterials()...)
	}
	return faults, nil
}

// checkFlows looks at the tables of moves.
func checkFlows(_ context.Context, on *inspection) ([]source.Fault, error) {
	on.facts["flows"] = len(on.flows)
	var out []source.Fault
	for _, f := range on.flows {
		for _, line := range f.Check() {
			addr, text, _ := strings.Cut(line, ": ")
			out = append(out, source.Fault{Field: addr, Code: "cmd.check.says", Args: errs.Args{"text": text}})
		}
	}
	return out, nil
}

// config is the configuration that is checked: of the file, or of the flags.
func (on *inspection) config() (config, error) {
	if on.file == "" {
		return on.cfg, nil
	}
	return loadConfig(on.file)
}

// checkConfiguration reads the file and what it points to.
func checkConfiguration(_ context.Context, on *inspection) ([]source.Fault, error) {
	if on.file == "" && on.cfg.Database == "" {
		return nil, errUnasked
	}
	var out []source.Fault
	if on.file != "" {
		cfg, err := loadConfig(on.file)
		if err != nil {
			return []source.Fault{configFault(on.file, err)}, nil
		}
		on.cfg = cfg
	}
	_, keys, err := readKeys(on.cfg.Keys)
	if err != nil {
		e := errs.As(err)
		return append(out, source.Fault{File: on.file, Field: "keys", Code: e.Code, Args: e.Args}), nil
	}
	on.known = keys
	on.facts["keys"] = len(keys)
	return out, nil
}

// configFault names line and column of a mistake in the configuration.
func configFault(file string, err error) source.Fault {
	e := errs.As(err)
	f := source.Fault{File: file, Field: e.Field, Code: e.Code, Args: e.Args}
	var at yaml.Error
	if errors.As(err, &at) {
		if t := at.GetToken(); t != nil && t.Position != nil {
			f.Line, f.Column = t.Position.Line, t.Position.Column
			if f.Field == "" {
				f.Field = t.Value
			}
		}
	}
	return f
}

func word(a errs.Args, key string) string {
	s, _ := a[key].(string)
	return s
}
