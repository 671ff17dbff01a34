package importer

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/fstest"

	"quanlian/base/errs"
	"quanlian/registry"
)

const application = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE cn-application-body SYSTEM "/dtdandxsl/cn-application-body-20080416.dtd">
<cn-application-body lang="zh" country="CN"><cn-claims>
<claim id="cl001" num="1"><claim-text>1.一种读出电路，其特征在于：包括机架<br/>
(1)和N<sub>2</sub>腔，流量10<sup>3</sup>，采用open<br/>
source核。</claim-text></claim>
<claim id="cl002" num="2"><claim-text>根据权利要求1所述的读出电路，其特征在于：还包括壳体。</claim-text></claim>
</cn-claims></cn-application-body>`

const description = `<?xml version="1.0" encoding="UTF-8"?>
<cn-application-body><description><invention-title>一种读出电路<br/></invention-title>
<heading id="h0001">技术领域</heading><p id="p0001" num="0001">本发明涉及读出电路。</p></description></cn-application-body>`

func packageFS() fstest.MapFS {
	return fstest.MapFS{
		"2023101234566/100001-/a.xml": {Data: []byte(application)},
		"2023101234566/100002-/b.xml": {Data: []byte(description)},
		"2023101234566/100003-/c.jpg": {Data: []byte("no xml")},
		"2017106018623/100001-/d.xml": {Data: []byte("<broken>")},
	}
}

func TestPackage(t *testing.T) {
	t.Parallel()
	r, err := NewPackages("delivery", packageFS(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	bad, err := r.Next()
	if err != nil || bad.Record != nil || bad.Reasons[0].Err.Code != "importer.xml.broken" || bad.Cells[0] != "2017106018623" {
		t.Errorf("broken package: %+v %v", bad, err)
	}
	good, err := r.Next()
	if err != nil || good.Record == nil {
		t.Fatalf("%+v %v", good, err)
	}
	x := good.Record.Right
	want := registry.Claim{No: 1, Text: "一种读出电路，其特征在于：包括机架(1)和N₂腔，流量10³，采用open source核。"}
	if x.Number != "202310123456.6" || x.Title != "一种读出电路" || len(x.Claims) != 2 || x.Claims[0] != want || !x.Claims[1].Dependent || x.IndependentClaims() != 1 || len(x.Text) != 2 || !x.Text[0].Heading {
		t.Errorf("%+v", x)
	}
	if _, err := r.Next(); err != io.EOF {
		t.Errorf("after the last: %v", err)
	}
}

func TestZipOfPackages(t *testing.T) {
	t.Parallel()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for name, f := range packageFS() {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(f.Data); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	rows, r := all(t, "delivery.zip", buf.Bytes(), Options{})
	if len(rows) != 2 || r.Format() != "xml packages" {
		t.Errorf("%d rows, %s", len(rows), r.Format())
	}
}

func TestHostileXML(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("<a>", maxDepth+5)
	for name, c := range map[string]struct{ doc, code string }{
		"entities": {`<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>`, "importer.xml.entities"},
		"external": {`<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>`, "importer.xml.entities"},
		"unknown":  {`<a>&x;</a>`, "importer.xml.broken"},
		"deep":     {deep, "importer.xml.too_deep"},
		"charset":  {`<?xml version="1.0" encoding="EBCDIC"?><a/>`, "importer.xml.broken"},
		"other":    {`<html/>`, "importer.xml.unknown_root"},
		"cut off":  {application[:300], "importer.xml.broken"},
	} {
		rows, _ := all(t, "2023101234566.xml", []byte(c.doc), Options{})
		if len(rows) != 1 || rows[0].Record != nil || rows[0].Reasons[0].Err.Code != c.code {
			t.Errorf("%s: %+v, want %s", name, rows, c.code)
		}
	}
	big := io.MultiReader(strings.NewReader("<a>"), &filler{n: maxXML + 10})
	if _, err := parseXML(big); err == nil || !strings.Contains(err.Error(), "importer.xml.too_large") {
		t.Errorf("too large: %v", err)
	}
}

// filler is n letters.
type filler struct{ n int }

// Read gives letters until they are used up.
func (f *filler) Read(p []byte) (int, error) {
	if f.n <= 0 {
		return 0, io.EOF
	}
	n := min(len(p), f.n)
	for i := range p[:n] {
		p[i] = 'a'
	}
	f.n -= n
	return n, nil
}

// TestOpenQuote proves that one quotation mark left open costs one row of
// memory and a reason, not the whole file in memory.
func TestOpenQuote(t *testing.T) {
	t.Parallel()
	data := "专利号,名称\n202310123456.6,甲\n202310123456.6,\"乙\n" + strings.Repeat("202310123456.6,丙\n", maxRecord/10)
	rows, _ := all(t, "a.csv", []byte(data), Options{})
	last := rows[len(rows)-1]
	if len(rows) != 2 || rows[0].Record == nil || last.Record != nil || last.Reasons[0].Err.Code != "importer.row.too_long" {
		t.Errorf("%d rows, last %+v", len(rows), last.Reasons)
	}
}

func TestOldExcelIsNamed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ data, code string }{
		"program": {"\x7fELF\x02\x01\x01\x00 and more", "importer.file.no_table"},
		"old":     {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "importer.file.old_excel"},
		"empty":   {"", "importer.file.empty"},
		"zip":     {"PK\x03\x04 nothing", "importer.file.archive"},
		"a.pdf":   {"%PDF-1.7\n%âãÏÓ\n", "importer.file.other_kind"},
		"a.jpg":   {"\xff\xd8\xff\xe0 JFIF", "importer.file.other_kind"},
		"a.json":  {"{\n  \"patents\": []}", "importer.file.other_kind"},
		"a.xls":   {"<html><body><table>", "importer.file.other_kind"},
		"a.docx":  {zipped(t, "[Content_Types].xml", "word/document.xml"), "importer.file.other_kind"},
		"a.ods":   {zipped(t, "mimetype", "META-INF/manifest.xml", "content.xml"), "importer.file.other_kind"},
	} {
		if _, err := Open(name, strings.NewReader(c.data), Options{}); err == nil || !strings.Contains(err.Error(), c.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// zipped is an archive of empty files.
func zipped(t *testing.T, names ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range names {
		if _, err := z.Create(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestGB18030IsNoPicture: Chinese text of an old program begins with bytes that are
// no UTF-8, as pictures do.
func TestGB18030IsNoPicture(t *testing.T) {
	t.Parallel()
	for _, head := range []string{"\xd7\xa8\xc0\xfb\xba\xc5,\xc3\xfb\xb3\xc6", "\xff\xfe\x13\x4e", "专利号,名称", "[甲],乙"} {
		if kind := kindOf([]byte(head)); kind != "" {
			t.Errorf("%q is taken for %s", head, kind)
		}
	}
}

// TestNoteOfADocument: a document has no line; its note names the file and which of
// those read it was.
func TestNoteOfADocument(t *testing.T) {
	t.Parallel()
	rep := Report{Reasons: map[string]int{}, Notes: map[string]int{}}
	note := Reason{Col: -1, Err: errs.New(errs.Invalid, "importer.row.no_title", nil)}
	for _, row := range []Row{{File: "pack/a.xml"}, {File: "pack/b.xml", Notes: []Reason{note}}, {File: "s.csv", Line: 7, Notes: []Reason{{Col: 0, Err: errs.New(errs.Invalid, "importer.price.zero", nil)}}, Heads: []string{"价格"}}} {
		if err := rep.count(row, nil, nil); err != nil {
			t.Fatal(err)
		}
	}
	if len(rep.Noted) != 2 || rep.Noted[0].File != "pack/b.xml" || rep.Noted[0].Record != 2 || rep.Noted[1].File != "" || rep.Noted[1].Line != 7 {
		t.Errorf("noted: %+v", rep.Noted)
	}
}
