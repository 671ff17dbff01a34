package sheet

import (
	"regexp"
	"strconv"
	"strings"

	"quanlian/catalogue/source"
)

// partOf names the table of each part of an item that is a list.
var partOf = map[string]string{"materials": Materials, "basis": Basis, "checklist": Checklist, "mistakes": Mistakes}

var (
	entryForm = regexp.MustCompile(`^(\w+)\[(\d+)\]\.?(.*)$`)
	stepForm  = regexp.MustCompile(`^steps\[(\d+)\](?:\.fields\[(\d+)\])?\.?(.*)$`)
)

// place finds the cell of a mistake that the check of the item named by its
// path.
func (x *builder) place(f source.Fault) Fault {
	out := Fault{Table: Items, Row: x.row, Code: f.Code, Args: f.Args}
	if m := stepForm.FindStringSubmatch(f.Field); m != nil {
		return x.placeField(out, m)
	}
	if rest, ok := strings.CutPrefix(f.Field, "limits."); ok {
		name, key, _ := strings.Cut(rest, ".")
		for _, i := range x.at[Limits] {
			if word(x.book[Limits][i], "name") == name {
				out.Table, out.Row, out.Col = Limits, i, Column(Limits, key)
			}
		}
		return out
	}
	if m := entryForm.FindStringSubmatch(f.Field); m != nil {
		table := partOf[m[1]]
		n, _ := strconv.Atoi(m[2])
		if table != "" && n < len(x.at[table]) {
			out.Table, out.Row, out.Col = table, x.at[table][n], Column(table, m[3])
			return out
		}
	}
	out.Col = Column(Items, f.Field)
	return out
}

// placeField finds the row of a field: pages whose fields are shared have one
// row, others one for each field.
func (x *builder) placeField(out Fault, m []string) Fault {
	step, _ := strconv.Atoi(m[1])
	if step >= len(x.pages) {
		return out
	}
	field, _ := strconv.Atoi(m[2])
	rows := x.pages[step]
	if word(x.book[Fields][rows[0]], "field") == "" || field >= len(rows) {
		field = 0
	}
	out.Table, out.Row, out.Col = Fields, rows[field], Column(Fields, m[3])
	return out
}

// Column gives the column for a path inside an entry: name.zh is name_zh.
func Column(table, path string) string {
	t, _ := Find(table)
	path, _, _ = strings.Cut(path, "[")
	for _, key := range []string{strings.ReplaceAll(path, ".", "_"), path + "_zh", "text_" + path, strings.ReplaceAll(strings.ReplaceAll(path, "text.", ""), ".", "_")} {
		if _, i := t.Col(key); i >= 0 {
			return key
		}
	}
	head, _, _ := strings.Cut(path, ".")
	for _, key := range []string{map[string]string{"target": "system", "result": "result_zh", "says": "granted_zh", "fee": "fee_zh", "name": "step_zh", "lead": "step_lead_zh", "id": "field", "providers": "providers_zh"}[head], head} {
		if en := strings.TrimSuffix(key, "_zh") + "_en"; strings.HasSuffix(path, ".en") {
			if _, i := t.Col(en); i >= 0 {
				return en
			}
		}
		if _, i := t.Col(key); i >= 0 && key != "" {
			return key
		}
	}
	return ""
}
