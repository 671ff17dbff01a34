package kernel

import (
	"bytes"
	"path"
	"strings"
)

// FileKind is a kind of file that a form takes, known by its first bytes: what
// a name ends on says nothing.
type FileKind struct {
	Media string
	Ends  string // of the name, as a browser's file dialog filters
	head  string
	text  bool // any text will do
}

// begins reports whether content can be of the kind.
func (k FileKind) begins(content []byte) bool {
	if k.text {
		return isText(content)
	}
	return bytes.HasPrefix(content, []byte(k.head))
}

// isText tells text in any encoding of office programs from other bytes: no
// zero byte, except in UTF-16, which says so at its start, and none of the
// beginnings by which others are known.
func isText(content []byte) bool {
	if bytes.HasPrefix(content, []byte{0xFF, 0xFE}) || bytes.HasPrefix(content, []byte{0xFE, 0xFF}) {
		return true
	}
	for _, k := range FileKinds() {
		if bytes.HasPrefix(content, []byte(k.head)) {
			return false
		}
	}
	return !bytes.HasPrefix(content, []byte("\xD0\xCF\x11\xE0")) && bytes.IndexByte(content, 0) < 0
}

// The kinds of file.
var (
	FilePDF  = FileKind{Media: "application/pdf", Ends: ".pdf", head: "%PDF-"}
	FileJPEG = FileKind{Media: "image/jpeg", Ends: ".jpg", head: "\xff\xd8\xff"}
	FilePNG  = FileKind{Media: "image/png", Ends: ".png", head: "\x89PNG\r\n\x1a\n"}
	FileOFD  = FileKind{Media: "application/ofd", Ends: ".ofd", head: "PK\x03\x04"}
	FileDOCX = FileKind{Media: "application/vnd.openxmlformats-officedocument.wordprocessingml.document", Ends: ".docx", head: "PK\x03\x04"}
	FileXLSX = FileKind{Media: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Ends: ".xlsx", head: "PK\x03\x04"}
	FileZIP  = FileKind{Media: "application/zip", Ends: ".zip", head: "PK\x03\x04"}
	FileCSV  = FileKind{Media: "text/csv", Ends: ".csv", text: true} // wanted by name only
)

// FileKinds are all that any form takes; the office files are zip archives, told
// apart by their ending.
func FileKinds() []FileKind {
	return []FileKind{FilePDF, FileOFD, FileJPEG, FilePNG, FileDOCX, FileXLSX, FileZIP}
}

// FileKindOf knows a kind by the ending that a declaration names, without dot.
func FileKindOf(end string) (FileKind, bool) {
	for _, k := range FileKinds() {
		if k.Ends == "."+end || (end == "jpeg" && k.Ends == ".jpg") {
			return k, true
		}
	}
	return FileKind{}, false
}

// Scans are the kinds in which a signed paper comes.
func Scans() []FileKind { return []FileKind{FilePDF, FileOFD, FileJPEG, FilePNG} }

// MaxScan is the largest scan. Unit: bytes. Source: our choice; a colour scan of
// twenty pages at 200 dpi has about 10 MB.
const MaxScan = 20 << 20

// MediaOf is the media type of content that begins like one of the kinds, first
// of one whose ending the name has, as archives share their bytes; ok is false
// for any other.
func MediaOf(content []byte, name string, kinds []FileKind) (media string, ok bool) {
	for _, same := range []bool{true, false} {
		for _, k := range kinds {
			if k.begins(content) && (!same || strings.EqualFold(path.Ext(name), k.Ends)) {
				return k.Media, true
			}
		}
	}
	return "", false
}

// Unit: characters. Source: what common file systems allow for a name.
const longestName = 200

// FileName is the name of a file without its folders and control characters.
func FileName(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, name)
	if r := []rune(name); len(r) > longestName {
		name = string(r[len(r)-longestName:])
	}
	return name
}
