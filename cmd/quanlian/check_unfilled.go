package main

import (
	"context"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"unicode/utf8"

	"quanlian/base/errs"
	"quanlian/catalogue/source"
)

// toFillIn is what a new city's files say where a city has to write its own.
const toFillIn = "待填"

// keyBefore finds the names of fields in a line of YAML.
var keyBefore = regexp.MustCompile(`([a-z_]+): `)

// checkUnfilled counts what a city has still to fill in, and names the first place
// of each file. It is no mistake: the program serves a city that begins.
func checkUnfilled(_ context.Context, on *inspection) ([]source.Fault, error) {
	cfg, err := on.config()
	if err != nil {
		cfg = on.cfg // told by the check of the configuration
	}
	var out []source.Fault
	n, asked := 0, false
	for _, dir := range []string{cfg.Catalogue.City, cfg.Catalogue.Local} {
		if dir == "" || !isFolder(dir) {
			continue
		}
		asked = true
		err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || path.Ext(name) != ".yaml" {
				return err
			}
			body, err := fs.ReadFile(os.DirFS(dir), name)
			if err != nil {
				return err
			}
			first, of := unfilled(string(body))
			if n += of; of > 0 {
				first.File, first.Code, first.Args, first.Minor = filepath.Join(dir, name), "cmd.check.to_fill_in", errs.Args{"n": of}, true
				out = append(out, first)
			}
			return nil
		})
		if err != nil {
			return out, err
		}
	}
	if !asked {
		return nil, errUnasked
	}
	on.facts["unfilled"] = n
	return out, nil
}

// unfilled is the first place of a file that waits for the city's own words, and
// how many there are. Remarks speak of them without being one.
func unfilled(body string) (first source.Fault, n int) {
	for i, line := range strings.Split(body, "\n") {
		at := strings.Index(line, toFillIn)
		if at < 0 || strings.HasPrefix(strings.TrimSpace(line), "#") {
			continue
		}
		if n++; n > 1 {
			continue
		}
		first = source.Fault{Line: i + 1, Column: utf8.RuneCountInString(line[:at]) + 1}
		if keys := keyBefore.FindAllStringSubmatch(line[:at], -1); len(keys) > 0 {
			first.Field = keys[len(keys)-1][1]
		}
	}
	return first, n
}
