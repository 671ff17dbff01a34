package importer

import (
	"bufio"
	"bytes"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// window is how far the text decoder looks ahead.
// Unit: bytes. Source: our own choice; one page of text tells the encoding.
const window = 64 << 10

// decodeText gives UTF-8 whatever Chinese office software wrote: UTF-8 with or
// without BOM, UTF-16 with BOM, or GB18030 (which holds GBK and GB2312). It
// decides at the first byte that is not ASCII, so a file whose heads are
// English and whose names are GB18030 far below is read rightly.
func decodeText(r io.Reader) (io.Reader, string, error) {
	b := bufio.NewReaderSize(r, window)
	head, err := b.Peek(3)
	if err != nil && err != io.EOF {
		return nil, "", err
	}
	switch {
	case bytes.HasPrefix(head, []byte{0xEF, 0xBB, 0xBF}):
		_, err := b.Discard(3)
		return b, "UTF-8", err
	case bytes.HasPrefix(head, []byte{0xFF, 0xFE}), bytes.HasPrefix(head, []byte{0xFE, 0xFF}):
		dec := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder()
		return transform.NewReader(b, dec), "UTF-16", nil
	}
	l := &lazyDecoder{in: b}
	if err := l.look(); err != nil && err != io.EOF {
		return nil, "", err
	}
	name := "UTF-8"
	if l.out != nil && l.gb {
		name = "GB18030"
	}
	return l, name, nil
}

// lazyDecoder passes ASCII through until the first other byte decides.
type lazyDecoder struct {
	in    *bufio.Reader
	out   io.Reader // set once decided
	gb    bool
	ascii int // bytes of the window known to be ASCII
}

// look peeks one window and decides when it holds a byte above ASCII.
func (l *lazyDecoder) look() error {
	page, err := l.in.Peek(window)
	if len(page) == 0 {
		return err
	}
	at := bytes.IndexFunc(page, func(r rune) bool { return r >= utf8.RuneSelf })
	if at < 0 {
		l.ascii = len(page)
		return nil
	}
	if at > 0 && len(page)-at < utf8.UTFMax && len(page) == window {
		l.ascii = at // the telling byte stands at the border: decide in the next window
		return nil
	}
	l.gb = !utf8.Valid(trimPartial(page))
	l.out = l.in
	if l.gb {
		l.out = transform.NewReader(l.in, simplifiedchinese.GB18030.NewDecoder())
	}
	return nil
}

// Read passes decoded text on.
func (l *lazyDecoder) Read(p []byte) (int, error) {
	if l.out == nil && l.ascii == 0 {
		if err := l.look(); err != nil {
			return 0, err
		}
	}
	if l.out != nil {
		return l.out.Read(p)
	}
	n, err := l.in.Read(p[:min(len(p), l.ascii)])
	l.ascii -= n
	return n, err
}

// trimPartial cuts a rune that the end of the window splits.
func trimPartial(b []byte) []byte {
	for i := 1; i <= utf8.UTFMax && i <= len(b); i++ {
		if c := b[len(b)-i]; utf8.RuneStart(c) {
			if c >= utf8.RuneSelf && !utf8.FullRune(b[len(b)-i:]) {
				return b[:len(b)-i]
			}
			return b
		}
	}
	return b
}
