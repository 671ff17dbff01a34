// Package importer reads patents from the files that cities really have
// (专利数据导入): exports of the national office's search sites, sheets of listing
// platforms, Excel and CSV in UTF-8 or GB18030, published documents and
// e-filing packages in the office's XML.
//
// A reader gives a stream of [Row]: either a [registry.Record] or the reasons
// why there is none. A row that cannot be taken is not lost: [Rejects] writes it to
// FILE.rejected.xlsx with the original cells, a reason in Chinese and English
// and a note at the wrong cell; the corrected workbook imports again as it is.
// Importing twice changes nothing, because a record is known by its content.
//
// What is unambiguous is mended and noted (a missing check digit, full-width
// signs, Excel's day numbers); what could mean two things is refused. A number
// that Excel has turned into 1.1E+17 has lost digits and is refused.
//
// It decides nothing about rights and stores nothing: [Sink] does.
package importer
