package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
)

// part is one module or package that others made.
type part struct {
	Path, Version, Licence string
	Notice                 string   // text of its NOTICE file
	Files                  []string // licence texts
}

// platforms are those of a release; a module may be linked on one only.
var platforms = []string{"amd64", "arm64"}

// modules asks go for the modules of all packages that the patterns need, on
// every platform of a release.
func modules(tests bool, patterns ...string) ([]part, error) {
	seen := map[string]part{}
	for _, arch := range platforms {
		args := []string{"list", "-e", "-deps", "-json=Module"}
		if tests {
			args = append(args, "-test")
		}
		cmd := exec.Command("go", append(args, patterns...)...)
		cmd.Env = append(os.Environ(), "GOOS=linux", "GOARCH="+arch, "CGO_ENABLED=0")
		var out, fault bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &fault
		if err := cmd.Run(); err != nil {
			return nil, fmt.Errorf("go list: %w\n%s", err, fault.String())
		}
		if err := collect(&out, seen); err != nil {
			return nil, err
		}
	}
	parts := make([]part, 0, len(seen))
	for _, p := range seen {
		parts = append(parts, p)
	}
	sort.Slice(parts, func(i, j int) bool { return parts[i].Path < parts[j].Path })
	return parts, nil
}

// collect reads what go list printed and adds each module once.
func collect(in io.Reader, seen map[string]part) error {
	for dec := json.NewDecoder(in); ; {
		var pkg struct {
			Module *struct {
				Path, Version, Dir string
				Main               bool
			}
		}
		switch err := dec.Decode(&pkg); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		m := pkg.Module
		if m == nil || m.Main {
			continue
		}
		if _, ok := seen[m.Path]; ok {
			continue
		}
		p, err := describe(m.Path, m.Version, m.Dir)
		if err != nil {
			return err
		}
		seen[m.Path] = p
	}
}

// describe reads the licence files of a module.
func describe(path, version, dir string) (part, error) {
	p := part{Path: path, Version: version}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return p, fmt.Errorf("%s is not in the module cache: %w", path, err)
	}
	kinds := map[string]bool{}
	for _, e := range entries {
		name := strings.ToUpper(e.Name())
		file := filepath.Join(dir, e.Name())
		switch {
		case e.IsDir():
		case strings.HasPrefix(name, "NOTICE"):
			body, err := os.ReadFile(file)
			if err != nil {
				return p, err
			}
			p.Notice = string(body)
			p.Files = append(p.Files, file)
		case strings.HasPrefix(name, "LICEN"), strings.HasPrefix(name, "COPYING"), strings.HasPrefix(name, "UNLICENSE"):
			body, err := os.ReadFile(file)
			if err != nil {
				return p, err
			}
			p.Files = append(p.Files, file)
			for _, k := range classify(string(body)) {
				kinds[k] = true
			}
		}
	}
	p.Licence = join(kinds)
	return p, acceptable(p)
}

func join(kinds map[string]bool) string {
	out := make([]string, 0, len(kinds))
	for k := range kinds {
		out = append(out, k)
	}
	sort.Strings(out)
	return strings.Join(out, ", ")
}

func without(all, minus []part) []part {
	drop := map[string]bool{}
	for _, p := range minus {
		drop[p.Path] = true
	}
	var out []part
	for _, p := range all {
		if !drop[p.Path] {
			out = append(out, p)
		}
	}
	return out
}

// frontEnd reads the npm lock file, which carries each package's licence.
func frontEnd(file string) ([]part, error) {
	body, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var lock struct {
		Packages map[string]struct {
			Version, License string
			Dev              bool
		}
	}
	if err := json.Unmarshal(body, &lock); err != nil {
		return nil, err
	}
	var out []part
	for path, it := range lock.Packages {
		if path == "" || it.Dev {
			continue
		}
		name := path[strings.LastIndex(path, "node_modules/")+len("node_modules/"):]
		p := part{Path: name, Version: it.Version, Licence: it.License}
		if err := acceptable(p); err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Path < out[j].Path })
	return out, nil
}

// standardLibrary is Go's own, which every binary holds. It has no version
// here: that of the toolchain at hand, which a bundle's binary tells.
func standardLibrary() part {
	p := part{Path: "Go standard library", Version: "of the toolchain", Licence: "BSD-3-Clause"}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return p
	}
	text := filepath.Join(strings.TrimSpace(string(root)), "LICENSE")
	if _, err := os.Stat(text); err == nil {
		p.Files = []string{text}
	}
	return p
}
