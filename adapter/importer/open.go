package importer

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"io"
	"path"
	"strings"

	"quanlian/base/errs"
)

// maxFile bounds one file.
// Unit: bytes. Source: our own choice; the largest yearly export seen has under 1 GB.
const maxFile = 4 << 30

// File is what Open needs of a file: os.File and bytes.Reader both are one.
type File interface {
	io.Reader
	io.ReaderAt
	io.Seeker
}

// Open looks at the first bytes of a file and gives the reader for it: Excel,
// zip of e-filing packages or documents, XML, or delimited text.
func Open(name string, f File, opt Options) (Reader, error) {
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, errs.Wrap(errs.Invalid, "importer.file.unreadable", err)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, errs.Wrap(errs.Invalid, "importer.file.unreadable", err)
	}
	if size == 0 {
		return nil, errs.New(errs.Invalid, "importer.file.empty", errs.Args{"file": name})
	}
	if size > maxFile {
		return nil, errs.New(errs.Invalid, "importer.file.too_large", errs.Args{"file": name, "gb": maxFile >> 30})
	}
	head := make([]byte, 64)
	n, err := f.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, errs.Wrap(errs.Invalid, "importer.file.unreadable", err)
	}
	return open(name, f, size, head[:n], opt)
}

// open chooses by the first bytes.
func open(name string, f File, size int64, head []byte, opt Options) (Reader, error) {
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		z, err := zip.NewReader(f, size)
		if err != nil {
			return nil, errs.Wrap(errs.Invalid, "importer.file.archive", err)
		}
		if kind := officeKind(z); kind != "" {
			return nil, otherKind(name, kind)
		}
		if z.File == nil || !isWorkbook(z) {
			return NewPackages(name, z, opt)
		}
		src, err := newXLSX(f, maxUnzip)
		if err != nil {
			return nil, err
		}
		return asTable(name, src, "xlsx", opt)
	case bytes.HasPrefix(head, []byte{0xD0, 0xCF, 0x11, 0xE0}):
		return nil, errs.New(errs.Invalid, "importer.file.old_excel", errs.Args{"file": name})
	case kindOf(head) != "" && !strings.EqualFold(path.Ext(name), ".xml"):
		return nil, otherKind(name, kindOf(head))
	case isXML(head, name):
		return &single{file: name, in: bufio.NewReader(f), opt: opt}, nil
	}
	if bytes.IndexByte(head, 0) >= 0 && !bytes.HasPrefix(head, []byte{0xFF, 0xFE}) && !bytes.HasPrefix(head, []byte{0xFE, 0xFF}) {
		return nil, errs.New(errs.Invalid, "importer.file.no_table", errs.Args{"file": name}) // neither text nor a workbook
	}
	src, encoding, err := newCSV(f, knownHead)
	if err != nil {
		return nil, errs.Wrap(errs.Invalid, "importer.file.unreadable", err)
	}
	return asTable(name, src, "csv "+encoding, opt)
}

// asTable finds the heads and closes the source when there are none.
func asTable(name string, src rawSource, format string, opt Options) (Reader, error) {
	t, err := newTable(name, src, opt)
	if err != nil {
		if c, ok := src.(io.Closer); ok {
			err = errors.Join(err, c.Close())
		}
		return nil, err
	}
	t.format = format
	return t, nil
}

// isWorkbook tells an Excel file from other archives.
func isWorkbook(z *zip.Reader) bool {
	for _, f := range z.File {
		if strings.EqualFold(f.Name, "xl/workbook.xml") || strings.EqualFold(f.Name, `xl\workbook.xml`) {
			return true
		}
	}
	return false
}

// isXML looks at the first sign, and at the name where a BOM hides it.
func isXML(head []byte, name string) bool {
	h := bytes.TrimSpace(bytes.TrimPrefix(head, []byte{0xEF, 0xBB, 0xBF}))
	return bytes.HasPrefix(h, []byte("<")) || (len(h) == 0 || h[0] == 0xFF || h[0] == 0xFE) && strings.EqualFold(path.Ext(name), ".xml")
}

// single is one XML file.
type single struct {
	file string
	in   io.Reader
	opt  Options
	done bool
}

// Next gives the one document.
func (s *single) Next() (Row, error) {
	if s.done {
		return Row{}, io.EOF
	}
	s.done = true
	in := entry{file: s.file, format: "xml", observed: s.opt.Observed}
	row := Row{File: s.file}
	if err := readXML(s.in, &in); err != nil {
		row.Reasons = []Reason{{Col: -1, Err: fault(err, "importer.xml.broken", errs.Args{"line": 0})}}
		return row, nil
	}
	in.set(AppNo, numberInPath(s.file))
	in.take(&row)
	in.show(&row)
	return row, nil
}

// Unknown has no heads to list.
func (s *single) Unknown() []string { return nil }

// Format names what is read.
func (s *single) Format() string { return "xml" }

// Close has nothing to free; the caller closes the file.
func (s *single) Close() error { return nil }
