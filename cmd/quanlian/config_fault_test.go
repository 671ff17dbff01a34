package main

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"quanlian/base/errs"
)

// TestAWrongConfigurationNamesItsLine: an unknown key is named, with the known one
// that was meant; anything else with its line.
func TestAWrongConfigurationNamesItsLine(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		text, code string
		key, near  any
	}{
		{"addr: :1\ndatabse: sqlite:x\n", "cmd.config_unknown_near", "databse", "database"},
		{"database: sqlite:x\ncatalogue:\n  citi: yunlan\n", "cmd.config_unknown_near", "citi", "city"},
		{"addr: :1\nzzzzzzzzzz: 1\n", "cmd.config_unknown", "zzzzzzzzzz", nil},
		{"addr: :1\nsecure: [1, 2]\n", "cmd.config_line", nil, nil},
	} {
		path := filepath.Join(t.TempDir(), "c.yaml")
		if err := os.WriteFile(path, []byte(x.text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := loadConfig(path)
		var e *errs.Error
		if !errors.As(err, &e) || e.Code != x.code || e.Args["key"] != x.key || e.Args["near"] != x.near {
			t.Errorf("%q: %v %+v", x.text, err, e)
			continue
		}
		if line := e.Args["line"]; line != 2 && line != 3 {
			t.Errorf("%q: line %v", x.text, line)
		}
	}
}
