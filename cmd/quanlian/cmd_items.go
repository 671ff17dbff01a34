package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"quanlian/adapter/blob"
	"quanlian/adapter/itembook"
	"quanlian/adapter/segment"
	"quanlian/adapter/sqlstore"
	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/items"
	"quanlian/catalogue/items/sheet"
	"quanlian/catalogue/lang"
	"quanlian/engine/matching/seek"
)

// itemFlags are what all commands on items share.
type itemFlags struct {
	file, city, local, tag, day string
	asJSON                      bool
}

func (f *itemFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.file, "config", "", "configuration of a server: its city, its local files, its approved changes")
	cmd.Flags().StringVar(&f.city, "city", "", "city that ships with the program, or a folder")
	cmd.Flags().StringVar(&f.local, "local", "", "folder that lies over the city's")
	cmd.Flags().StringVar(&f.tag, "lang", "zh", "language: zh or en")
	cmd.Flags().StringVar(&f.day, "day", "", "day on which is asked what is in force, default today")
	cmd.Flags().BoolVar(&f.asJSON, "json", false, "print one JSON document")
}

// open loads the catalogue; with a configuration, its approved changes too.
func (f itemFlags) open(ctx context.Context) (c *items.Catalogue, set *items.Set, say *lang.Localizer, err error) {
	if say, err = speaker(f.tag); err != nil {
		return nil, nil, nil, err
	}
	day := calendar.DateOf(time.Now())
	if f.day != "" {
		if day, err = calendar.ParseDate(f.day); err != nil {
			return nil, nil, nil, err
		}
	}
	cfg := config{Catalogue: catalogueConfig{City: f.city, Local: f.local}}.withDefaults()
	if f.file != "" {
		if cfg, err = loadConfig(f.file); err != nil {
			return nil, nil, nil, err
		}
	}
	if c, err = loadItems(cfg.Catalogue); err != nil {
		return nil, nil, nil, err
	}
	if cfg.Database != "" {
		s, err := sqlstore.Open(ctx, cfg.Database, sqlstore.Options{City: cfg.CityCode})
		if err != nil {
			return nil, nil, nil, err
		}
		defer func() { _ = s.Close() }()
		approved, err := approvedItems(ctx, s)
		if err != nil {
			return nil, nil, nil, err
		}
		c = c.With(approved)
	}
	return c, c.On(day), say, nil
}

// writeSamples writes the samples of approved changes beside their files; without a
// database there are none.
func (f itemFlags) writeSamples(ctx context.Context, dir string, list []items.Version) ([]string, error) {
	if f.file == "" {
		return nil, nil
	}
	cfg, err := loadConfig(f.file)
	if err != nil || cfg.Database == "" {
		return nil, err
	}
	s, err := sqlstore.Open(ctx, cfg.Database, sqlstore.Options{City: cfg.CityCode})
	if err != nil {
		return nil, err
	}
	defer func() { _ = s.Close() }()
	files, err := blob.NewDir(filepath.Join(cfg.Dir, filesName))
	if err != nil {
		return nil, err
	}
	return writeSamples(dir, putSamples{s.Uploaded, files.Get}, list)
}

func newItemsCmd() *cobra.Command {
	cmd := &cobra.Command{Use: "items", Short: "Export, import and find declared items"}
	cmd.AddCommand(newItemsExportCmd(), newItemsImportCmd(), newItemsFindCmd())
	return cmd
}

func newItemsExportCmd() *cobra.Command {
	var f itemFlags
	cmd := &cobra.Command{
		Use:   "export FILE.xlsx|DIR",
		Short: "Write the items as a workbook, or approved changes as files",
		Long: `Write what is in force as an Excel workbook that officials edit, or, into a
folder, each change that officials approved as a file of the local layer. Such a
file remembers which version of the program it replaces (quanlian check --upgrade).
Samples that officials put in go into its folder samples.

  quanlian items export items.xlsx
  quanlian items export --config quanlian.yaml local/`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, set, say, err := f.open(cmd.Context())
			if err != nil {
				return err
			}
			if strings.HasSuffix(args[0], ".xlsx") {
				var out bytes.Buffer
				if err := itembook.Export(&out, say, c, set); err != nil {
					return err
				}
				if err := os.WriteFile(args[0], out.Bytes(), 0o644); err != nil {
					return errs.Wrap(errs.Unavailable, "cmd.no_directory", err)
				}
				return emit(cmd, f.asJSON, map[string]any{"file": args[0], "items": set.Len()}, say.T("cmd.items.exported", "n", set.Len(), "file", args[0]))
			}
			written, err := writeItems(args[0], c, c.Approved(), calendar.Date{})
			if err != nil {
				return err
			}
			samples, err := f.writeSamples(cmd.Context(), args[0], c.Approved())
			if err != nil {
				return err
			}
			written = append(written, samples...)
			return emit(cmd, f.asJSON, map[string]any{"files": written}, say.T("cmd.items.exported", "n", len(written), "file", args[0]))
		},
	}
	f.add(cmd)
	return cmd
}

// broughtIn is the document that import prints.
type broughtIn struct {
	Items   int      `json:"items"`
	Changed []string `json:"changed"`
	Faults  []string `json:"faults"`
	Missing []string `json:"missing,omitempty"` // in force, and not in the workbook
	Errors  string   `json:"errors,omitempty"`  // workbook with notes at the cells
	Written []string `json:"written,omitempty"`
}

