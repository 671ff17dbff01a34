package importer

import (
	"bytes"
	"strings"
	"testing"

	"quanlian/registry"
)

// sound checks what every row owes: a record or a reason, never both, and a
// record that is itself when read again.
func sound(t *testing.T, name string, data []byte) {
	r, err := Open(name, bytes.NewReader(data), Options{})
	if err != nil {
		return
	}
	defer func() { _ = r.Close() }()
	rejects := NewRejects()
	for {
		row, err := r.Next()
		if err != nil {
			return
		}
		if (row.Record == nil) == (len(row.Reasons) == 0) {
			t.Fatalf("neither taken nor refused, or both: %+v", row)
		}
		if row.Record == nil {
			if err := rejects.Add(row); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if row.Record.Right.Number == "" || row.Record.Right.Kind == "" || row.Record.Key != registry.RecordKey(*row.Record) {
			t.Fatalf("a record without number, kind or its key: %+v", row.Record)
		}
	}
}

func FuzzTable(f *testing.F) {
	f.Add([]byte(sheet))
	f.Add([]byte("专利号;名称;价格\nZL202310123456.6;\"甲\n乙\";12万元\n"))
	f.Add([]byte("app_no\ttitle\tapp_date\n2.02E+12\t甲\t44942\n"))
	f.Add([]byte{0xC9, 0xEA, 0xC7, 0xEB, 0xBA, 0xC5, ',', 'a', '\n', '1'})
	f.Fuzz(func(t *testing.T, data []byte) { sound(t, "a.csv", data) })
}

func FuzzXML(f *testing.F) {
	f.Add(application)
	f.Add(description)
	f.Add(`<PatentDocumentAndRelated><BibliographicData><ApplicationReference><DocumentID><DocNumber>85100312</DocNumber></DocumentID></ApplicationReference></BibliographicData></PatentDocumentAndRelated>`)
	f.Fuzz(func(t *testing.T, doc string) { sound(t, "2023101234566.xml", []byte(doc)) })
}

func FuzzWorkbook(f *testing.F) {
	rejects := NewRejects()
	r, err := Open("a.csv", strings.NewReader("专利号,名称\n202310123456.7,甲\n"), Options{})
	if err != nil {
		f.Fatal(err)
	}
	row, err := r.Next()
	if err != nil {
		f.Fatal(err)
	}
	if err := rejects.Add(row); err != nil {
		f.Fatal(err)
	}
	var buf bytes.Buffer
	if _, err := rejects.WriteTo(&buf); err != nil {
		f.Fatal(err)
	}
	f.Add(buf.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) { sound(t, "a.xlsx", data) })
}

func FuzzMapping(f *testing.F) {
	f.Add("案卷号: app_no\n")
	f.Add(`{"a": "title"}`)
	f.Fuzz(func(t *testing.T, s string) {
		m, err := ParseMapping(strings.NewReader(s))
		if err != nil {
			return
		}
		for head, field := range m {
			if _, ok := synonyms[field]; !ok || headKey(head) != head {
				t.Fatalf("%q: %q", head, field)
			}
		}
	})
}
