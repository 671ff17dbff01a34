package floors

import (
	"go/ast"
	"go/token"
	"regexp"
	"strconv"
	"strings"
)

// wet are packages that floors 0–4 may not import: they reach the outside
// world or draw random numbers. A name ending in / stands for all below.
var wet = []string{
	"os", "os/", "io/ioutil", "net", "net/http", "net/http/", "net/rpc", "net/smtp", "syscall", "plugin",
	"database/sql", "math/rand", "math/rand/", "crypto/rand", "log", "unsafe", "testing",
}

// wetCalls are functions of otherwise dry packages that read the clock, the
// machine or the standard streams.
var wetCalls = map[string][]string{
	"time": {"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker", "Local", "LoadLocation"},
	"fmt":  {"Print", "Printf", "Println", "Scan", "Scanf", "Scanln"},
	"path/filepath": {
		"Abs", "EvalSymlinks", "Glob", "Walk", "WalkDir",
	},
	"log/slog": {
		"Debug", "Info", "Warn", "Error", "Log", "LogAttrs", "Default", "SetDefault",
		"DebugContext", "InfoContext", "WarnContext", "ErrorContext",
	},
	"runtime":                      {"GC", "NumGoroutine", "Caller"},
	"github.com/google/uuid":       {"New", "NewString", "NewRandom", "NewUUID", "NewV7", "Must"},
	"github.com/oklog/ulid/v2":     {"Make", "Now", "DefaultEntropy"},
	"github.com/emmansun/gmsm/sm2": {"GenerateKey"},
}

// checkPurity holds floors 0–4 dry. What they need of the outside is handed in.
func checkPurity(t *Tree) []Finding {
	var out []Finding
	for _, f := range t.Go() {
		if !dry(f.Dir) || f.Test {
			continue
		}
		calls := map[string]map[string]bool{} // by the name in this file
		for p, spec := range f.imports() {
			if isWet(p) {
				out = append(out, Finding{"purity", f.Path, t.line(spec.Pos()), "floors 0–4 do no I/O and draw nothing: " + p})
			}
			if names := wetCalls[p]; names != nil {
				calls[nameOf(p, spec)] = set(names)
			}
		}
		ast.Inspect(f.AST, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := sel.X.(*ast.Ident); ok && calls[x.Name][sel.Sel.Name] {
				out = append(out, Finding{"purity", f.Path, t.line(sel.Pos()),
					x.Name + "." + sel.Sel.Name + " reads clock or machine; have it handed in"})
			}
			return true
		})
	}
	return out
}

func isWet(p string) bool {
	for _, w := range wet {
		if p == w || strings.HasSuffix(w, "/") && strings.HasPrefix(p, w) {
			return true
		}
	}
	return false
}

// checkPanics: a fault is returned; only cmd, tools and tests may end the program.
func checkPanics(t *Tree) []Finding {
	var out []Finding
	for _, f := range t.Go() {
		if n, _ := floor(f.Dir); f.Test || n >= 7 {
			continue
		}
		ast.Inspect(f.AST, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			name := ""
			switch fun := call.Fun.(type) {
			case *ast.Ident:
				name = fun.Name
			case *ast.SelectorExpr:
				if x, ok := fun.X.(*ast.Ident); ok {
					name = x.Name + "." + fun.Sel.Name
				}
			}
			switch name {
			case "panic", "os.Exit", "log.Fatal", "log.Fatalf", "log.Fatalln", "log.Panic", "log.Panicf":
				out = append(out, Finding{"panic", f.Path, t.line(call.Pos()), name + ": return an error instead"})
			}
			return true
		})
	}
	return out
}

var statement = regexp.MustCompile(`(?is)^\s*(select\s.+\sfrom\s|insert\s+into\s|update\s+\S+\s+set\s|delete\s+from\s|` +
	`create\s+(unique\s+)?(table|index|view|schema)\s|alter\s+table\s|drop\s+(table|index|schema)\s|with\s+\w+\s+as\s*\()`)

// checkSQL: SQL is written in adapter/sqlstore, and in lake for its own tables.
func checkSQL(t *Tree) []Finding {
	var out []Finding
	for _, f := range t.Go() {
		if f.Test || unit(f.Dir) == "adapter/sqlstore" || top(f.Dir) == "lake" || top(f.Dir) == "test" || top(f.Dir) == "tools" {
			continue
		}
		ast.Inspect(f.AST, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			if text, err := strconv.Unquote(lit.Value); err == nil && statement.MatchString(text) {
				out = append(out, Finding{"sql", f.Path, t.line(lit.Pos()), "SQL stands only in adapter/sqlstore"})
			}
			return true
		})
	}
	return out
}

func set(names []string) map[string]bool {
	out := make(map[string]bool, len(names))
	for _, n := range names {
		out[n] = true
	}
	return out
}
