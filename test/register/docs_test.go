package register

import (
	"context"
	"maps"
	"testing"

	"quanlian/adapter/sqlstore"
	"quanlian/registry"
	"quanlian/test/storetest"
)

// TestRightsByDoc: a right is found by each of its documents, whole, and by nothing
// that only looks like one.
func TestRightsByDoc(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		a, b := patent(t, one, "锂离子电池", "云岚大学"), patent(t, two, "隔膜", "云岚大学")
		a.Right.Documents = []registry.Document{{Number: "CN108000001A"}, {Number: "CN108000001B"}, {Number: "CN108000001C"}}
		put(t, s, start, keyed(a), b)
		for _, x := range []struct {
			docs []string
			want map[string]string
		}{
			{nil, map[string]string{}},
			{[]string{"CN108000001A"}, map[string]string{"CN108000001A": one}},
			{[]string{"CN108000001C", "CN108000001B", "CN208000001U"}, map[string]string{"CN108000001B": one, "CN108000001C": one}},
			{[]string{"CN108000001", "N108000001A", "", "CN1_8000001A", "CN108000001A CN108000001B"}, map[string]string{}},
		} {
			got, err := s.RightsByDoc(context.Background(), x.docs)
			if err != nil || !maps.Equal(got, x.want) {
				t.Errorf("%q: %v, %v, want %v", x.docs, got, err, x.want)
			}
		}
	})
}
