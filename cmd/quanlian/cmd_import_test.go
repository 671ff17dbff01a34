package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"quanlian/adapter/importer"
	"quanlian/base/errs"
)

// exampleCSV copies the published example to a folder of its own.
func exampleCSV(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile("../../docs/examples/import-patents.csv")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "patents.csv")
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestImportPatentsDryRun(t *testing.T) {
	t.Parallel()
	file := exampleCSV(t)
	var out, errOut bytes.Buffer
	if code := run([]string{"import", "patents", file, file, "--dry-run", "--json"}, nil, &out, &errOut); code != exitNegative {
		t.Fatalf("exit %d: %s", code, errOut.String())
	}
	var doc imported
	if err := json.Unmarshal(out.Bytes(), &doc); err != nil {
		t.Fatalf("stdout is no JSON document: %v\n%s", err, out.String())
	}
	first, second := doc.Files[0], doc.Files[1]
	if first.New != 1 || first.Refused != 1 || first.Reasons["base.ident.check"] != 1 || second.New != 0 || second.Same != 1 {
		t.Errorf("%+v", doc)
	}
	if _, err := os.Stat(file + ".rejected.xlsx"); err != nil || first.Rejected != file+".rejected.xlsx" {
		t.Errorf("refused rows: %v %s", err, first.Rejected)
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(file), ".rejected-*"))
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
	out.Reset()
	if code := run([]string{"import", "patents", file, "--dry-run"}, nil, &out, &errOut); code != exitNegative || !strings.Contains(out.String(), "新增1") || strings.Contains(out.String(), "⟦") {
		t.Errorf("exit %d: %s", code, out.String())
	}
}

// Refused rows keep the heads of their file: whoever mapped them is told to map
// them again, and the corrected file goes in.
func TestRefusedRowsAreTakenWithTheSameMapping(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file, mapping := filepath.Join(dir, "our list.csv"), filepath.Join(dir, "map.yaml")
	for name, text := range map[string]string{file: "甲号,名称\n202310000002X9,某方法\n", mapping: "甲号: app_no\n名称: title\n"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out, errOut bytes.Buffer
	if code := run([]string{"import", "patents", file, "--dry-run", "--mapping", mapping}, nil, &out, &errOut); code != exitNegative {
		t.Fatalf("exit %d: %s%s", code, out.String(), errOut.String())
	}
	if want := "import patents '" + file + ".rejected.xlsx' --mapping " + mapping; !strings.Contains(out.String(), want) {
		t.Errorf("it does not say %q:\n%s", want, out.String())
	}
}

func TestImportPatentsRefusals(t *testing.T) {
	t.Parallel()
	file := exampleCSV(t)
	bad := filepath.Join(filepath.Dir(file), "mapping.yaml")
	if err := os.WriteFile(bad, []byte("a: nonsense\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		args []string
		code int
		says string
	}{
		"no database":    {[]string{file}, exitBadInput, "importer.db.missing"},
		"not joined":     {[]string{file, "--db", "nowhere:x"}, exitFailure, "importer.db.not_joined"},
		"no such file":   {[]string{file + "x", "--dry-run"}, exitBadInput, "importer.file.not_found"},
		"bad mapping":    {[]string{file, "--dry-run", "--mapping", bad}, exitBadInput, "importer.mapping.unknown_field"},
		"bad day":        {[]string{file, "--dry-run", "--observed", "gestern"}, exitBadInput, "importer.date.observed"},
		"no file at all": {nil, exitBadInput, "requires at least 1 arg"},
	} {
		cmd := newImportCmd()
		var out bytes.Buffer
		cmd.SetArgs(append([]string{"patents"}, c.args...))
		cmd.SetOut(&out)
		cmd.SetErr(&out)
		err := cmd.ExecuteContext(context.Background())
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
		if e := errs.As(err); e != nil && name == "not joined" && e.Kind != errs.Unavailable {
			t.Errorf("%s: kind %s", name, e.Kind)
		}
	}
}

func TestImportClosesTheRegister(t *testing.T) {
	t.Parallel()
	file, closed := exampleCSV(t), 0
	cmd := newImportCmdWith(func(context.Context, string, time.Time) (importer.Sink, func() error, error) {
		return importer.NewDryRun(), func() error { closed++; return nil }, nil
	})
	var out bytes.Buffer
	cmd.SetArgs([]string{"patents", file, "--db", "sqlite:x"})
	cmd.SetOut(&out)
	cmd.SetErr(&out)
	if err := cmd.ExecuteContext(context.Background()); err != errNegative || closed != 1 {
		t.Errorf("%v, closed %d times", err, closed)
	}
}

// Refused rows may go elsewhere than beside a file that lies in a folder of
// others; into a file no progress is drawn.
func TestRefusedRowsGoWhereTheyAreToldTo(t *testing.T) {
	t.Parallel()
	file, dir := exampleCSV(t), t.TempDir()
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	code := run([]string{"import", "patents", file, "--dry-run", "--rejects", dir, "--lang", "en"}, nil, &out, log)
	said, err := os.ReadFile(log.Name())
	if _, serr := os.Stat(filepath.Join(dir, filepath.Base(file)+".rejected.xlsx")); code != exitNegative || serr != nil || err != nil || len(said) > 0 || !strings.Contains(out.String(), "rows 2") {
		t.Errorf("exit %d, %v %v, said %q\n%s", code, serr, err, said, out.String())
	}
	if _, err := os.Stat(file + ".rejected.xlsx"); err == nil {
		t.Error("they are beside the file too")
	}
	if err := log.Close(); err != nil {
		t.Error(err)
	}
}

// TestNotesOfAnImportAreSaid: what a taken row lost is told with its line, not
// in the JSON document alone.
func TestNotesOfAnImportAreSaid(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "a.csv")
	if err := os.WriteFile(file, []byte("申请号,专利名称,申请人,分类号\n202110000001.6,零件,甲公司,ZZZ\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out := quanlian(t, 0, "import", "patents", file, "--dry-run", "--lang", "zh")
	if !strings.Contains(out, "第2行分类号") || !strings.Contains(out, "ZZZ") {
		t.Errorf("the note is not said: %s", out)
	}
}
