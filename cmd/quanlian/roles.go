package main

import (
	"slices"
	"strings"

	"quanlian/base/errs"
)

// Roles of a process: what an instance does. All of them by default.
const (
	roleWeb    = "web"    // pages and API
	roleWorker = "worker" // timers, questions to outside parties, papers, notices
	roleLog    = "log"    // numbers the journal and keeps the evidence log, under a lease
	roleLake   = "lake"   // writes the lake, under a lease
)

func allRoles() []string { return []string{roleWeb, roleWorker, roleLog, roleLake} }

// parseRoles reads a list as web,worker; nothing means all.
func parseRoles(text string) ([]string, error) {
	var out []string
	for _, r := range strings.Split(text, ",") {
		switch r = strings.TrimSpace(r); {
		case r == "":
		case !slices.Contains(allRoles(), r):
			return nil, errs.At("roles", "cmd.role_unknown", errs.Args{"role": r})
		case !slices.Contains(out, r):
			out = append(out, r)
		}
	}
	if len(out) == 0 {
		return allRoles(), nil
	}
	return out, nil
}
