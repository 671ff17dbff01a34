package floors

import (
	"go/ast"
	"path"
	"regexp"
	"strings"
)

var badFolders = map[string]bool{
	"util": true, "utils": true, "common": true, "helper": true, "helpers": true,
	"model": true, "models": true, "manager": true, "managers": true, "misc": true, "shared": true,
}

// checkNames: a folder is named after a thing of the trade, and the word
// service is kept for the link 服务.
func checkNames(t *Tree) []Finding {
	var out []Finding
	seen := map[string]bool{}
	for _, f := range t.Go() {
		if badFolders[path.Base(f.Dir)] && !seen[f.Dir] {
			seen[f.Dir] = true
			out = append(out, Finding{"name", f.Path, 1, "a folder named " + path.Base(f.Dir) + " says nothing"})
		}
		ast.Inspect(f.AST, func(n ast.Node) bool {
			ts, ok := n.(*ast.TypeSpec)
			if ok && (strings.HasSuffix(ts.Name.Name, "Service") || strings.HasSuffix(ts.Name.Name, "Manager")) {
				out = append(out, Finding{"name", f.Path, t.line(ts.Pos()), "type " + ts.Name.Name + ": name what it does"})
			}
			return true
		})
	}
	return out
}

// trade are the words of IP. The kernel is for cases of any kind; its neutral
// fixture is a library card.
var trade = regexp.MustCompile(`(?i)patent|trade.?mark|copyright|inventor|invention|pledge|licensor|licensee|royalt|` +
	`geographical.indication|cnipa|intellectual.property|\bIPC\b|` +
	`专利|商标|著作权|版权|地理标志|质押|发明|知识产权|实用新型|外观设计|许可费|商业秘密`)

// checkKernelWords: the kernel knows cases, not IP.
func checkKernelWords(t *Tree) []Finding {
	var out []Finding
	for _, f := range t.Files {
		if top(f.Dir) != "kernel" {
			continue
		}
		for i, line := range strings.Split(f.Text, "\n") {
			if w := trade.FindString(line); w != "" {
				out = append(out, Finding{"kernel", f.Path, i + 1, "the kernel knows no IP, but says " + w})
			}
		}
	}
	return out
}

var (
	todo  = regexp.MustCompile(`\b(TODO|FIXME|XXX)\b[^\w]`)
	owned = regexp.MustCompile(`TODO\(#(\d+|n)\)`)
	emoji = regexp.MustCompile(`[\x{1F300}-\x{1FAFF}\x{2705}\x{274C}\x{2728}\x{FE0F}]`)
)

// checkMarks: what is left to do has a number, and nothing smiles.
func checkMarks(t *Tree) []Finding {
	var out []Finding
	for _, f := range t.Files {
		if strings.HasPrefix(f.Path, "test/floors/") || f.Generated {
			continue
		}
		for i, line := range strings.Split(f.Text, "\n") {
			if todo.MatchString(line+" ") && !owned.MatchString(line) {
				out = append(out, Finding{"mark", f.Path, i + 1, "write TODO(#n) with the number of an issue"})
			}
			if emoji.MatchString(line) {
				out = append(out, Finding{"mark", f.Path, i + 1, "no emoji"})
			}
		}
	}
	return out
}
