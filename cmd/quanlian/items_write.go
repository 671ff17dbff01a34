package main

import (
	"os"
	"path/filepath"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/items"
)

// writeItems writes versions as files of the local layer; they replace what an
// earlier export wrote there. A file that is in force today, where one is given,
// stays until the new one's day.
func writeItems(dir string, c *items.Catalogue, list []items.Version, today calendar.Date) ([]string, error) {
	out := []string{}
	seen := map[string]int{}
	for _, v := range list {
		path := items.Path(v.Item)
		stands, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(path)))
		if err != nil && !os.IsNotExist(err) {
			return out, errs.Wrap(errs.Unavailable, "cmd.no_directory", err)
		}
		body := c.Write(v.Item)
		if seen[path]++; seen[path] > 1 || today.Valid() && stands != nil && counts(stands, v.Item.From, today) { // further versions carry their day
			path = strings.TrimSuffix(path, ".yaml") + "." + v.Item.From.String() + ".yaml"
		} else if body, err = onUpstream(dir, path, stands, body, c, v); err != nil {
			return out, err
		}
		full := filepath.Join(dir, filepath.FromSlash(path))
		if err := put(full, body); err != nil {
			return out, err
		}
		out = append(out, full)
	}
	return out, nil
}

// counts reports whether a file is in force today and another day's than the new one.
func counts(stands []byte, from, today calendar.Date) bool {
	day := items.FirstDay(stands)
	return day != from && !day.After(today)
}

// onUpstream notes from which file of the program the local one is made: one that
// stands there keeps its note, since nobody has compared since.
func onUpstream(dir, path string, stands, body []byte, c *items.Catalogue, v items.Version) ([]byte, error) {
	kept := filepath.Join(dir, items.Kept, filepath.FromSlash(path))
	if stands != nil {
		if line, ok := items.Mark(stands); ok {
			return append([]byte(line+"\n"), body...), nil
		}
		if base, err := os.ReadFile(kept); err == nil {
			return items.Marked(base, body), nil
		}
		return body, nil
	}
	up, ok := c.Upstream(v.Item)
	if !ok {
		return body, nil
	}
	// kept below, so that the next upgrade can say what changed in it
	return items.Marked(up, body), put(kept, up)
}

func put(full string, body []byte) error {
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		return errs.Wrap(errs.Unavailable, "cmd.no_directory", err)
	}
	if err := os.WriteFile(full, body, 0o644); err != nil {
		return errs.Wrap(errs.Unavailable, "cmd.no_directory", err)
	}
	return nil
}
