package floors

import "strings"

// module is our own import path.
const module = "quanlian"

// floorOf is the floor of each top folder. Unit: floor number, imports go down.
// Source: design.md §3.
var floorOf = map[string]int{
	"base":     0,
	"kernel":   1,
	"registry": 2, "ledger": 2, "evidence": 2, "catalogue": 2,
	"engine":  3,
	"chain":   4,
	"adapter": 5, "lake": 5, "web": 5, "api": 5,
	"demo": 6,
	"cmd":  7, "tools": 7,
	"test": 8,
}

// depth is how many path elements make one unit of a top folder; units of one
// floor do not import each other. A folder that is not named is one unit.
// Source: design.md §3: engines, adapters, matters, tools are apart.
var depth = map[string]int{"engine": 2, "adapter": 2, "chain": 3, "tools": 2, "cmd": 2}

// top is the first element of a path.
func top(dir string) string {
	head, _, _ := strings.Cut(dir, "/")
	return head
}

// unit is the part of the house to which a folder belongs.
func unit(dir string) string {
	n := depth[top(dir)]
	if n == 0 {
		n = 1
	}
	parts := strings.Split(dir, "/")
	return strings.Join(parts[:min(n, len(parts))], "/")
}

// floor is the floor of a folder; ok is false for a folder the plan lacks.
func floor(dir string) (n int, ok bool) {
	n, ok = floorOf[top(dir)]
	return n, ok
}

// dry tells whether a folder stands on the floors without I/O and clock.
func dry(dir string) bool {
	n, ok := floor(dir)
	return ok && n <= 4
}

// standard tells whether an import path is of the standard library.
func standard(importPath string) bool {
	return !strings.Contains(top(importPath), ".") && top(importPath) != module
}

// ours gives the folder of an import path of our own module.
func ours(importPath string) (dir string, ok bool) {
	if importPath == module {
		return ".", true
	}
	return strings.CutPrefix(importPath, module+"/")
}
