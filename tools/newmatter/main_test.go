package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestWhatIsMadeIsGreen lays a made matter over the work tree, without writing
// there, and runs its own tests.
func TestWhatIsMadeIsGreen(t *testing.T) {
	t.Parallel()
	m, err := parse("protection/scaffoldprobe", "脚手架检验", "none, a probe")
	if err != nil {
		t.Fatal(err)
	}
	files, err := m.files()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := write(dir, files); err != nil {
		t.Fatal(err)
	}
	if err := write(dir, files); err == nil || !strings.Contains(err.Error(), "exists already") {
		t.Errorf("second time: %v, want a refusal", err)
	}
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	overlay := map[string]map[string]string{"Replace": {}}
	for name := range files {
		overlay["Replace"][filepath.Join(root, name)] = filepath.Join(dir, name)
	}
	body, err := json.Marshal(overlay)
	if err != nil {
		t.Fatal(err)
	}
	list := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(list, body, 0o600); err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(dir, "made.test")
	build := exec.Command("go", "test", "-c", "-vet=off", "-overlay", list, "-o", binary, "quanlian/chain/protection/scaffoldprobe")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("does not build: %v\n%s", err, out)
	}
	run := exec.Command(binary, "-test.v")
	run.Dir = dir
	out, err := run.CombinedOutput()
	if err != nil || strings.Count(string(out), "--- PASS") != 2 {
		t.Errorf("its tests: %v\n%s", err, out)
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ address, zh string }{
		{"", "名"}, {"protection", "名"}, {"finance/pledge", "名"}, {"protection/Pre-Exam", "名"}, {"protection/x", "名"}, {"protection/expo", " "},
	} {
		if m, err := parse(c.address, c.zh, ""); err == nil {
			t.Errorf("%q %q taken: %v", c.address, c.zh, m)
		}
	}
}
