package main

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"quanlian/adapter/sqlstore"
	"quanlian/base/errs"
)

func TestPublicURL(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"": "", "https://ip.example.gov.cn": "https://ip.example.gov.cn", " https://ip.example.gov.cn/ ": "https://ip.example.gov.cn", "http://localhost:8080": "http://localhost:8080"} {
		if got, err := publicURL(text); err != nil || got != want {
			t.Errorf("%q: %q %v", text, got, err)
		}
	}
	for _, text := range []string{"ip.example.gov.cn", "ftp://x.cn", "https://", "https://x.cn/portal", "https://x.cn?a=1", "https://u:p@x.cn", "javascript:alert(1)"} {
		var e *errs.Error
		if _, err := publicURL(text); !errors.As(err, &e) || e.Code != "cmd.config_public_url" {
			t.Errorf("%q was taken: %v", text, err)
		}
	}
}

// The configuration says it; the environment goes before it.
func TestPublicURLOfConfiguration(t *testing.T) {
	path := filepath.Join(t.TempDir(), "q.yaml")
	if err := os.WriteFile(path, []byte("database: sqlite:x.db\nkeys: keys\npublic_url: https://a.example.cn/\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if c, err := loadConfig(path); err != nil || c.PublicURL != "https://a.example.cn" {
		t.Errorf("%q %v", c.PublicURL, err)
	}
	t.Setenv("QUANLIAN_PUBLIC_URL", "https://b.example.cn")
	c, err := loadConfig(path)
	if err != nil || c.PublicURL != "https://b.example.cn" {
		t.Errorf("%q %v", c.PublicURL, err)
	}
	h := &house{cfg: c}
	data := `{"no":"YL2026-ZL14-00001","track":"ABCD2345"}`
	for kind, want := range map[string]string{
		"kernel.itemflow.paper.acceptance": "https://b.example.cn/track?code=ABCD2345&no=YL2026-ZL14-00001",
		"kernel.itemflow.paper.result":     "https://b.example.cn/verify?code=ABCD2345&paper=01A",
	} {
		if got, under := h.onPaper(sqlstore.IssuedPaper{ID: "01A", Kind: kind, Data: data}); got != want || under == "" {
			t.Error(got, under)
		}
	}
	if got, _ := h.onPaper(sqlstore.IssuedPaper{Data: `{"no":"YL2026-JY-00001"}`}); got != "" {
		t.Error(got)
	}
}
