package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"quanlian/adapter/importer"
	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/lang"
)

// openSink opens the register behind a database URL; the second value closes it.
type openSink func(ctx context.Context, url string, lookedUp time.Time) (importer.Sink, func() error, error)

type importFlags struct {
	db, mapping, observed string
	lookedUp              string
	rejects, lang         string
	dryRun, asJSON        bool
}

// imported is the document that `import patents --json` prints.
type imported struct {
	DryRun bool `json:"dry_run"`
	// LookedUp is when the office's register was asked for the files, zero where
	// nobody said.
	LookedUp time.Time         `json:"looked_up,omitzero"`
	Files    []importer.Report `json:"files"`
}

// newImportCmd makes the command without a database: only --dry-run works.
func newImportCmd() *cobra.Command { return newImportCmdWith(nil) }

// newImportCmdWith joins the register to the command.
func newImportCmdWith(open openSink) *cobra.Command {
	cmd := &cobra.Command{Use: "import", Short: "Bring files into the registers"}
	var f importFlags
	patents := &cobra.Command{
		Use:   "patents FILE...",
		Short: "Import patents from CNIPA XML, CSV, Excel, folders and zip archives",
		Long: `Import patents. FILE is a CSV (UTF-8, UTF-16 or GB18030; comma, tab or semicolon), an
.xlsx workbook (its first visible sheet), an XML document of the national office, or a
folder or zip of documents and e-filing packages.

Rows that cannot be taken go to FILE.rejected.xlsx with the reason and a note at the
wrong cell; correct them there and import that file. Importing twice changes nothing.

Heads are known in Chinese and English; unknown ones are listed. A mapping file (YAML or
JSON, "head: field") adds others. Fields: ` + strings.Join(importer.Fields(), ", ") + `

A legal status (终止, 质押, 许可, 转移 …) with its day is taken as an event of the right; a word
that is unknown or means two things is refused. So a pledge or a lapse is entered by a sheet.

Before a right is listed, signed for or paid, the office's register must have been looked
up within 24 hours. --looked-up says when it was asked for these files; rows that only
confirm what stands count too. A day alone is its beginning. Without the flag each right
counts as seen on the day of its own documents.

Examples: docs/examples/import-patents.csv, import-legal-status.csv, import-mapping.yaml. Exit code 1: some rows were refused.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return importPatents(cmd, open, args, f) },
	}
	patents.Flags().StringVar(&f.db, "db", "", "database: sqlite:PATH or postgres://…")
	patents.Flags().StringVar(&f.mapping, "mapping", "", "file of further heads")
	patents.Flags().StringVar(&f.observed, "observed", "", "day on which columns of current owners were true")
	patents.Flags().StringVar(&f.lookedUp, "looked-up", "", "day, or day and time (2026-11-27 09:30, Beijing), on which the office's register was asked for these files")
	patents.Flags().StringVar(&f.rejects, "rejects", "", "folder for the workbooks of refused rows, default beside each FILE")
	patents.Flags().StringVar(&f.lang, "lang", "zh", "language: zh or en")
	patents.Flags().BoolVar(&f.dryRun, "dry-run", false, "read and report, store nothing")
	patents.Flags().BoolVar(&f.asJSON, "json", false, "print one JSON document")
	cmd.AddCommand(patents)
	return cmd
}

// importPatents imports file after file.
func importPatents(cmd *cobra.Command, open openSink, files []string, f importFlags) error {
	say, err := speaker(f.lang)
	if err != nil {
		return err
	}
	opt, err := f.options()
	if err != nil {
		return err
	}
	at, err := f.instant(time.Now())
	if err != nil {
		return err
	}
	sink, done, err := f.sink(cmd.Context(), open, at)
	if err != nil {
		return err
	}
	doc, refused := imported{DryRun: f.dryRun, LookedUp: at}, 0
	for _, file := range files {
		rep, rerr := importFile(cmd, say, f, file, opt, sink)
		if rep.File != "" {
			doc.Files = append(doc.Files, rep)
		}
		refused += rep.Refused
		if err = rerr; err != nil {
			break
		}
	}
	err = errors.Join(err, done())
	if perr := emit(cmd, f.asJSON, doc, doc.text(say, f)); perr != nil {
		return errors.Join(err, perr)
	}
	if err == nil && refused > 0 {
		return errNegative
	}
	return err
}

// options reads mapping and day.
func (f importFlags) options() (importer.Options, error) {
	var opt importer.Options
	if f.observed != "" {
		d, err := calendar.ParseDate(f.observed)
		if err != nil {
			return opt, errs.New(errs.Invalid, "importer.date.observed", errs.Args{"value": f.observed})
		}
		opt.Observed = d
	}
	if f.mapping == "" {
		return opt, nil
	}
	r, err := os.Open(f.mapping)
	if err != nil {
		return opt, errs.New(errs.NotFound, "importer.file.not_found", errs.Args{"file": f.mapping})
	}
	opt.Mapping, err = importer.ParseMapping(r)
	return opt, errors.Join(err, r.Close())
}

// instant is when the office was asked, zero where nobody said.
func (f importFlags) instant(now time.Time) (time.Time, error) {
	if f.lookedUp == "" {
		return time.Time{}, nil
	}
	for _, form := range []string{"2006-01-02 15:04", "2006-01-02T15:04", time.DateOnly} {
		at, err := time.ParseInLocation(form, f.lookedUp, calendar.China)
		switch {
		case err != nil:
		case at.After(now):
			return at, errs.New(errs.Invalid, "importer.looked_up.future", errs.Args{"value": f.lookedUp})
		default:
			return at, nil
		}
	}
	return time.Time{}, errs.New(errs.Invalid, "importer.looked_up.form", errs.Args{"value": f.lookedUp})
}

// sink chooses where records go.
func (f importFlags) sink(ctx context.Context, open openSink, lookedUp time.Time) (importer.Sink, func() error, error) {
	switch {
	case f.dryRun:
		return importer.NewDryRun(), func() error { return nil }, nil
	case f.db == "":
		return nil, nil, errs.New(errs.Invalid, "importer.db.missing", nil)
	case open == nil:
		return nil, nil, errs.New(errs.Unavailable, "importer.db.not_joined", errs.Args{"db": f.db})
	}
	return open(ctx, f.db, lookedUp)
}

// importFile imports one file and writes its refused rows beside it.
func importFile(cmd *cobra.Command, say *lang.Localizer, f importFlags, file string, opt importer.Options, sink importer.Sink) (rep importer.Report, err error) {
	info, err := os.Stat(file)
	if err != nil {
		return rep, errs.New(errs.NotFound, "importer.file.not_found", errs.Args{"file": file})
	}
	bar := newBar(cmd.ErrOrStderr(), filepath.Base(file), info)
	defer func() { err = errors.Join(err, bar.Finish()) }()
	var r importer.Reader
	if info.IsDir() {
		r, err = importer.NewPackages(filepath.Clean(file), os.DirFS(file), opt)
	} else {
		h, oerr := os.Open(file)
		if oerr != nil {
			return rep, errs.New(errs.NotFound, "importer.file.not_found", errs.Args{"file": file})
		}
		defer func() { err = errors.Join(err, h.Close()) }()
		r, err = importer.Open(file, &metered{File: h, bar: bar}, opt)
	}
	if err != nil {
		return rep, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	rejects := importer.NewRejects()
	rep, err = importer.Run(cmd.Context(), file, r, sink, rejects.Add, func(p importer.Progress) {
		bar.Describe(say.T("importer.report.bar", "file", filepath.Base(file), "rows", p.Rows, "refused", p.Refused))
	})
	if rejects.Rows() > 0 {
		to := importer.RejectedName(filepath.Clean(file))
		if f.rejects != "" {
			to = filepath.Join(f.rejects, filepath.Base(to))
		}
		werr := writeWhole(to, rejects)
		if werr == nil {
			rep.Rejected = to
		}
		err = errors.Join(err, werr)
	}
	return rep, err
}

// writeWhole writes beside the target and moves it there, so that half a
// workbook is never seen.
func writeWhole(path string, from io.WriterTo) error {
	tmp, err := os.CreateTemp(filepath.Dir(path), ".rejected-*")
	if err != nil {
		return errs.Wrap(errs.Unavailable, "importer.rejects.failed", err)
	}
	_, err = from.WriteTo(tmp)
	if err = errors.Join(err, tmp.Close()); err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		return errs.Wrap(errs.Unavailable, "importer.rejects.failed", errors.Join(err, os.Remove(tmp.Name())))
	}
	return nil
}

// metered tells the bar how far a file has been read.
type metered struct {
	*os.File
	bar *progressbar.ProgressBar
}

// Read counts. A bar that cannot be drawn is no reason to stop.
func (m *metered) Read(p []byte) (int, error) {
	n, err := m.File.Read(p)
	_ = m.bar.Add(n)
	return n, err
}

// newBar draws on standard error, where somebody sees it: into a file or a pipe
// nothing is drawn. A folder or archive has no known length.
func newBar(w io.Writer, name string, info os.FileInfo) *progressbar.ProgressBar {
	if h, ok := w.(*os.File); ok {
		if at, err := h.Stat(); err != nil || at.Mode()&os.ModeCharDevice == 0 {
			w = io.Discard
		}
	}
	size := info.Size()
	if info.IsDir() || strings.EqualFold(filepath.Ext(info.Name()), ".zip") {
		size = -1
	}
	const throttle = 100 * time.Millisecond // Unit: ms. Source: as fast as an eye follows.
	return progressbar.NewOptions64(size, progressbar.OptionSetWriter(w), progressbar.OptionSetDescription(name),
		progressbar.OptionShowBytes(true), progressbar.OptionThrottle(throttle), progressbar.OptionClearOnFinish(), progressbar.OptionSetWidth(30))
}

// again is the command that takes the corrected rows in: their heads are those of
// the file, so that a mapping is needed as before. A database URL may hold a
// password and is not repeated.
func (f importFlags) again(rejected string) string {
	out := "quanlian import patents " + shellWord(rejected)
	if f.mapping != "" {
		out += " --mapping " + shellWord(f.mapping)
	}
	if f.observed != "" {
		out += " --observed " + f.observed
	}
	if f.lookedUp != "" {
		out += " --looked-up " + shellWord(f.lookedUp)
	}
	if f.db != "" {
		out += " --db …"
	}
	return out
}

func shellWord(s string) string {
	if strings.ContainsAny(s, " '()&;$") {
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	return s
}

// text prints the reports for people.
func (d imported) text(say *lang.Localizer, f importFlags) string {
	var b strings.Builder
	for _, r := range d.Files {
		fmt.Fprintf(&b, "%s (%s): %s %d\n", r.File, r.Format, say.T("importer.report.rows"), r.Rows)
		fmt.Fprintf(&b, "  %s\n", say.T("importer.report.taken", "taken", r.Taken, "added", r.New, "changed", r.Changed, "same", r.Same, "refused", r.Refused))
		for _, n := range r.Noted {
			fmt.Fprintf(&b, "  %s\n", notedText(say, r.Notes[n.Code], n))
		}
		if len(r.Unknown) > 0 {
			fmt.Fprintf(&b, "  %s\n", say.T("importer.report.unknown", "heads", r.Unknown))
		}
		if r.Rejected != "" {
			fmt.Fprintf(&b, "  %s\n", say.T("importer.report.rejected", "file", r.Rejected, "command", f.again(r.Rejected)))
		}
	}
	if !d.DryRun {
		b.WriteString(d.seenText(say))
	}
	return strings.TrimRight(b.String(), "\n")
}

// notedText names where a note stands: the row and column of a sheet, or the file of
// a document and which it was of those read.
func notedText(say *lang.Localizer, n int, at importer.Noted) string {
	if at.Line == 0 {
		return say.T("importer.report.noted_file", "n", n, "file", at.File, "record", at.Record, "note", say.Error(at.Err))
	}
	return say.T("importer.report.noted", "n", n, "line", at.Line, "head", at.Head, "note", say.Error(at.Err))
}

// seenText says what the import means for how fresh the rights are.
func (d imported) seenText(say *lang.Localizer) string {
	taken := 0
	for _, f := range d.Files {
		taken += f.Taken
	}
	switch {
	case taken == 0:
		return ""
	case d.LookedUp.IsZero():
		return say.T("importer.report.not_looked_up") + "\n"
	}
	return say.T("importer.report.looked_up", "at", d.LookedUp.In(calendar.China).Format("2006-01-02 15:04"), "n", taken) + "\n"
}
