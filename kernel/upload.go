package kernel

import (
	"bytes"
	"maps"
	"path"
	"strings"

	"quanlian/base/errs"
)

// FileKind is a kind of file that a form takes, known by its first bytes: what
// a name ends on says nothing.
type FileKind struct {
	Media string
	Ends  string // of the name, as a browser's file dialog filters
	head  string
	after int    // bytes before the head
	text  bool   // any text will do
	holds string // entry of the archive that only this kind has
}

// begins reports whether content can be of the kind. Office files are archives:
// what they hold tells them apart, whatever their names end on.
func (k FileKind) begins(content []byte) bool {
	if k.text {
		return isText(content)
	}
	if len(content) < k.after || !bytes.HasPrefix(content[k.after:], []byte(k.head)) {
		return false
	}
	if k.head != zipHead || k.Ends == ".zip" {
		return true
	}
	for _, o := range FileKinds() {
		if o.holds != "" && bytes.Contains(content, []byte(o.holds)) {
			return o.holds == k.holds
		}
	}
	return true // an archive that says nothing of itself goes by its name
}

const zipHead = "PK\x03\x04"

// isText tells text in any encoding of office programs from other bytes: no
// zero byte, except in UTF-16, which says so at its start, and none of the
// beginnings by which others are known.
func isText(content []byte) bool {
	if bytes.HasPrefix(content, []byte{0xFF, 0xFE}) || bytes.HasPrefix(content, []byte{0xFE, 0xFF}) {
		return true
	}
	for _, k := range FileKinds() {
		if len(content) > k.after && bytes.HasPrefix(content[k.after:], []byte(k.head)) {
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
	FileOFD  = FileKind{Media: "application/ofd", Ends: ".ofd", head: zipHead, holds: "OFD.xml"}
	FileDOCX = FileKind{Media: "application/vnd.openxmlformats-officedocument.wordprocessingml.document", Ends: ".docx", head: zipHead, holds: "word/document.xml"}
	FileXLSX = FileKind{Media: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Ends: ".xlsx", head: zipHead, holds: "xl/workbook.xml"}
	FileZIP  = FileKind{Media: "application/zip", Ends: ".zip", head: zipHead}
	FileMP3  = FileKind{Media: "audio/mpeg", Ends: ".mp3", head: "ID3"}
	FileMP4  = FileKind{Media: "video/mp4", Ends: ".mp4", head: "ftyp", after: 4}
	FileCSV  = FileKind{Media: "text/csv", Ends: ".csv", text: true} // wanted by name only
	FileTXT  = FileKind{Media: "text/plain", Ends: ".txt", text: true}
	FileXML  = FileKind{Media: "application/xml", Ends: ".xml", text: true}
)

// FileKinds are all that any form takes; the office files are zip archives, told
// apart by their ending.
func FileKinds() []FileKind {
	return []FileKind{FilePDF, FileOFD, FileJPEG, FilePNG, FileDOCX, FileXLSX, FileZIP, FileMP3, FileMP4}
}

// FileKindOf knows a kind by the ending that a declaration names, without dot.
func FileKindOf(end string) (FileKind, bool) {
	for _, k := range append(FileKinds(), FileCSV, FileTXT, FileXML) {
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

// MaxFileMB is the largest file that a declaration may ask for, and that anything
// takes in. Unit: megabytes. Source: our choice: the largest that an item asks
// for, recordings as evidence.
const MaxFileMB = 200

// MediaOf is the media type of content that begins like one of the kinds, first
// of one whose ending the name has, as archives share their bytes; ok is false
// for any other, and for text that calls itself a workbook or another kind with
// bytes of its own: it is a broken one, not a table.
func MediaOf(content []byte, name string, kinds []FileKind) (media string, ok bool) {
	for _, same := range []bool{true, false} {
		for _, k := range kinds {
			if !same && k.text && named(name) {
				continue
			}
			if k.begins(content) && (!same || strings.EqualFold(path.Ext(name), k.Ends)) {
				return k.Media, true
			}
		}
	}
	return "", false
}

// named reports whether a name ends like a kind that has bytes of its own.
func named(name string) bool {
	k, ok := FileKindOf(strings.ToLower(strings.TrimPrefix(path.Ext(name), ".")))
	return ok && !k.text
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

// OfFile lets a refusal of a file's bytes say which file it was.
func OfFile(err error, name string) error {
	e := errs.As(err)
	if e == nil || e.Kind != errs.Invalid {
		return err
	}
	named := *e
	named.Args = errs.Args{"file": name}
	maps.Copy(named.Args, e.Args)
	return &named
}

// NamedAs is the name of a file with an ending that says what it is: one that the
// kinds allow stays, another gets the ending of its media behind it.
func NamedAs(name, media string, kinds []FileKind) string {
	for _, k := range kinds {
		if strings.EqualFold(path.Ext(name), k.Ends) && k.Media == media {
			return name
		}
	}
	for _, k := range kinds {
		if k.Media == media {
			return name + k.Ends
		}
	}
	return name
}
