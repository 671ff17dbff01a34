package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"quanlian/base/errs"
	"quanlian/catalogue/items"
	"quanlian/catalogue/lang"
)

// everyFile accepts all files at once.
const everyFile = "all"

// showUpgrade lists the files of a city that stand in the place of the
// program's: what to look at after an upgrade. What was looked at is accepted:
// from then on it is known what changes below it.
func showUpgrade(cmd *cobra.Command, on *inspection, say *lang.Localizer, asJSON bool, accept []string) error {
	cfg := on.cfg
	if on.file != "" { // only the files are looked at: neither database nor keys
		read, err := readConfig(on.file)
		if err != nil {
			return err
		}
		if err := foldersThere(read.Catalogue); err != nil {
			return err
		}
		cfg = read.withDefaults()
	}
	list, err := items.Upgrade(itemFiles(cfg.Catalogue))
	if err != nil {
		return err
	}
	if len(accept) > 0 {
		return acceptUpgrade(cmd, cfg.Catalogue, list, say, asJSON, accept)
	}
	look := false
	var b strings.Builder
	for _, r := range list {
		look = look || r.Moved() || r.Unknown()
		tellReplaced(&b, r, say)
	}
	if len(list) == 0 {
		b.WriteString(say.T("cmd.items.none_replaced"))
	}
	if look {
		b.WriteString(say.T("cmd.items.accept_hint"))
	}
	if list == nil {
		list = []items.Replaced{}
	}
	if err := emit(cmd, asJSON, list, strings.TrimRight(b.String(), "\n")); err != nil || !look {
		return err
	}
	return errNegative
}

func tellReplaced(b *strings.Builder, r items.Replaced, say *lang.Localizer) {
	word := "cmd.items.same"
	switch {
	case r.Same:
		word = "cmd.items.equal"
	case r.Moved():
		word = "cmd.items.moved"
	case r.Unknown():
		word = "cmd.items.unmarked"
	}
	fmt.Fprintf(b, "%s  %s\n", r.File, say.T(word, "file", r.Upstream))
	for _, part := range []struct {
		head string
		list []items.Change
	}{{"cmd.items.below", r.Below}, {"cmd.items.ours", r.Changes}} {
		if len(part.list) == 0 {
			continue
		}
		fmt.Fprintf(b, "  %s\n", say.T(part.head))
		for _, c := range part.list {
			none := say.T("cmd.items.nothing")
			line := fmt.Sprintf("    %s: %s → %s", c.Field, orElse(c.Before, none), orElse(c.After, none))
			if part.head == "cmd.items.below" && slices.Contains(r.Both, c.Field) {
				line += "  " + say.T("cmd.items.both")
			}
			b.WriteString(line + "\n")
		}
	}
}

func orElse(text, none string) string {
	if text == "" {
		return none
	}
	return text
}

// acceptUpgrade writes down from what the files are made as of now.
func acceptUpgrade(cmd *cobra.Command, where catalogueConfig, list []items.Replaced, say *lang.Localizer, asJSON bool, accept []string) error {
	dirs := map[string]string{"local": where.Local}
	if isFolder(where.City) {
		dirs["city"] = where.City
	}
	done := []string{}
	for _, want := range accept {
		found := false
		for _, r := range list {
			dir := dirs[r.Layer]
			if dir == "" || want != everyFile && filepath.Clean(want) != filepath.Clean(r.File) {
				continue
			}
			found = true
			if err := acceptFile(dir, r); err != nil {
				return err
			}
			done = append(done, r.File)
		}
		if !found {
			return errs.At("accept", "cmd.items.no_replaced", errs.Args{"file": want})
		}
	}
	return emit(cmd, asJSON, map[string]any{"accepted": done}, say.T("cmd.items.accepted", "n", len(done), "files", strings.Join(done, "\n")))
}

func acceptFile(dir string, r items.Replaced) error {
	own, kept := filepath.Join(dir, filepath.FromSlash(r.Path)), filepath.Join(dir, items.Kept, filepath.FromSlash(r.Path))
	body, err := os.ReadFile(own)
	if err != nil {
		return errs.Wrap(errs.Unavailable, "cmd.no_directory", err)
	}
	if err := put(kept, r.Body); err != nil {
		return err
	}
	return put(own, items.Remarked(r.Body, body))
}
