package ident

import (
	"strings"
	"testing"

	"quanlian/base/errs"
)

// TestSchemeParse: a symbol is looked up down to its subclass; without a scheme
// that is said.
func TestSchemeParse(t *testing.T) {
	t.Parallel()
	s, err := ReadScheme(strings.NewReader("symbol\tlevel\ttitle_zh\nH\tsection\t电学\nH01\tclass\t电气元件\nH01M\tsubclass\t电池\nG06F16/242\tsubgroup\t查询\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct{ value, code string }{
		{"H", ""}, {"H01", ""}, {"H01M", ""}, {"H01M 10/05", ""}, {"h01m10/05", ""}, {"G06F", ""}, {"G06", ""},
		{"H01Z", "base.ident.ipc.no_such"}, {"H01Z 1/00", "base.ident.ipc.no_such"}, {"H98", "base.ident.ipc.no_such"},
		{"Z99", "base.ident.ipc.form"},
	} {
		if n, err := s.Parse(KindIPC, x.value); x.code == "" && (err != nil || len(n.Notes) > 0) || x.code != "" && !errs.Is(err, x.code) {
			t.Errorf("%s: %+v %v, want %q", x.value, n, err, x.code)
		}
	}
	var none Scheme
	if n, err := none.Parse(KindIPC, "H01Z"); err != nil || n.Normal != "H01Z" || len(n.Notes) != 1 || n.Notes[0] != "base.ident.note.ipc_not_looked_up" {
		t.Errorf("without a scheme: %+v %v", n, err)
	}
	if n, err := none.Parse(KindNice, "9"); err != nil || len(n.Notes) > 0 {
		t.Errorf("%+v %v", n, err)
	}
	if _, err := ReadScheme(strings.NewReader("no table")); !errs.Is(err, "base.ident.ipc.scheme_unreadable") {
		t.Errorf("%v", err)
	}
}
