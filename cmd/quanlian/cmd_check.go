package main

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"quanlian/adapter/sqlstore"
	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/catalogue/source"
	"quanlian/evidence"
	"quanlian/kernel"
)

// namedCheck is one thing that "quanlian check" looks at. A new one is one
// line in checks: what it finds are faults with file, line and field where
// there are such; errUnasked says that nothing was given to look at.
type namedCheck struct {
	name string
	run  func(ctx context.Context, on *inspection) ([]source.Fault, error)
}

// checks in their order: what is declared, what is configured, what is stored.
func checks() []namedCheck {
	return []namedCheck{
		{"texts", checkTexts},
		{"policies", checkPolicies},
		{"documents", checkDocuments},
		{"items", checkDeclared},
		{"flows", checkFlows},
		{"configuration", checkConfiguration},
		{"database", checkDatabase},
		{"states", checkStates},
		{"journal", checkJournal},
		{"log", checkLog},
		{"files", checkFiles},
		{"lists", checkLists},
		{"unfilled", checkUnfilled},
	}
}

// inspection is what is looked at, and what was found on the way that says no fault.
type inspection struct {
	cfg   config
	file  string // of the configuration, "" for none
	store *sqlstore.Store
	known []evidence.Key
	flows []*kernel.Flow // of matters and of declared items
	whole bool           // all of them: the items could be read
	facts map[string]any
}

// errUnasked: there is nothing to look at.
var errUnasked = errs.New(errs.NotFound, "cmd.check.unasked", nil)

// checkReport is the document that check prints.
type checkReport struct {
	OK     bool          `json:"ok"`
	Checks []checkResult `json:"checks"`
}

type checkResult struct {
	Name   string          `json:"name"`
	Result evidence.Result `json:"result"`
	Facts  map[string]any  `json:"facts,omitempty"`
	Faults []checkFault    `json:"faults"`
}

type checkFault struct {
	source.Fault
	Text string `json:"text"`
}

const checkLong = `Check what is declared, configured and stored, and name file, line and field
of what is wrong. Nothing is changed; a server may run meanwhile.

  quanlian check                                     the catalogue of the program
  quanlian check --config quanlian.yaml              all of a city
  quanlian check --db sqlite:var/quanlian.db --dir var --json
  quanlian check --city lianzhou/                    a city's folder that is being written
  quanlian check --config quanlian.yaml --upgrade    what changed under files of the city
  quanlian check --config quanlian.yaml --upgrade --accept all    they were compared; remember it

The database is compared entry by entry with its commitments, the log with the
database, each stored file with its hash. An entry that was erased by law passes, and is counted. Exit code 1
when something is wrong.`

func newCheckCmd() *cobra.Command {
	var file, db, dir, keys, tag string
	var asJSON, upgrade bool
	var accept []string
	var where catalogueConfig
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Check catalogue, configuration, database and evidence log",
		Long:  checkLong,
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			say, err := speaker(tag)
			if err != nil {
				return err
			}
			if cmd.Flags().Changed("dir") && db == "" && file == "" {
				return errs.At("dir", "cmd.check.dir_alone", nil)
			}
			on, err := inspect(file, config{Database: db, Dir: dir, Keys: keys, Catalogue: where})
			if err != nil {
				return err
			}
			if upgrade {
				return showUpgrade(cmd, on, say, asJSON, accept)
			}
			report, err := runChecks(cmd.Context(), on, say)
			if err != nil {
				return err
			}
			if err := emit(cmd, asJSON, report, report.text(say)); err != nil || report.OK {
				return err
			}
			return errNegative
		},
	}
	cmd.Flags().StringVar(&file, "config", "", "configuration of a server; its database, log and catalogue are checked")
	cmd.Flags().StringVar(&db, "db", "", "database: sqlite:PATH or postgres://…")
	cmd.Flags().StringVar(&dir, "dir", "var", "directory of the server's files, with the log")
	cmd.Flags().StringVar(&keys, "keys", "", "keys of the log: a directory, or a file of public keys; default DIR/keys")
	cmd.Flags().StringVar(&tag, "lang", "zh", "language of the findings: zh or en")
	cmd.Flags().StringVar(&where.City, "city", "", "city that ships with the program, or a folder")
	cmd.Flags().StringVar(&where.Local, "local", "", "folder that lies over the city's")
	cmd.Flags().BoolVar(&upgrade, "upgrade", false, "list the files that stand in the place of the program's, and what changed under them")
	cmd.Flags().StringSliceVar(&accept, "accept", nil, "with --upgrade: files that were compared, or all; from now on it is told what changes below them")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON document")
	return cmd
}

// inspect is what is to be looked at; a folder of the catalogue must be there.
func inspect(file string, cfg config) (*inspection, error) {
	if err := foldersThere(cfg.Catalogue); err != nil {
		return nil, err
	}
	if cfg.Keys == "" && cfg.Database != "" {
		cfg.Keys = filepath.Join(cfg.Dir, "keys")
	}
	return &inspection{file: file, cfg: cfg.withDefaults()}, nil
}

func runChecks(ctx context.Context, on *inspection, say *lang.Localizer) (checkReport, error) {
	report := checkReport{OK: true}
	defer func() {
		if on.store != nil {
			_ = on.store.Close()
		}
	}()
	for _, c := range checks() {
		on.facts = map[string]any{}
		faults, err := c.run(ctx, on)
		r := checkResult{Name: c.name, Result: evidence.Yes, Facts: on.facts, Faults: []checkFault{}}
		switch {
		case err == errUnasked:
			r.Result = evidence.Open
		case errs.KindOf(err) == errs.Internal && errs.As(err) == nil:
			return report, fmt.Errorf("check %s: %w", c.name, err)
		case err != nil: // what cannot be looked at is a finding of its own
			e := errs.As(err)
			faults = append(faults, source.Fault{Field: e.Field, Code: e.Code, Args: e.Args})
		}
		if len(source.Grave(faults)) > 0 {
			r.Result, report.OK = evidence.No, false
		}
		for _, f := range faults {
			r.Faults = append(r.Faults, checkFault{f, f.Text(say)})
		}
		report.Checks = append(report.Checks, r)
	}
	return report, nil
}

// text is the report for a reader at a terminal.
func (r checkReport) text(say *lang.Localizer) string {
	var b strings.Builder
	for _, c := range r.Checks {
		fmt.Fprintf(&b, "%s  %s", say.T("cmd.check.result."+string(c.Result)), say.T("cmd.check.name."+c.Name))
		for _, k := range slices.Sorted(maps.Keys(c.Facts)) {
			fmt.Fprintf(&b, "　%s", say.T("cmd.check.fact."+k, "n", c.Facts[k]))
		}
		b.WriteByte('\n')
		for _, f := range c.Faults {
			mark := "  ✗ "
			if f.Minor {
				mark = "  · "
			}
			line := strings.TrimPrefix(f.Say(say), ": ")
			b.WriteString(mark + line + "\n")
		}
	}
	verdict := "cmd.check.all_right"
	if !r.OK {
		verdict = "cmd.check.not_right"
	}
	return b.String() + say.T(verdict)
}
