package sqlstore

import "context"

// RightsByDoc gives the numbers of the rights that publication and grant numbers are
// of. The documents of a right stand in one column, so the register is read through
// once, however many are asked for.
func (s *Store) RightsByDoc(ctx context.Context, docs []string) (map[string]string, error) {
	out := map[string]string{}
	if len(docs) == 0 {
		return out, nil
	}
	each := "json_each('[\"' || replace(r.docs, ' ', '\",\"') || '\"]') d"
	if s.postgres {
		each = "unnest(string_to_array(r.docs, ' ')) d(value)"
	}
	rows, err := many[struct {
		Number string `bun:"number"`
		Doc    string `bun:"doc"`
	}](ctx, s.r, "select r.number, d.value as doc from rights r, "+each+" where r.docs <> '' and d.value in (?) order by r.number", in(docs))
	for _, r := range rows {
		if _, ok := out[r.Doc]; !ok {
			out[r.Doc] = r.Number
		}
	}
	return out, err
}
