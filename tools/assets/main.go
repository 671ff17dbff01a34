package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// budget is what style sheet and script may weigh together, gzipped, so that
// a first page with its HTML stays under 100 KB over the wire.
// Unit: bytes. Source: design.md §7 and the look's own aim.
const budget = 60_000

func main() {
	root := flag.String("root", "web", "folder with the templates; assets is its sub-folder")
	font := flag.String("font", "", "also copy NotoSansSC_400Regular.ttf to this file")
	flag.Parse()
	if err := build(*root); err != nil {
		fmt.Fprintln(os.Stderr, "assets:", err)
		os.Exit(1)
	}
	if *font == "" {
		return
	}
	if err := copyFont(*root, *font); err != nil {
		fmt.Fprintln(os.Stderr, "assets:", err)
		os.Exit(1)
	}
}

// build makes dist anew.
func build(root string) error {
	base := filepath.Join(root, "assets")
	style, err := styles(root)
	if err != nil {
		return err
	}
	script, err := bundle(filepath.Join(base, "src", "app.js"))
	if err != nil {
		return err
	}
	dist := filepath.Join(base, "dist")
	if err := clean(dist); err != nil {
		return err
	}
	manifest := map[string]string{}
	total := 0
	for _, f := range []struct {
		name string
		body []byte
	}{{"app.css", style}, {"app.js", script}} {
		hashed, size, err := write(dist, f.name, f.body)
		if err != nil {
			return err
		}
		manifest[f.name] = hashed
		total += size
		fmt.Printf("%-24s %7d bytes %7d gzipped\n", hashed, len(f.body), size)
	}
	body, err := json.MarshalIndent(manifest, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dist, "manifest.json"), append(body, '\n'), 0o644); err != nil {
		return err
	}
	if total > budget {
		return fmt.Errorf("style sheet and script weigh %d bytes gzipped, more than %d", total, budget)
	}
	return nil
}

// styles joins what is used of Tabler with our own sheets and minifies.
func styles(root string) ([]byte, error) {
	base := filepath.Join(root, "assets")
	tabler, err := os.ReadFile(filepath.Join(base, "node_modules", "@tabler", "core", "dist", "css", "tabler.css"))
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("run npm ci --ignore-scripts in %s first: %w", base, err)
	}
	if err != nil {
		return nil, err
	}
	used, err := usedClasses(root)
	if err != nil {
		return nil, err
	}
	var own bytes.Buffer
	for _, name := range []string{"tokens.css", "parts.css", "charts.css", "pages.css", "window.css"} {
		body, err := os.ReadFile(filepath.Join(base, "src", name))
		if err != nil {
			return nil, err
		}
		own.Write(body)
		own.WriteByte('\n')
	}
	sheet := prune(string(tabler), used, own.String()) + own.String() + widths()
	res := api.Transform(sheet, api.TransformOptions{
		Loader: api.LoaderCSS, MinifyWhitespace: true, MinifySyntax: true, LegalComments: api.LegalCommentsNone,
	})
	if len(res.Errors) > 0 {
		return nil, fmt.Errorf("style sheet: %s", res.Errors[0].Text)
	}
	return append([]byte("/* Quanlian. Holds parts of Tabler 1.6.1 and Bootstrap, MIT. */\n"), res.Code...), nil
}

// widths are the classes q-p0 to q-p100 that stand for inline widths, which
// the content security policy forbids.
func widths() string {
	var b strings.Builder
	for i := 0; i <= 100; i++ {
		fmt.Fprintf(&b, ".q-p%d{width:%d%%}", i, i)
	}
	return b.String()
}

// bundle makes one script of an entry and all it imports.
func bundle(entry string) ([]byte, error) {
	res := api.Build(api.BuildOptions{
		EntryPoints: []string{entry}, Bundle: true, Write: false, Format: api.FormatIIFE,
		MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true,
		Target: api.ES2020, LegalComments: api.LegalCommentsNone,
		Banner: map[string]string{"js": "/* Quanlian. Holds htmx 2.0.11, 0BSD. */"},
	})
	if len(res.Errors) > 0 {
		e := res.Errors[0]
		if e.Location != nil {
			return nil, fmt.Errorf("%s:%d: %s", e.Location.File, e.Location.Line, e.Text)
		}
		return nil, errors.New(e.Text)
	}
	return res.OutputFiles[0].Contents, nil
}

// clean empties dist but for the placeholder that go:embed needs.
func clean(dist string) error {
	if err := os.MkdirAll(dist, 0o755); err != nil {
		return err
	}
	entries, err := os.ReadDir(dist)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Name() == ".keep" {
			continue
		}
		if err := os.RemoveAll(filepath.Join(dist, e.Name())); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(dist, ".keep"), nil, 0o644)
}

// write stores a file under its hashed name, plain and gzipped, and gives that
// name and the gzipped size.
func write(dist, name string, body []byte) (string, int, error) {
	sum := sha256.Sum256(body)
	ext := filepath.Ext(name)
	hashed := strings.TrimSuffix(name, ext) + "-" + hex.EncodeToString(sum[:])[:12] + ext
	var zipped bytes.Buffer
	zw, err := gzip.NewWriterLevel(&zipped, gzip.BestCompression)
	if err != nil {
		return "", 0, err
	}
	if _, err := zw.Write(body); err != nil {
		return "", 0, err
	}
	if err := zw.Close(); err != nil {
		return "", 0, err
	}
	if err := os.WriteFile(filepath.Join(dist, hashed), body, 0o644); err != nil {
		return "", 0, err
	}
	return hashed, zipped.Len(), os.WriteFile(filepath.Join(dist, hashed+".gz"), zipped.Bytes(), 0o644)
}

// copyFont puts the font for documents where their package embeds it.
func copyFont(root, to string) error {
	from := filepath.Join(root, "assets", "node_modules", "@expo-google-fonts", "noto-sans-sc", "400Regular", "NotoSansSC_400Regular.ttf")
	body, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, body, 0o644)
}
