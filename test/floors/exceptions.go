package floors

import (
	"fmt"
	"strings"
	"time"
)

// Exception lets one rule go for one file, or one name in it.
type Exception struct {
	Rule, Path string
	Date       time.Time
	Reason     string
	Line       int
}

// ParseExceptions reads exceptions.txt: rule, path, date, reason.
func ParseExceptions(text string) ([]Exception, error) {
	var out []Exception
	for i, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Fields(line)
		if len(fields) < 6 {
			return nil, fmt.Errorf("exceptions.txt:%d: need rule, path, date and a reason of some words", i+1)
		}
		date, err := time.Parse(time.DateOnly, fields[2])
		if err != nil {
			return nil, fmt.Errorf("exceptions.txt:%d: %w", i+1, err)
		}
		out = append(out, Exception{fields[0], fields[1], date, strings.Join(fields[3:], " "), i + 1})
	}
	return out, nil
}

// Except takes out the findings that are excepted. An exception that nothing
// needs any more is itself a finding.
func Except(found []Finding, list []Exception) []Finding {
	used := make([]bool, len(list))
	var out []Finding
next:
	for _, f := range found {
		for i, e := range list {
			if e.Rule == f.Rule && e.Path == f.Path {
				used[i] = true
				continue next
			}
		}
		out = append(out, f)
	}
	for i, e := range list {
		if !used[i] {
			out = append(out, Finding{"exception", "test/floors/exceptions.txt", e.Line,
				"nothing needs this exception any more: " + e.Rule + " " + e.Path})
		}
	}
	return out
}
