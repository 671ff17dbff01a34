package main

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"quanlian/test/storetest"
)

// TestEnginesOnARegister: a patent that was imported is valued by its number and
// found by a need, on both databases, with no file besides.
func TestEnginesOnARegister(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			url := storetest.URL(t, engine)
			said := func(want int, args ...string) string {
				t.Helper()
				var out, errb bytes.Buffer
				if code := run(append(args, "--db", url), strings.NewReader(""), &out, &errb); code != want {
					t.Fatalf("%v: exit %d, want %d: %s", args, code, want, errb.String())
				}
				return out.String() + errb.String()
			}
			said(exitNegative, "import", "patents", exampleCSV(t), "--mapping", "../../docs/examples/import-mapping.yaml")
			var r struct {
				PatentNo string `json:"patent_no"`
				Leaves   int    `json:"leaves_total"`
				Present  int    `json:"leaves_present"`
			}
			if err := json.Unmarshal([]byte(said(exitOK, "value", "ZL202310123456.6", "--scene", "finance", "--as-of", "2026-11-20", "--json")), &r); err != nil || r.PatentNo != "202310123456.6" || r.Leaves != 27 || r.Present == 0 {
				t.Errorf("%+v %v", r, err)
			}
			if text := said(exitOK, "value", "202310123456.6", "--scene", "finance", "--lang", "en"); !strings.Contains(text, "indicators have data") || strings.Contains(text, "engine.valuation") {
				t.Error(text)
			}
			if text := said(exitBadInput, "value", "202119938472.9"); !strings.Contains(text, "registry.no_such_right") {
				t.Error(text)
			}
			said(exitBadInput, "value", "202310123456.7")
			if text := said(exitOK, "match", "--need", "压阻阵列的温度补偿", "--top", "3"); !strings.Contains(text, "202310123456.6") {
				t.Error(text)
			}
			said(exitNegative, "match", "--need", "茶叶摊晾水分")
		})
	}
	t.Run("no database", func(t *testing.T) {
		t.Parallel()
		at := filepath.Join(t.TempDir(), "none.db")
		for _, args := range [][]string{{"value", "202310123456.6"}, {"match", "--need", "电池"}, {"backup", filepath.Join(t.TempDir(), "b")}} {
			var out, errb bytes.Buffer
			if code := run(append(args, "--db", "sqlite:"+at), strings.NewReader(""), &out, &errb); code != exitBadInput || out.Len() > 0 {
				t.Errorf("%v: exit %d %s", args, code, errb.String())
			}
			if m, _ := filepath.Glob(at + "*"); len(m) > 0 {
				t.Errorf("%v made %v", args, m)
			}
		}
	})
}
