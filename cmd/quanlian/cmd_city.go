package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"quanlian/base/errs"
	"quanlian/catalogue/city"
)

func newCityCmd() *cobra.Command {
	cmd := &cobra.Command{Use: "city", Short: "Make the folder of another city"}
	cmd.AddCommand(newCityNewCmd())
	return cmd
}

func newCityNewCmd() *cobra.Command {
	var dir string
	var s city.Sketch
	cmd := &cobra.Command{
		Use:   "new NAME [--dir DIR]",
		Short: "Make the folder of a city, with comments where something has to be filled in",
		Long: `Make the folder DIR/NAME of a city: name and districts, units, outside systems,
life events, and places for items of its own. It passes "quanlian check --city
DIR/NAME" as it is; what has to be filled in says 待填. Nothing is overwritten.

  quanlian city new lianzhou --zh 莲州市 --en Lianzhou --prefix LZ --sign 莲`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			cat, err := loadItems(config{}.withDefaults().Catalogue)
			if err != nil {
				return err
			}
			s.ID = args[0]
			files, err := city.Scaffold(s, cat.City)
			if err != nil {
				return err
			}
			root := filepath.Join(dir, s.ID)
			for _, name := range slices.Sorted(maps.Keys(files)) {
				if err := writeNew(filepath.Join(root, filepath.FromSlash(name)), files[name]); err != nil {
					return err
				}
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s\nquanlian check --city %s\n", root, root)
			return nil
		},
	}
	cmd.Flags().StringVar(&dir, "dir", ".", "where the folder is made")
	cmd.Flags().StringVar(&s.Name.Zh, "zh", "", "name in Chinese")
	cmd.Flags().StringVar(&s.Name.En, "en", "", "name in English")
	cmd.Flags().StringVar(&s.Prefix, "prefix", "", "two to four capital letters before case numbers; default the first two of NAME")
	cmd.Flags().StringVar(&s.Sign, "sign", "", "short sign before the series of documents, such as 云")
	return cmd
}

// writeNew writes a file that is not there yet.
func writeNew(path string, body []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return errs.Wrap(errs.Unavailable, "cmd.no_directory", err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return errs.At("dir", "cmd.file_there", errs.Args{"file": path})
	}
	if err != nil {
		return errs.Wrap(errs.Unavailable, "cmd.no_directory", err)
	}
	if _, err = f.Write(body); err == nil {
		err = f.Close()
	}
	if err != nil {
		return errs.Wrap(errs.Unavailable, "cmd.no_directory", err)
	}
	return nil
}
