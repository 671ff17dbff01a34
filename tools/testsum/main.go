package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

func main() {
	summary := flag.String("summary", "", "also write the closing line to this `file`")
	slowest := flag.Int("slowest", 10, "how many of the slowest packages and tests to name")
	flag.Parse()
	code, err := run(os.Stdin, os.Stdout, *summary, *slowest)
	if err != nil {
		fmt.Fprintln(os.Stderr, "testsum:", err)
		os.Exit(3)
	}
	os.Exit(code)
}

// run reads all events, prints the report and gives the exit code.
func run(in io.Reader, out io.Writer, summary string, slowest int) (int, error) {
	t := newTally(out)
	lines := bufio.NewReaderSize(in, 1<<20)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			t.line(line)
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return 0, err
		}
	}
	t.finish(slowest)
	if summary != "" {
		if err := os.MkdirAll(filepath.Dir(summary), 0o755); err != nil {
			return 0, err
		}
		if err := os.WriteFile(summary, []byte(t.closing()+"\n"), 0o644); err != nil {
			return 0, err
		}
	}
	fmt.Fprintln(out, t.closing())
	if t.failed > 0 || t.passed+t.skipped == 0 {
		return 1, nil
	}
	return 0, nil
}

// line takes one line: an event, or what go prints outside the JSON.
func (t *tally) line(line []byte) {
	var e event
	if json.Unmarshal(line, &e) != nil || e.Action == "" {
		_, _ = t.out.Write(line)
		return
	}
	t.take(e)
}
