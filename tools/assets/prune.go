package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

var (
	classAttr = regexp.MustCompile(`class=(?:"([^"]*)"|\{([^}]*)\})`)
	quoted    = regexp.MustCompile(`"([^"]*)"`)
	inSel     = regexp.MustCompile(`\.(-?[_a-zA-Z][_a-zA-Z0-9-]*)`)
	comment   = regexp.MustCompile(`(?s)/\*.*?\*/`)
	varDef    = regexp.MustCompile(`(--[a-zA-Z0-9_-]+)\s*:[^;{}]*(;|\})`)
	varUse    = regexp.MustCompile(`var\(\s*(--[a-zA-Z0-9_-]+)`)
)

// usedClasses collects every class that a template under root names.
func usedClasses(root string) (map[string]bool, error) {
	used := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && d.Name() == "node_modules" {
			return filepath.SkipDir
		}
		if filepath.Ext(path) != ".templ" {
			return nil
		}
		body, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range classAttr.FindAllStringSubmatch(string(body), -1) {
			names := m[1]
			for _, q := range quoted.FindAllStringSubmatch(m[2], -1) {
				names += " " + q[1]
			}
			for _, n := range strings.Fields(names) {
				used[n] = true
			}
		}
		return nil
	})
	return used, err
}

// prune keeps of sheet the rules whose selectors name only used classes, then
// drops custom properties that neither a kept rule nor own refers to.
func prune(sheet string, used map[string]bool, own string) string {
	kept := rules(comment.ReplaceAllString(sheet, ""), used)
	for {
		refs := map[string]bool{}
		for _, m := range varUse.FindAllStringSubmatch(kept+own, -1) {
			refs[m[1]] = true
		}
		next := varDef.ReplaceAllStringFunc(kept, func(def string) string {
			name := strings.TrimSpace(def[:strings.IndexByte(def, ':')])
			if refs[name] {
				return def
			}
			return strings.TrimPrefix(def[len(def)-1:], ";")
		})
		if next == kept {
			return kept
		}
		kept = next
	}
}

// rules walks a sheet block by block and gives back the kept ones.
func rules(sheet string, used map[string]bool) string {
	var out strings.Builder
	for sheet != "" {
		head, body, rest, ok := block(sheet)
		sheet = rest
		if !ok {
			continue
		}
		switch {
		case strings.HasPrefix(head, "@media"), strings.HasPrefix(head, "@supports"):
			if inner := rules(body, used); strings.TrimSpace(inner) != "" {
				out.WriteString(head + "{" + inner + "}\n")
			}
		case strings.HasPrefix(head, "@"):
			// Animations, fonts and the like: we use none of Tabler's.
		default:
			if sel := selectors(head, used); sel != "" {
				out.WriteString(sel + "{" + body + "}\n")
			}
		}
	}
	return out.String()
}

// block cuts the first "head { body }" off a sheet; statements that end with a
// semicolon are skipped. ok is false when none is left.
func block(sheet string) (head, body, rest string, ok bool) {
	open := strings.IndexByte(sheet, '{')
	if open < 0 {
		return "", "", "", false
	}
	head = sheet[:open]
	if i := strings.LastIndexByte(head, ';'); i >= 0 {
		head = head[i+1:]
	}
	depth := 0
	for i := open; i < len(sheet); i++ {
		switch sheet[i] {
		case '{':
			depth++
		case '}':
			depth--
		}
		if depth == 0 {
			return strings.TrimSpace(head), sheet[open+1 : i], sheet[i+1:], true
		}
	}
	return "", "", "", false
}

// selectors keeps the selectors of a list that can match: each class used, no
// state of a script that we do not load, no dark theme.
func selectors(head string, used map[string]bool) string {
	var kept []string
next:
	for _, s := range splitList(head) {
		if strings.Contains(s, "[data-bs-theme=dark]") || strings.Contains(s, "[dir=rtl]") {
			continue
		}
		for _, m := range inSel.FindAllStringSubmatch(s, -1) {
			if !used[m[1]] {
				continue next
			}
		}
		kept = append(kept, s)
	}
	return strings.Join(kept, ",")
}

// splitList splits at the commas outside brackets.
func splitList(s string) []string {
	var parts []string
	depth, from := 0, 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '(', '[':
			depth++
		case ')', ']':
			depth--
		case ',':
			if depth == 0 {
				parts = append(parts, strings.TrimSpace(s[from:i]))
				from = i + 1
			}
		}
	}
	return append(parts, strings.TrimSpace(s[from:]))
}
