package main

import (
	"fmt"
	"strings"
)

// marks are phrases that only one licence has, in the order they are tried;
// a text may hold several licences.
var marks = []struct{ licence, phrase string }{
	{"AGPL-3.0", "gnu affero general public license version 3"},
	{"GPL-3.0", "gnu general public license version 3"},
	{"GPL-2.0", "gnu general public license version 2"},
	{"LGPL", "gnu lesser general public license version"},
	{"SSPL-1.0", "server side public license"},
	{"BUSL-1.1", "business source license"},
	{"Apache-2.0", "apache license version 2.0"},
	{"MPL-2.0", "mozilla public license version 2.0"},
	{"MPL-2.0", "mozilla public license, version 2.0"},
	{"OFL-1.1", "sil open font license"},
	{"CC0-1.0", "cc0 1.0 universal"},
	{"Unlicense", "this is free and unencumbered software released into the public domain"},
	{"ISC", "permission to use, copy, modify, and/or distribute this software"},
	{"ISC", "permission to use, copy, modify, and distribute this software for any purpose with or without fee"},
	{"BSD-3-Clause", "may be used to endorse or promote products derived"},
	{"MIT", "permission is hereby granted, free of charge, to any person obtaining a copy"},
	{"Zlib", "this software is provided 'as-is', without any express or implied warranty"},
}

// classify names the licences that a text holds.
func classify(text string) []string {
	flat := strings.Join(strings.Fields(strings.ToLower(text)), " ")
	flat = strings.ReplaceAll(flat, "license, version 2.0", "license version 2.0")
	var out []string
	seen := map[string]bool{}
	for _, m := range marks {
		if !seen[m.licence] && strings.Contains(flat, m.phrase) {
			seen[m.licence] = true
			out = append(out, m.licence)
		}
	}
	if !seen["BSD-3-Clause"] && strings.Contains(flat, "redistribution and use in source and binary forms") {
		out = append(out, "BSD-2-Clause")
	}
	// The text of MPL-2.0 itself names the GPL family as secondary licences.
	if seen["MPL-2.0"] {
		out = drop(out, "AGPL-3.0", "GPL-3.0", "GPL-2.0", "LGPL")
	}
	return out
}

// refused are licences that would bind the whole program.
var refused = []string{"AGPL", "GPL-", "LGPL", "SSPL", "BUSL"}

// acceptable refuses what is unknown and what would bind the whole.
func acceptable(p part) error {
	if p.Licence == "" {
		return fmt.Errorf("%s %s: no licence found in it; look, and teach classify.go", p.Path, p.Version)
	}
	for _, bad := range refused {
		if strings.Contains(p.Licence, bad) {
			return fmt.Errorf("%s %s is under %s: not to be taken", p.Path, p.Version, p.Licence)
		}
	}
	return nil
}

func drop(list []string, names ...string) []string {
	var out []string
next:
	for _, l := range list {
		for _, n := range names {
			if l == n {
				continue next
			}
		}
		out = append(out, l)
	}
	return out
}