func newItemsImportCmd() *cobra.Command {
	var f itemFlags
	var out, from string
	cmd := &cobra.Command{
		Use:   "import FILE.xlsx [--out DIR]",
		Short: "Read a workbook back: a dry run, or files of the local layer",
		Long: `Read a workbook and judge every item of it. Without --out nothing is written but,
when cells are wrong, FILE.errors.xlsx with a note at each of them. With --out
the items that changed become files of the local layer; the server applies them
at its next start, from the day --from or the day in the workbook.

Officials import on the page of the catalogue, where a second person approves.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, set, say, err := f.open(cmd.Context())
			if err != nil {
				return err
			}
			day := set.Day.AddDays(1)
			if from != "" {
				if day, err = calendar.ParseDate(from); err != nil {
					return err
				}
			}
			return importBook(cmd, f, args[0], out, c, set, say, day)
		},
	}
	f.add(cmd)
	cmd.Flags().StringVar(&out, "out", "", "folder of the local layer into which changed items are written")
	cmd.Flags().StringVar(&from, "from", "", "first day of changed items, default the day after --day")
	return cmd
}

func importBook(cmd *cobra.Command, f itemFlags, file, out string, c *items.Catalogue, set *items.Set, say *lang.Localizer, day calendar.Date) error {
	in, err := os.Open(file)
	if err != nil {
		return errs.Wrap(errs.Invalid, "itembook.bad_workbook", err)
	}
	defer func() { _ = in.Close() }()
	b, err := itembook.Import(in, say, c, set, day)
	if err != nil {
		return err
	}
	doc := broughtIn{Items: sheet.Count(b.Built), Missing: b.Missing(), Changed: []string{}, Faults: []string{}}
	for _, x := range b.Faults() {
		doc.Faults = append(doc.Faults, itembook.Place(say, x)+" "+say.Fill(x.Code, x.Args))
	}
	var versions []items.Version
	for _, x := range b.Changed() {
		doc.Changed = append(doc.Changed, x.Item.Code+" "+x.Item.Name.In(say.Zh())+" "+x.Item.From.String())
		versions = append(versions, items.Version{Item: x.Item})
	}
	if len(doc.Faults) > 0 {
		doc.Errors = strings.TrimSuffix(file, ".xlsx") + ".errors.xlsx"
		var notes bytes.Buffer
		if err := b.Errors(&notes); err != nil {
			return err
		}
		if err := os.WriteFile(doc.Errors, notes.Bytes(), 0o644); err != nil {
			return errs.Wrap(errs.Unavailable, "cmd.no_directory", err)
		}
	} else if out != "" {
		if doc.Written, err = writeItems(out, c, versions, set.Day); err != nil {
			return err
		}
	}
	if err := emit(cmd, f.asJSON, doc, doc.text(say)); err != nil || len(doc.Faults) == 0 {
		return err
	}
	return errNegative
}

func (d broughtIn) text(say *lang.Localizer) string {
	lines := []string{say.T("cmd.items.read", "n", d.Items, "changed", len(d.Changed), "wrong", len(d.Faults))}
	for _, s := range d.Changed {
		lines = append(lines, "  ~ "+s)
	}
	for _, s := range d.Faults {
		lines = append(lines, "  ✗ "+s)
	}
	if len(d.Missing) > 0 {
		lines = append(lines, "  · "+sheet.Absent(say, d.Missing))
	}
	if d.Errors != "" {
		lines = append(lines, say.T("cmd.items.errors", "file", d.Errors))
	}
	for _, s := range d.Written {
		lines = append(lines, "  → "+s)
	}
	return strings.Join(lines, "\n")
}

// foundItem is one line of find.
type foundItem struct {
	Code   string `json:"code"`
	Name   string `json:"name"`
	Phrase string `json:"phrase,omitempty"`
}

func newItemsFindCmd() *cobra.Command {
	var f itemFlags
	var top int
	cmd := &cobra.Command{
		Use:   "find TEXT...",
		Short: "Find the item that everyday words mean",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, set, say, err := f.open(cmd.Context())
			if err != nil {
				return err
			}
			var docs []seek.Doc
			for _, w := range c.Words(set) {
				docs = append(docs, seek.Doc{ID: w.Code, Phrases: w.Phrases, Names: w.Names, Leads: w.Leads, Rest: w.Rest})
			}
			out, lines := []foundItem{}, []string{}
			for _, h := range seek.New(docs, seek.Everyday(), segment.Gse{}).Find(strings.Join(args, " "), top) {
				it, _ := set.Item(h.ID)
				out = append(out, foundItem{h.ID, it.Name.In(say.Zh()), h.Phrase})
				lines = append(lines, fmt.Sprintf("%s  %s  %s", h.ID, it.Name.In(say.Zh()), h.Phrase))
			}
			if len(out) == 0 {
				lines = append(lines, say.T("cmd.items.nothing_found"))
			}
			if err := emit(cmd, f.asJSON, out, strings.Join(lines, "\n")); err != nil || len(out) > 0 {
				return err
			}
			return errNegative
		},
	}
	f.add(cmd)
	cmd.Flags().IntVar(&top, "top", 5, "how many")
	return cmd
}
