package importer

import (
	"errors"
	"io"
	"io/fs"
	"path"
	"regexp"
	"strings"

	"quanlian/base/errs"
)

// Limits of one archive or folder, against archives made to burst.
// Unit: files, bytes. Source: our own choice; a yearly delivery has some 100,000 files.
const (
	maxFiles    = 1_000_000
	maxPackage  = 256 << 20 // text of one application
	maxUnzipSum = 16 << 30  // text of all
)

// packages reads a folder or archive of e-filing packages and published
// documents. The files of one application lie under a folder with its number
// (2018103932133/100001-/….xml); a published document is one file.
type packages struct {
	file    string
	fsys    fs.FS
	opt     Options
	groups  []group
	skipped int
	at      int
	read    int64
}

// group is the XML files of one right.
type group struct {
	number string
	dir    string
	files  []string
}

// NewPackages lists the XML files of a folder or archive by application.
func NewPackages(name string, fsys fs.FS, opt Options) (Reader, error) {
	p := &packages{file: name, fsys: fsys, opt: opt}
	count := 0
	err := fs.WalkDir(fsys, ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if count++; count > maxFiles {
			return errs.New(errs.Invalid, "importer.archive.too_many", errs.Args{"max": maxFiles})
		}
		if d.IsDir() {
			return nil
		}
		if !strings.EqualFold(path.Ext(file), ".xml") || strings.HasPrefix(path.Base(file), ".") {
			p.skipped++
			return nil
		}
		p.add(file)
		return nil
	})
	if err != nil {
		return nil, fault(err, "importer.file.archive", nil)
	}
	if len(p.groups) == 0 {
		return nil, errs.New(errs.Invalid, "importer.archive.no_xml", errs.Args{"file": name})
	}
	return p, nil
}

var pathNumber = regexp.MustCompile(`^(?:CN|ZL)?(\d{12}\.?[\dXx]|\d{8}\.?[\dXx])$`)

// numberInPath finds an application number that is a whole part of the path.
func numberInPath(file string) string {
	parts := strings.Split(strings.ReplaceAll(file, `\`, "/"), "/")
	for i := len(parts) - 1; i >= 0; i-- {
		name := parts[i]
		if i == len(parts)-1 {
			name = strings.TrimSuffix(name, path.Ext(name))
		}
		if m := pathNumber.FindStringSubmatch(name); m != nil {
			return m[1]
		}
	}
	return ""
}

// add puts a file to its application; the walk is in order, so files of one
// application follow each other.
func (p *packages) add(file string) {
	number := numberInPath(file)
	if number != "" && len(p.groups) > 0 {
		if last := &p.groups[len(p.groups)-1]; last.number == number {
			last.files = append(last.files, file)
			return
		}
	}
	p.groups = append(p.groups, group{number: number, dir: file, files: []string{file}})
}

// Next reads the files of the next application.
func (p *packages) Next() (Row, error) {
	if p.at >= len(p.groups) {
		return Row{}, io.EOF
	}
	g := p.groups[p.at]
	p.at++
	row := Row{File: path.Join(p.file, g.dir)}
	in := entry{file: row.File, format: "xml", observed: p.opt.Observed}
	in.set(AppNo, g.number)
	var size int64
	for _, file := range g.files {
		n, err := p.one(file, &in)
		size += n
		p.read += n
		if err == nil && size > maxPackage {
			err = errs.New(errs.Invalid, "importer.xml.too_large", errs.Args{"mb": maxPackage >> 20})
		}
		if err != nil {
			row.Reasons = append(row.Reasons, Reason{Col: -1, Err: fault(err, "importer.xml.broken", errs.Args{"line": 0})})
		}
	}
	if p.read > maxUnzipSum {
		return Row{}, errs.New(errs.Invalid, "importer.archive.too_large", errs.Args{"gb": maxUnzipSum >> 30})
	}
	if len(row.Reasons) == 0 {
		in.take(&row)
	}
	in.show(&row)
	return row, nil
}

// one reads one file and tells its size.
func (p *packages) one(file string, in *entry) (int64, error) {
	f, err := p.fsys.Open(file)
	if err != nil {
		return 0, err
	}
	c := &counter{in: f}
	err = readXML(c, in)
	return c.n, errors.Join(err, f.Close())
}

// counter counts what is read.
type counter struct {
	in io.Reader
	n  int64
}

// Read counts.
func (c *counter) Read(b []byte) (int, error) {
	n, err := c.in.Read(b)
	c.n += int64(n)
	return n, err
}

// Unknown has no heads to list.
func (p *packages) Unknown() []string { return nil }

// Format names what is read.
func (p *packages) Format() string { return "xml packages" }

// Close has nothing to free.
func (p *packages) Close() error { return nil }

// shown are the fields by which a refused document is written to the workbook
// of refused rows, so that it can be corrected and imported there.
var shown = []Field{AppNo, AppDate, PubNo, PubDate, Title, IPC, Applicant, Inventor, Agency, Abstract}

// show gives a document heads and cells.
func (in *entry) show(row *Row) {
	if row.Record != nil {
		return
	}
	in.set(IPC, strings.Join(in.ipc, ";"))
	var names []string
	for _, a := range in.applicants {
		names = append(names, a.Name)
	}
	in.set(Applicant, strings.Join(names, ";"))
	in.set(Inventor, strings.Join(in.inventors, ";"))
	for _, f := range shown {
		row.Heads = append(row.Heads, headOf[f])
		row.Cells = append(row.Cells, in.get(f))
	}
}

// headOf are the Chinese heads that we write ourselves.
var headOf = map[Field]string{
	AppNo: "申请号", AppDate: "申请日", PubNo: "公开（公告）号", PubDate: "公开（公告）日", Title: "发明名称", IPC: "IPC分类号",
	Applicant: "申请（专利权）人", Inventor: "发明人", Agency: "代理机构", Abstract: "摘要",
}
