package items

import (
	"archive/zip"
	"bytes"
	"strconv"
	"testing"
)

// A small archive of many large files is seen before any of it is unpacked.
func TestArchiveThatBurstsIsSeen(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := range 30 {
		w, err := z.CreateRaw(&zip.FileHeader{Name: strconv.Itoa(i) + ".pdf", Method: zip.Deflate, CompressedSize64: 1, UncompressedSize64: 20 << 20})
		if err != nil {
			t.Fatal(err)
		}
		_, _ = w.Write([]byte{3})
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if n := unpacked(r); n != 600<<20 || n <= packOut || b.Len() > packBytes {
		t.Errorf("%d bytes unpack to %d", b.Len(), n)
	}
	r.File[0].UncompressedSize64 = 1<<64 - 1
	if unpacked(r) <= packOut {
		t.Error("a size past counting passes")
	}
}
