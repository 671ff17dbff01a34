package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quanlian/base/ident"
	"quanlian/catalogue/lang"
)

func TestIdentCommand(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		kind, value, want string
	}{
		{"uscc", "91350100M000100Y43", "91350100M000100Y43"},
		{"patent", "ZL 2023 1 0123456.6", "202310123456.6"},
		{"patent", "95115608.X", "95115608.X"},
		{"publication", "CN 106970934 A", "CN106970934A"},
		{"trademark", "第12345678号", "12345678"},
		{"ipc", "G06F16/242", "G06F 16/242"},
		{"id", "11010519491231002X", "1****************X"},
	} {
		doc, code, errText := ask(t, "", "ident", x.kind, x.value, "--json")
		if code != exitOK || doc["valid"] != true || doc["normal"] != x.want {
			t.Errorf("%s %s: %v %d %s", x.kind, x.value, doc, code, errText)
		}
	}
	if doc, code, _ := ask(t, "11010519491231002X\n", "ident", "id", "-", "--json"); code != exitOK || doc["normal"] != "1****************X" {
		t.Errorf("from standard input: %v %d", doc, code)
	}
}

func TestIdentCommandReasons(t *testing.T) {
	t.Parallel()
	doc, code, _ := ask(t, "", "ident", "patent", "201710601862.4", "--json", "--lang", "en")
	reason := doc["reason"].(map[string]any)
	if code != exitNegative || doc["valid"] != false || !strings.Contains(reason["text"].(string), "position 13 is 4, the others give 3") {
		t.Errorf("%v %d", doc, code)
	}
	doc, code, _ = ask(t, "", "ident", "uscc", "91350100M000100Y44", "--json")
	if reason := doc["reason"].(map[string]any); code != exitNegative || !strings.Contains(reason["text"].(string), "第18位是4，按前面各位应为3") {
		t.Errorf("%v %d", doc, code)
	}
	// An identity number with a slip, typed as any kind, is not shown.
	for _, k := range ident.Kinds() {
		doc, code, errText := ask(t, "", "ident", string(k), "110105194912310021", "--json")
		if code != exitNegative || strings.Contains(errText, "19491231") || strings.Contains(doc["reason"].(map[string]any)["text"].(string), "19491231") {
			t.Errorf("%s: %v %s", k, doc, errText)
		}
	}
	table := filepath.Join(t.TempDir(), "ipc.tsv")
	if err := os.WriteFile(table, []byte("H\tsection\nH01M\tsubclass\t电池\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for symbol, want := range map[string]int{"H01M 10/05": exitOK, "C01G": exitOK, "H01Z": exitNegative} { // C01G the program names itself
		if doc, code, _ := ask(t, "", "ident", "ipc", symbol, "--scheme", table, "--json"); code != want || doc["notes"] != nil {
			t.Errorf("%s with a table: %v %d", symbol, doc, code)
		}
	}
	if doc, code, _ := ask(t, "", "ident", "ipc", "H01Z", "--json"); code != exitOK || doc["notes"] == nil {
		t.Errorf("without a table: %v %d", doc, code)
	}
	if _, code, _ := ask(t, "", "ident", "ipc", "H01Z", "--scheme", table+".none"); code != exitBadInput {
		t.Errorf("no table: exit %d", code)
	}
	if _, code, _ := ask(t, "", "ident", "isbn", "1", "--json"); code != exitBadInput {
		t.Errorf("an unknown kind: exit %d", code)
	}
}

// Every reason and note has its sentence.
func TestIdentSentences(t *testing.T) {
	t.Parallel()
	for _, code := range []string{
		"empty", "no_such_kind", "length", "char", "check", "check_swap", "id.length", "id.char", "id.region", "id.birth", "id.check",
		"patent.is_publication", "patent.no_check", "patent.year", "patent.kind", "ipc.no_such", "ipc.scheme_unreadable", "note.ipc_not_looked_up", "pct.form", "publication.form", "publication.first",
		"publication.letter", "trademark.form", "ipc.form", "locarno.form", "nice.form", "note.org_check", "note.form_only",
	} {
		if !lang.Default().Has("base.ident." + code) {
			t.Errorf("no sentence for %s", code)
		}
	}
}
