package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/chromedp"

	"quanlian/tools/shots/audit"
)

func main() {
	base := flag.String("base", "http://localhost:8090", "where the pages are")
	out := flag.String("out", "shots", "folder for the pictures")
	axe := flag.String("axe", "web/assets/node_modules/axe-core/axe.min.js", "axe-core; empty: do not run it")
	langs := flag.String("langs", "zh,en", "languages")
	user := flag.String("user", "", "log in first, as user:password")
	flag.Parse()
	n, err := run(*base, *out, *axe, *user, strings.Split(*langs, ","), flag.Args())
	if err != nil {
		fmt.Fprintln(os.Stderr, "shots:", err)
		os.Exit(3)
	}
	if n > 0 {
		os.Exit(1)
	}
}

// run visits every page at every width in every language and counts faults.
func run(base, out, axe, user string, langs, paths []string) (int, error) {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return 0, err
	}
	script := ""
	if axe != "" {
		body, err := os.ReadFile(axe)
		if err != nil {
			return 0, err
		}
		script = string(body)
	}
	ctx, stop := context.WithTimeout(context.Background(), 5*time.Minute)
	defer stop()
	chromium, _ := audit.Chromium()
	ctx, stop = audit.Browser(ctx, chromium)
	defer stop()
	faults := audit.Listen(ctx, func(line string) { fmt.Println(line) })
	if name, password, ok := strings.Cut(user, ":"); ok {
		if err := audit.Login(ctx, base, name, password); err != nil {
			return 0, err
		}
	}
	for _, path := range paths {
		for _, l := range langs {
			for _, w := range audit.Widths {
				name := fmt.Sprintf("%s-%s-%d.png", strings.ReplaceAll(strings.Trim(path, "/"), "/", "-"), l, w)
				faults.At(name)
				if err := shoot(ctx, base+audit.In(path, l), filepath.Join(out, name), w, script, faults); err != nil {
					return faults.Count(), fmt.Errorf("%s: %w", name, err)
				}
			}
		}
	}
	return faults.Count(), nil
}

// shoot visits one page.
func shoot(ctx context.Context, url, file string, width int64, axe string, f *audit.Faults) error {
	if err := audit.Visit(ctx, url, width, f); err != nil {
		return err
	}
	var png []byte
	if err := chromedp.Run(ctx, chromedp.FullScreenshot(&png, 100)); err != nil {
		return err
	}
	if axe != "" {
		if err := audit.Axe(ctx, axe, f); err != nil {
			return err
		}
	}
	return os.WriteFile(file, png, 0o644)
}
