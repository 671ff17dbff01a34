package plain

import (
	"path/filepath"
	"reflect"
	"testing"
)

func TestBleve(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ analyzer, a, b, question string }{
		{Words, "柔性 触觉 传感器", "锂电池 负极", "触觉 皮肤"},
		{CJK, "柔性触觉传感器", "锂电池负极", "触觉皮肤"},
	} {
		x, err := New(filepath.Join(t.TempDir(), "index"), c.analyzer)
		if err != nil {
			t.Fatal(err)
		}
		if err := x.Add("a", c.a); err != nil {
			t.Fatal(err)
		}
		if err := x.Add("b", c.b); err != nil {
			t.Fatal(err)
		}
		if err := x.Flush(); err != nil {
			t.Fatal(err)
		}
		if got, err := x.Search(c.question, 5); err != nil || !reflect.DeepEqual(got, []string{"a"}) {
			t.Errorf("%s: %v %v", c.analyzer, got, err)
		}
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
