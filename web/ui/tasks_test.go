package ui

import (
	"context"
	"strings"
	"testing"

	"quanlian/catalogue/lang"
)

// TestTasksFold: on a narrow screen the pages of a form fold behind where one
// stands, each with its state and the way to it.
func TestTasksFold(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	tasks := []Task{{Text: "申请人", Href: "/a", State: Done, Status: "已填"}, {Text: "权利", Href: "/b", Current: true, State: Idle, Status: "没有填"}}
	if err := Tasks(lang.For(lang.Zh), tasks).Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	_, folded, _ := strings.Cut(b.String(), "<details")
	folded, _, _ = strings.Cut(folded, "</details>")
	for _, want := range []string{"<summary>", "第2步，共2步：权利", `href="/a"`, "已填", "没有填"} {
		if !strings.Contains(folded, want) {
			t.Errorf("no %s: %s", want, folded)
		}
	}
}
