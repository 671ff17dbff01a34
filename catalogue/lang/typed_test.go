package lang

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"quanlian/base/errs"
	"quanlian/base/ident"
)

// A faulty code is told to its typist as it was typed; what is logged or written
// of the error is masked.
func TestFaultyCodeIsWholeForItsTypist(t *testing.T) {
	t.Parallel()
	const typed = "913301097628451207" // its check digit is that of an identity number
	_, err := ident.ParseUSCC(typed)
	for _, l := range []Lang{Zh, En} {
		if got := For(l).Error(err); !strings.Contains(got, typed) {
			t.Errorf("its typist reads %q", got)
		}
	}
	e := errs.As(err)
	raw, _ := json.Marshal(e.Args)
	for _, s := range []string{err.Error(), string(raw), fmt.Sprintf("%v %+v %#v %q", e.Args, e.Args, e.Args, e.Args)} {
		if strings.Contains(s, "97628451") {
			t.Errorf("is written whole: %s", s)
		}
	}
}
