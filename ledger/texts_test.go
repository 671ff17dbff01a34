package ledger_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"quanlian/ledger"
)

// Every code that this package can give has its sentence.
func TestEveryCodeHasItsSentence(t *testing.T) {
	t.Parallel()
	yaml, err := os.ReadFile("../catalogue/lang/ledger.yaml")
	if err != nil {
		t.Fatal(err)
	}
	texts := string(yaml)
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	code := regexp.MustCompile(`"(ledger\.[a-z_]+(?:\.[a-z_]+)*)"`)
	want := map[string]bool{}
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range code.FindAllStringSubmatch(string(src), -1) {
			want[m[1]] = !strings.HasSuffix(f, "_test.go") || want[m[1]]
		}
		for _, m := range regexp.MustCompile(`(?m)^\tTask\w+ +TaskKind = "(\w+)"`).FindAllStringSubmatch(string(src), -1) {
			want[ledger.Task{Kind: ledger.TaskKind(m[1])}.TextKey()] = true
		}
	}
	for _, c := range append(ledger.StandardNeeds(true), ledger.LicenceRecorded, ledger.MilestoneAccepted, ledger.ReportFiled, ledger.PaidIn, ledger.DayCome) {
		want["ledger.missing."+string(c)] = true
	}
	delete(want, "ledger.record") // names in the journal
	delete(want, "ledger.task.close")
	delete(want, "ledger.ask_again")
	delete(want, "ledger.statement.keep")
	for c, ours := range want {
		if ours && !strings.Contains(texts, "\n"+c+": ") {
			t.Errorf("%s has no sentence in catalogue/lang/ledger.yaml", c)
		}
	}
}
