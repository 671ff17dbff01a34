package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"quanlian/catalogue/items"
	"quanlian/catalogue/lang"
)

// showUpgrade lists the files of a city that stand in the place of the
// program's: what to look at after an upgrade.
func showUpgrade(cmd *cobra.Command, on *inspection, say *lang.Localizer, asJSON bool) error {
	cfg, err := on.config()
	if err != nil {
		return err
	}
	list, err := items.Upgrade(itemFiles(cfg.Catalogue))
	if err != nil {
		return err
	}
	moved := false
	var b strings.Builder
	for _, r := range list {
		word := "cmd.items.same"
		switch {
		case r.Moved():
			word, moved = "cmd.items.moved", true
		case r.Made == "":
			word = "cmd.items.unmarked"
		}
		fmt.Fprintf(&b, "%s  %s\n", r.File, say.T(word, "file", r.Upstream))
		for _, c := range r.Changes {
			fmt.Fprintf(&b, "    %s: %s → %s\n", c.Field, c.Before, c.After)
		}
	}
	if len(list) == 0 {
		b.WriteString(say.T("cmd.items.none_replaced"))
	}
	if list == nil {
		list = []items.Replaced{}
	}
	if err := emit(cmd, asJSON, list, strings.TrimRight(b.String(), "\n")); err != nil || !moved {
		return err
	}
	return errNegative
}
