package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	mit  = "MIT License\n\nPermission is hereby granted, free of charge, to any\nperson obtaining a copy of this software"
	bsd2 = "Redistribution and use in source and binary forms, with or without modification, are permitted"
	bsd3 = bsd2 + "\nNeither the name of X nor its contributors may be used to endorse or\npromote products derived from this software"
	agpl = "GNU AFFERO GENERAL PUBLIC LICENSE\n   Version 3, 19 November 2007"
	mpl  = "Mozilla Public License Version 2.0\n\"Secondary License\" means either the GNU General Public License, Version 2.0"
)

func TestClassify(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		mit: "MIT", bsd2: "BSD-2-Clause", bsd3: "BSD-3-Clause", agpl: "AGPL-3.0", mpl: "MPL-2.0",
		"Apache License\n  Version 2.0, January 2004": "Apache-2.0",
		mit + "\n" + bsd3:     "BSD-3-Clause MIT",
		"all rights reserved": "",
	} {
		if got := strings.Join(classify(text), " "); got != want {
			t.Errorf("%.30q: %q, want %q", text, got, want)
		}
	}
}

func TestDescribeRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		{mit, ""}, {agpl, "not to be taken"}, {"secret", "no licence found"},
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "LICENSE.txt"), []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := describe("example.com/x", "v1", dir)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.20q: error %v, want %q", c.text, err, c.want)
		}
	}
}

func TestFrontEnd(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "package-lock.json")
	lock := `{"packages":{"":{"name":"x"},
		"node_modules/@a/b":{"version":"1.2.3","license":"MIT"},
		"node_modules/@a/b/node_modules/c":{"version":"2.0.0","license":"ISC"},
		"node_modules/tool":{"version":"9.0.0","license":"GPL-3.0","dev":true}}}`
	if err := os.WriteFile(file, []byte(lock), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := frontEnd(file)
	if err != nil || len(got) != 2 || got[0].Path != "@a/b" || got[1].Path != "c" || got[1].Licence != "ISC" {
		t.Errorf("got %v, %v; want @a/b and c", got, err)
	}
	page := page(nil, nil, got)
	if !strings.Contains(page, "| @a/b | 1.2.3 | MIT |") {
		t.Errorf("page lacks the package:\n%s", page)
	}
}
