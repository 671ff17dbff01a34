package main

import (
	"strings"
	"testing"
)

func TestPruneKeepsOnlyWhatIsUsed(t *testing.T) {
	t.Parallel()
	sheet := `@charset "utf-8"; :root{--a:1;--b:var(--c);--c:3;--url:url("data:image/svg+xml,%3csvg/%3e");--dead:5}
/* .comment { } */
.btn,.gone{color:var(--b)} .btn.gone{x:y} .btn:hover:not(.gone){x:y}
.gone{color:red} a,a:is(.x,.btn){y:z} [data-bs-theme=dark] .btn{z:z}
@media (min-width:1px){.gone{a:b} .btn{c:d}} @media print{.gone{a:b}} @keyframes k{from{a:b}}
h1{e:f}`
	got := prune(sheet, map[string]bool{"btn": true}, "p{color:var(--a)}")
	for _, want := range []string{"--a:1", "--b:var(--c)", "--c:3", ".btn{color:var(--b)}", "a{y:z}", "h1{e:f}", ".btn{c:d}"} {
		if !strings.Contains(got, want) {
			t.Errorf("lost %q in\n%s", want, got)
		}
	}
	for _, not := range []string{"gone", "--dead", "--url", "dark", "keyframes", "print", ".x"} {
		if strings.Contains(got, not) {
			t.Errorf("kept %q in\n%s", not, got)
		}
	}
}

func TestSplitListHonoursBrackets(t *testing.T) {
	t.Parallel()
	got := splitList(`a:is(.b,.c) , d[x="1,2"],e`)
	want := []string{"a:is(.b,.c)", `d[x="1,2"]`, "e"}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("got %q want %q", got, want)
	}
}
