package matching

import (
	"reflect"
	"strings"
	"testing"

	"quanlian/base/errs"
)

func readAll(s string) ([]Patent, error) {
	var out []Patent
	err := ReadCSV(strings.NewReader(s), func(p Patent) error { out = append(out, p); return nil })
	return out, err
}

func TestReadCSV(t *testing.T) {
	t.Parallel()
	got, err := readAll("\ufeff专利号,发明名称,IPC分类号,price_yuan,maturity,right,listed,其他\nCN1,柔性传感器,G01L1/18;B25J 19/02,1500000-3000000,6,alive,true,x\nCN2,电池,,1680000.50,,,,\n")
	want := []Patent{
		{No: "CN1", Title: "柔性传感器", IPC: []string{"G01L1/18", "B25J 19/02"}, Price: &Range{wan(150), wan(300)}, Maturity: 6, Right: RightAlive, Listed: true},
		{No: "CN2", Title: "电池", Price: &Range{168000050, 168000050}},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Fatalf("%+v %v", got, err)
	}
	if e := Example(got[0]); !reflect.DeepEqual(e.Codes, []string{"G01L", "B25J"}) {
		t.Errorf("%v", e)
	}
	for _, bad := range []string{
		"", "title\nx\n", "no,title\n,x\n", "no,title,maturity\nCN1,x,12\n", "no,title,price_yuan\nCN1,x,9-3\n", "no,title,right\nCN1,x,maybe\n", "no,title,listed\nCN1,x,perhaps\n",
	} {
		if _, err := readAll(bad); !errs.Is(err, CodeBadCorpus) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestReadJSONLAndNeed(t *testing.T) {
	t.Parallel()
	n := 0
	count := func(Patent) error { n++; return nil }
	if err := ReadJSONL(strings.NewReader(`{"no":"CN1","title":"a"}`+"\n"+`{"no":"CN2","title":"b"}`), count); err != nil || n != 2 {
		t.Fatal(n, err)
	}
	for _, bad := range []string{`{"title":"a"}`, `{"no":`, `[]`} {
		if err := ReadJSONL(strings.NewReader(bad), count); !errs.Is(err, CodeBadCorpus) {
			t.Errorf("%s: %v", bad, err)
		}
	}
	if got, err := ReadNeed(strings.NewReader(" 要柔性传感器\n")); err != nil || got.Text != "要柔性传感器" {
		t.Errorf("%v %v", got, err)
	}
	if got, err := ReadNeed(strings.NewReader(`{"text":"x","maturity":6,"rules":{"listed_only":true}}`)); err != nil || got.Maturity != 6 || !got.Rules.ListedOnly {
		t.Errorf("%v %v", got, err)
	}
	if _, err := ReadNeed(strings.NewReader(`{"texts":"x"}`)); !errs.Is(err, "base.jsondoc.unknown") || errs.As(err).Args["field"] != "texts" {
		t.Errorf("%v", err)
	}
}

func FuzzReadCSV(f *testing.F) {
	f.Add("no,title,price_yuan\nCN1,x,1-2\n")
	f.Fuzz(func(t *testing.T, s string) {
		ps, err := readAll(s)
		if err == nil {
			for _, p := range ps {
				if p.No == "" {
					t.Fatal("a patent without a number")
				}
			}
		}
	})
}
