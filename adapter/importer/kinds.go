package importer

import (
	"archive/zip"
	"bytes"
	"regexp"
	"strings"

	"quanlian/base/errs"
)

// beginnings are files that are often given in the place of a table, by how they begin.
var beginnings = []struct{ begin, name string }{
	{"%PDF-", "PDF"}, {"\x89PNG", "PNG"}, {"\xff\xd8\xff", "JPEG"}, {"GIF8", "GIF"}, {"II*\x00", "TIFF"}, {"MM\x00*", "TIFF"},
	{"\x1f\x8b", "gzip"}, {"Rar!", "RAR"}, {"7z\xbc\xaf\x27\x1c", "7-Zip"}, {"{\\rtf", "RTF"}, {"SQLite format 3", "SQLite"},
	{"<!doctype html", "HTML"}, {"<!DOCTYPE html", "HTML"}, {"<!DOCTYPE HTML", "HTML"}, {"<html", "HTML"}, {"<HTML", "HTML"},
}

var jsonHead = regexp.MustCompile(`^(\{\s*"|\[\s*\{)`)

// kindOf names what a file is by its first bytes; "" when nothing speaks against a
// table or XML.
func kindOf(head []byte) string {
	h := bytes.TrimLeft(bytes.TrimPrefix(head, []byte{0xEF, 0xBB, 0xBF}), " \t\r\n")
	for _, k := range beginnings {
		if bytes.HasPrefix(h, []byte(k.begin)) {
			return k.name
		}
	}
	if jsonHead.Match(h) {
		return "JSON"
	}
	return ""
}

// officeKind names a document that is a zip inside and no workbook; "" for others.
func officeKind(z *zip.Reader) string {
	for _, f := range z.File {
		switch strings.ToLower(f.Name) {
		case "word/document.xml":
			return "Word (.docx)"
		case "ppt/presentation.xml":
			return "PowerPoint (.pptx)"
		case "xl/workbook.bin":
			return "Excel (.xlsb)"
		case "meta-inf/manifest.xml":
			return "OpenDocument"
		}
	}
	return ""
}

func otherKind(file, kind string) error {
	return errs.New(errs.Invalid, "importer.file.other_kind", errs.Args{"file": file, "kind": kind})
}
