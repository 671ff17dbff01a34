package kernel

import "testing"

// TestKindByContent: what a file is, its bytes say; the name only where archives
// say nothing of themselves.
func TestKindByContent(t *testing.T) {
	t.Parallel()
	office := []FileKind{FilePDF, FileOFD, FileDOCX, FileXLSX}
	for _, c := range []struct {
		content, name string
		kinds         []FileKind
		media, named  string
	}{
		{"%PDF-1.7", "合同.txt", office, FilePDF.Media, "合同.txt.pdf"},
		{"%PDF-1.7", "合同.PDF", office, FilePDF.Media, "合同.PDF"},
		{"MZ\x90", "合同.pdf", office, "", ""},
		{"PK\x03\x04…word/document.xml", "表.xlsx", office, FileDOCX.Media, "表.xlsx.docx"},
		{"PK\x03\x04…xl/workbook.xml", "表", office, FileXLSX.Media, "表.xlsx"},
		{"PK\x03\x04…OFD.xml", "a.ofd", office, FileOFD.Media, "a.ofd"},
		{"PK\x03\x04…word/document.xml", "a.ofd", []FileKind{FileOFD}, "", ""},
		{"PK\x03\x04", "a.xlsx", office, FileXLSX.Media, "a.xlsx"},
		{"PK\x03\x04…word/document.xml", "a.zip", []FileKind{FileZIP}, FileZIP.Media, "a.zip"},
		{"\x00\x00\x00\x20ftypisom", "a.mp4", []FileKind{FilePDF, FileMP4}, FileMP4.Media, "a.mp4"},
		{"ftyp", "a.mp4", []FileKind{FileMP4}, "", ""},
		{"编号,名称", "a.csv", []FileKind{FilePDF, FileCSV}, FileCSV.Media, "a.csv"},
		{"编号,名称", "导出", []FileKind{FileXLSX, FileCSV}, FileCSV.Media, "导出.csv"},
		{"编号,名称", "导出.dat", []FileKind{FileXLSX, FileCSV}, FileCSV.Media, "导出.dat.csv"},
		{"not a workbook", "pic.xlsx", []FileKind{FileXLSX, FileCSV}, "", ""},
		{"not a workbook", "pic.XLSX", []FileKind{FileXLSX, FileCSV}, "", ""},
		{"%PDF-1.7", "a.txt", []FileKind{FileTXT}, "", ""},
	} {
		media, ok := MediaOf([]byte(c.content), c.name, c.kinds)
		if ok != (c.media != "") || media != c.media {
			t.Errorf("%s %q: %s %v, want %s", c.name, c.content, media, ok, c.media)
			continue
		}
		if got := NamedAs(c.name, media, c.kinds); ok && got != c.named {
			t.Errorf("%s is called %s, want %s", c.name, got, c.named)
		}
	}
}
