package pagecount

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"strings"
	"testing"
)

func archive(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, text := range files {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = f.Write([]byte(text))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func packed(text string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return b.String()
}

func TestWholeAndEncrypted(t *testing.T) {
	t.Parallel()
	const pdf, whole = "application/pdf", "%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"
	for _, c := range []struct {
		name, media, content string
		whole, encrypted     bool
	}{
		{"to its end", pdf, whole, true, false},
		{"cut", pdf, whole[:60], false, false},
		{"cut after the first part of a linear file", pdf, whole + strings.Repeat("x", 2000), false, false},
		{"some bytes after the mark", pdf, whole + strings.Repeat("x", 900), true, false},
		{"filled up with nothing", pdf, whole + strings.Repeat("\x00", 5000), true, false},
		{"another kind", "image/png", "\x89PNG", true, false},
		{"by reference", pdf, "%PDF-1.4\ntrailer << /Encrypt 4 0 R >>\n%%EOF", true, true},
		{"in its place", pdf, "%PDF-1.4\ntrailer<</Encrypt<</Filter/Standard/V 2>>>>\n%%EOF", true, true},
		{"in its place, apart", pdf, "%PDF-1.4\ntrailer\n<< /Encrypt << /Filter /Standard >> >>\n%%EOF", true, true},
		{"only said of data about it", pdf, "%PDF-1.4\n<< /EncryptMetadata true >>\n%%EOF", true, false},
	} {
		if got := Whole(c.media, []byte(c.content)); got != c.whole {
			t.Errorf("%s: whole %v", c.name, got)
		}
		if got := Encrypted([]byte(c.content)); got != c.encrypted {
			t.Errorf("%s: encrypted %v", c.name, got)
		}
	}
}

func TestOf(t *testing.T) {
	t.Parallel()
	const word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	nested := "1 0 obj\n<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 5 >>\nendobj\n2 0 obj\n<< /Type /Pages /Parent 1 0 R /Count 3 >>\nendobj\n"
	for _, c := range []struct {
		name, media string
		content     []byte
		want        int
	}{
		{"flat", "application/pdf", []byte("%PDF-1.4\n1 0 obj\n<</Count 3/Type/Pages/Resources<</Font<</F1 9 0 R>>>>>>\nendobj"), 3},
		{"nested", "application/pdf", []byte("%PDF-1.4\n" + nested), 5},
		{"written on", "application/pdf", []byte("%PDF-1.4\n1 0 obj\n<< /Type /Pages /Count 3 >>\nendobj\n%%EOF\n1 0 obj\n<< /Type /Pages /Count 4 >>\nendobj\n%%EOF"), 4},
		{"packed", "application/pdf", []byte("%PDF-1.5\n9 0 obj\n<< /Type /ObjStm /N 2 /Filter /FlateDecode >>\nstream\n" + packed("1 0 2 40 << /Type /Pages /Count 7 >> << /Type /Page >>") + "\nendstream\nendobj"), 7},
		{"only leaves", "application/pdf", []byte("%PDF-1.4\n<< /Type /Page >>\n<</Type/Page/Parent 1 0 R>>"), 2},
		{"words in a stream", "application/pdf", []byte("%PDF-1.4\n<< /Type /Pages /Count 2 >>\n<< /Length 9 >>\nstream\n<< /Type /Pages /Count 99 >>\nendstream"), 2},
		{"absurd", "application/pdf", []byte("%PDF-1.4\n<< /Type /Pages /Count 99999999999999999999 >>"), 0},
		{"no pdf inside", "application/pdf", []byte("%PDF-1.4\n%%EOF"), 0},
		{"picture", "image/png", []byte("\x89PNG"), 1},
		{"ofd", "application/ofd", archive(t, map[string]string{"OFD.xml": "", "Doc_0/Document.xml": `<ofd:Document><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/><ofd:Page ID="2"/></ofd:Pages></ofd:Document>`}), 2},
		{"word", word, archive(t, map[string]string{"docProps/app.xml": "<Properties><Pages>12</Pages></Properties>"}), 12},
		{"word without", word, archive(t, map[string]string{"word/document.xml": "x"}), 0},
		{"broken archive", "application/ofd", []byte("PK\x03\x04"), 0},
		{"table", "text/csv", []byte("a,b"), 0},
	} {
		if got := Of(c.media, c.content); got != c.want {
			t.Errorf("%s: %d pages, want %d", c.name, got, c.want)
		}
	}
}

func FuzzOf(f *testing.F) {
	f.Add([]byte("%PDF-1.4\n<< /Type /Pages /Count 3 >>"), 0)
	f.Add([]byte("%PDF-1.5\n<< /Type /ObjStm >>\nstream\n"+packed("<< /Type /Pages")), 0)
	f.Add([]byte("PK\x03\x04"), 1)
	f.Fuzz(func(t *testing.T, content []byte, kind int) {
		media := []string{"application/pdf", "application/ofd", "image/png"}[uint(kind)%3]
		if n := Of(media, content); n < 0 || n > maxPages {
			t.Errorf("%d pages", n)
		}
	})
}
