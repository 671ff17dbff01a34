package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"quanlian/adapter/segment"
	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/engine/matching"
	"quanlian/engine/matching/classify"
	"quanlian/engine/matching/index"
)

type matchFlags struct {
	need, needFile, corpus, db, language string
	top                                  int
	asJSON                               bool
}

// learnLeast is from how many patents with classes a corpus teaches a model.
const learnLeast = 50

func newMatchCmd() *cobra.Command {
	var f matchFlags
	cmd := &cobra.Command{
		Use:   "match",
		Short: "Lead a need in free words to patents, with reasons",
		Long: `Lead a need in free Chinese or English to patents, with the reasons in words,
the sentence they rest on, and what speaks against each.

  quanlian match --need "要柔性压阻触觉传感器，能补偿温漂" --top 10
  quanlian match --need "要柔性压阻触觉传感器，能补偿温漂" --corpus FILE.csv
  quanlian match --need-file FILE --corpus FILE.jsonl --json

Without a corpus the patents are those of the register of a database, by default
of the demo city. A need file is plain text or JSON; - is standard input.
A corpus is CSV with a row of heads or JSON lines. With ` + fmt.Sprint(learnLeast) + ` or more classified patents in it a class is
suggested for the need. Examples: docs/examples/match-need.json and
docs/examples/match-corpus.csv; format: docs/examples/match-need.schema.json.
Exit code 1: no patent is near.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return runMatch(cmd, f) },
	}
	cmd.Flags().StringVar(&f.need, "need", "", "the need in words")
	cmd.Flags().StringVar(&f.needFile, "need-file", "", "the need as text or JSON")
	cmd.Flags().StringVar(&f.corpus, "corpus", "", "patents, CSV or JSON lines; none: those of --db")
	cmd.Flags().StringVar(&f.db, "db", demoDatabase, "register with the patents: sqlite:PATH or postgres://…")
	cmd.Flags().StringVar(&f.language, "lang", "zh", "language of the reasons: zh or en")
	cmd.Flags().IntVar(&f.top, "top", 10, "how many patents")
	cmd.Flags().BoolVar(&f.asJSON, "json", false, "print one JSON document")
	return cmd
}

func runMatch(cmd *cobra.Command, f matchFlags) error {
	speak, ok := lang.Parse(f.language)
	if !ok || (f.need == "") == (f.needFile == "") {
		return errs.New(errs.Invalid, "engine.matching.command_form", nil)
	}
	need, err := readNeed(cmd, f)
	if err != nil {
		return err
	}
	m, err := matcherOf(cmd.Context(), f)
	if err != nil {
		return err
	}
	r, err := m.Match(need, f.top)
	if err != nil {
		return err
	}
	l := lang.For(speak)
	if err := emit(cmd, f.asJSON, inWords(r, l), matchText(r, l)); err != nil {
		return err
	}
	if len(r.Matches) == 0 {
		return errNegative
	}
	return nil
}

func readNeed(cmd *cobra.Command, f matchFlags) (matching.Need, error) {
	switch f.needFile {
	case "":
		n := matching.Need{Text: f.need}
		n.Rules.AllowPending = f.corpus == "" // whoever looks through a register wants applications too
		return n, nil
	case "-":
		return matching.ReadNeed(cmd.InOrStdin())
	}
	var n matching.Need
	err := withMatchFile(f.needFile, func(r io.Reader) (err error) {
		n, err = matching.ReadNeed(r)
		return err
	})
	return n, err
}

func withMatchFile(name string, use func(io.Reader) error) error {
	file, err := os.Open(name)
	if err != nil {
		e := errs.Wrap(errs.NotFound, "engine.matching.no_file", err)
		e.Args = errs.Args{"file": name}
		return e
	}
	defer file.Close()
	return use(file)
}

// matcherOf indexes the patents and learns from their classes.
func matcherOf(ctx context.Context, f matchFlags) (*matching.Matcher, error) {
	corpus, x := matching.Memory{}, index.New(index.DefaultParams())
	var examples []classify.Example
	add := func(p matching.Patent) error {
		corpus.Add(x, p)
		if e := matching.Example(p); len(e.Codes) > 0 {
			examples = append(examples, e)
		}
		return nil
	}
	if err := eachPatent(ctx, f, add); err != nil {
		return nil, err
	}
	m := &matching.Matcher{Index: x, Corpus: corpus, Segmenter: segment.Gse{}}
	if len(examples) >= learnLeast {
		model, err := classify.Train(examples, classify.DefaultOptions())
		if err != nil {
			return nil, err
		}
		m.Suggester = model
	}
	return m, nil
}

// eachPatent hands over those of the corpus file, or of the register.
func eachPatent(ctx context.Context, f matchFlags, add func(matching.Patent) error) error {
	if f.corpus == "" {
		return eachRegistered(ctx, f.db, add)
	}
	return withMatchFile(f.corpus, func(r io.Reader) error {
		if strings.HasSuffix(f.corpus, ".jsonl") || strings.HasSuffix(f.corpus, ".json") {
			return matching.ReadJSONL(r, add)
		}
		return matching.ReadCSV(r, add)
	})
}
