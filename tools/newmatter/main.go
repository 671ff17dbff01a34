package main

import (
	"bytes"
	"embed"
	"errors"
	"flag"
	"fmt"
	"go/format"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"
	"text/template"
)

//go:embed templates/*.tmpl
var templates embed.FS

// links are the five links of the chain. Source: design.md §3.
var links = []string{"creation", "utilization", "protection", "management", "service"}

var matterName = regexp.MustCompile(`^[a-z][a-z0-9]{2,30}$`)

// matter is what the templates know.
type matter struct {
	Link, Name, Zh, Basis string
}

func main() {
	zh := flag.String("zh", "", "Chinese name of the matter (required)")
	basis := flag.String("basis", "not established yet; say here which article", "legal basis")
	flag.Parse()
	m, err := parse(flag.Arg(0), *zh, *basis)
	if err == nil {
		var files map[string][]byte
		if files, err = m.files(); err == nil {
			err = write(".", files)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "newmatter:", err)
		os.Exit(2)
	}
	fmt.Printf("made chain/%s/%s and its sentences. Next:\n", m.Link, m.Name)
	fmt.Println("  1. moves.go: the states and moves of the trade; rules.go: the rules, with Unit: and Source:")
	fmt.Println("  2. register Flow() in cmd/quanlian")
	fmt.Printf("  3. items in catalogue/items/%s/%s, pages in web/pages/%s/%s, SQL of views.go in adapter/sqlstore/%s_%s.go\n",
		m.Link, m.Name, m.Link, m.Name, m.Link, m.Name)
	fmt.Println("  4. a scenario in test/scenario; a row in GLOSSARY.md")
	fmt.Printf("  5. go test ./chain/%s/%s ./test/floors ./test/texts\n", m.Link, m.Name)
}

// parse checks the address and the name.
func parse(address, zh, basis string) (matter, error) {
	link, name, ok := strings.Cut(address, "/")
	switch {
	case !ok || !slices.Contains(links, link):
		return matter{}, fmt.Errorf("address %q: want <link>/<matter>, link one of %s", address, strings.Join(links, ", "))
	case !matterName.MatchString(name):
		return matter{}, fmt.Errorf("matter %q: one lower-case word of the trade", name)
	case strings.TrimSpace(zh) == "":
		return matter{}, errors.New("-zh: the Chinese name is missing")
	}
	return matter{link, name, zh, basis}, nil
}

// files gives every file of the matter by its path.
func (m matter) files() (map[string][]byte, error) {
	all, err := template.ParseFS(templates, "templates/*.tmpl")
	if err != nil {
		return nil, err
	}
	out := map[string][]byte{}
	for _, t := range all.Templates() {
		var b bytes.Buffer
		if err := t.Execute(&b, m); err != nil {
			return nil, err
		}
		name := strings.TrimSuffix(t.Name(), ".tmpl")
		if path.Ext(name) == ".yaml" {
			out[path.Join("catalogue/lang", m.Link+"_"+m.Name+".yaml")] = b.Bytes()
			continue
		}
		body, err := format.Source(b.Bytes())
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out[path.Join("chain", m.Link, m.Name, name)] = body
	}
	return out, nil
}

// write makes all files below root, or none when one of them exists.
func write(root string, files map[string][]byte) error {
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
		if _, err := os.Stat(filepath.Join(root, name)); !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%s exists already", name)
		}
	}
	sort.Strings(names)
	for _, name := range names {
		full := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(full, files[name], 0o644); err != nil {
			return err
		}
	}
	return nil
}
