package main

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// oneLine: the cases of a sheet are one line of one's own matters, which counts
// them by their state and leads to the sheet; no case of it stands there by itself.
func oneLine(t *testing.T, r *reader, no string, made int) {
	t.Helper()
	list, _, _ := strings.Cut(mainOf(r.get("/my?lang=zh", http.StatusOK)), "<aside")
	if n := strings.Count(list, `<h3><a href="/many/`+no+`">`); n != 1 {
		t.Errorf("the sheet stands %d times: %.2500s", n, list)
	}
	for _, want := range []string{fmt.Sprintf("批量%d件", made), fmt.Sprintf("待受理%d件", made), `全部 <b>1</b>`} {
		if !strings.Contains(list, want) {
			t.Errorf("the line does not say %s: %.2500s", want, list)
		}
	}
	if alone := regexp.MustCompile(`href="/case/YL\d{4}-ZL14-\d{5}"`).FindAllString(list, -1); len(alone) > 0 {
		t.Errorf("%d cases of the sheet stand by themselves", len(alone))
	}
	list, _, _ = strings.Cut(mainOf(r.get("/my?look=closed&lang=zh", http.StatusOK)), "<aside")
	if strings.Contains(list, "/many/"+no) {
		t.Error("a sheet whose cases run is shown as closed")
	}
}
