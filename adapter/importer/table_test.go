package importer

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/registry"
)

const sheet = "申请号,申请日,公开（公告）号,公开（公告）日,发明名称,IPC分类号,申请（专利权）人,发明人,代理机构\n" +
	"CN202310123456.6,2023.01.16,CN116970934A,2023.07.21,一种读出电路,G01L1/18;G01L9/00,云澜大学;鹤汀启衡公司,秦以南;纪晚舟,云澜知衡专利代理事务所(普通合伙) 44347;云澜知衡专利代理事务所(普通合伙) 44347\n"

// all reads a file to its end.
func all(t *testing.T, name string, data []byte, opt Options) ([]Row, Reader) {
	t.Helper()
	r, err := Open(name, bytes.NewReader(data), opt)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	t.Cleanup(func() { _ = r.Close() })
	var rows []Row
	for {
		row, err := r.Next()
		if err != nil {
			return rows, r
		}
		rows = append(rows, row)
	}
}

// A refused row shows days as dates, in whichever of the two ways the workbook
// counts them: in the workbook of refused rows they are text.
func TestRefusedDays(t *testing.T) {
	t.Parallel()
	for name, old := range map[string]bool{"since 1900": false, "since 1904": true} {
		book := excelize.NewFile()
		if err := book.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &old}); err != nil {
			t.Fatal(err)
		}
		serial := 44960
		if old {
			serial -= 1462
		}
		for i, row := range [][]any{{"申请号", "名称", "申请日"}, {"202310123456.7", "一种膜", serial}} {
			if err := book.SetSheetRow("Sheet1", "A"+strconv.Itoa(i+1), &row); err != nil {
				t.Fatal(err)
			}
		}
		var b bytes.Buffer
		if err := book.Write(&b); err != nil {
			t.Fatal(err)
		}
		rows, _ := all(t, "days.xlsx", b.Bytes(), Options{})
		if len(rows) != 1 || len(rows[0].Reasons) == 0 || rows[0].Cells[2] != "2023-02-03" {
			t.Errorf("%s: %+v", name, rows)
		}
	}
}

func TestEncodingsAndDelimiters(t *testing.T) {
	t.Parallel()
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(sheet)
	if err != nil {
		t.Fatal(err)
	}
	u16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(strings.ReplaceAll(sheet, ",", "\t"))
	if err != nil {
		t.Fatal(err)
	}
	late := "app_no,title\n" + strings.Repeat("202310123456.6,plain title of ascii letters\n", 3000)
	lateGB, err := simplifiedchinese.GB18030.NewEncoder().String(late + "202310123456.6,读出电路\n")
	if err != nil {
		t.Fatal(err)
	}
	var key string
	for name, data := range map[string]string{
		"utf8": sheet, "bom": "\ufeff" + sheet, "gb18030": gb, "utf16 tab": u16,
		"semicolon": strings.NewReplacer(";", "|", ",", ";").Replace(sheet), "title rows": "云澜市专利清单\n\n" + sheet,
		"crlf": strings.ReplaceAll(sheet, "\n", "\r\n"),
	} {
		rows, r := all(t, name+".csv", []byte(data), Options{})
		if len(rows) != 1 || rows[0].Record == nil {
			t.Errorf("%s (%s): %+v", name, r.Format(), rows)
			continue
		}
		if key == "" {
			key = rows[0].Record.Key
		}
		if rows[0].Record.Key != key {
			t.Errorf("%s: another key: %+v", name, rows[0].Record)
		}
	}
	rows, _ := all(t, "late.csv", []byte(lateGB), Options{})
	if last := rows[len(rows)-1]; len(rows) != 3001 || last.Record == nil || last.Record.Right.Title != "读出电路" {
		t.Errorf("GB18030 after a page of ASCII: %d rows, %+v", len(rows), last)
	}
}

func TestRecordOfARow(t *testing.T) {
	t.Parallel()
	rows, _ := all(t, "a.csv", []byte(sheet), Options{})
	r := rows[0].Record.Right
	if r.Number != "202310123456.6" || r.Kind != registry.Invention || r.Filing != calendar.On(2023, 1, 16) || r.Published != calendar.On(2023, 7, 21) ||
		r.IPCMain != "G01L 1/18" || len(r.IPC) != 2 || len(r.Applicants) != 2 || len(r.Inventors) != 2 ||
		r.Agency != "云澜知衡专利代理事务所(普通合伙)" || r.AgencyCode != "44347" {
		t.Errorf("%+v", r)
	}
	s := registry.AsOf(rows[0].Record.Events, calendar.On(2023, 8, 1), calendar.On(2023, 8, 1).At(12))
	if s.Status != registry.StatusPending || len(s.Owners) != 2 || s.Kind != registry.Invention {
		t.Errorf("%+v", s)
	}
}

// refusal and acceptance of single cells.
func TestCells(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		head, cells string
		code        string // of the reason; "" when taken
		note        string
		check       func(registry.Record) bool
	}{
		"bad check digit":     {"专利号,名称", "202310123456.7,甲", "base.ident.check", "", nil},
		"check digit missing": {"专利号,名称", "202310123456,甲", "", "importer.number.check_added", func(r registry.Record) bool { return r.Right.Number == "202310123456.6" }},
		"ZL, full width":      {"专利号,名称", "ＺＬ２０２３１０１２３４５６．６,甲", "", "", func(r registry.Record) bool { return r.Right.Number == "202310123456.6" }},
		"small x":             {"专利号,名称", "202430000123.x,甲", "", "", func(r registry.Record) bool { return r.Right.Kind == registry.Design }},
		"lost digits":         {"专利号,名称", "2.02E+12,甲", "importer.number.scientific", "", nil},
		"all digits there":    {"专利号,名称", "2.023101234566E+12,甲", "", "", func(r registry.Record) bool { return r.Right.Number == "202310123456.6" }},
		"credit code lost":    {"专利号,名称,专利权人,统一社会信用代码", "202310123456.6,甲,乙公司,1.1E+17", "importer.number.scientific", "", nil},
		"credit code kept":    {"专利号,名称,专利权人,统一社会信用代码", "202310123456.6,甲,乙公司,91350100M000100Y43", "", "", func(r registry.Record) bool { return r.Right.Applicants[0].USCC == "91350100M000100Y43" }},
		"credit code wrong":   {"专利号,名称,专利权人,统一社会信用代码", "202310123456.6,甲,乙公司,91350100M000100Y44", "base.ident.check", "", nil},
		"no number":           {"专利号,名称", ",甲", "importer.number.missing", "", nil},
		"number hint":         {"专利号,名称,申请日,优先权号,优先权日", "CN,甲,2015.08.24,CN201510524596,2015.08.24", "importer.number.empty_hint", "", nil},
		"other kind":          {"专利号,名称,专利类型", "202310123456.6,甲,实用新型", "importer.number.other_kind", "", nil},
		"wrong day":           {"专利号,名称,申请日", "202310123456.6,甲,2023.02.30", "base.calendar.no_such_day", "", nil},
		"excel day number":    {"专利号,名称,申请日", "202310123456.6,甲,44942", "", "", func(r registry.Record) bool { return r.Right.Filing == calendar.On(2023, 1, 16) }},
		"with a clock":        {"专利号,名称,申请日", "202310123456.6,甲,2023-01-16 00:00:00", "", "", func(r registry.Record) bool { return r.Right.Filing == calendar.On(2023, 1, 16) }},
		"published too early": {"专利号,名称,申请日,公开日", "202310123456.6,甲,2023.01.16,2022.01.16", "importer.date.order", "", nil},
		"wan in head": {"专利号,名称,价格（万元）,交易方式", "202310123456.6,甲,12.5,转让", "", "", func(r registry.Record) bool {
			return r.Offer.Price == 125000*money.Yuan && r.Offer.Deal == registry.Assignment
		}},
		"wan in cell": {"专利号,名称,价格,交易方式", "202310123456.6,甲,12.5万元,独占许可", "", "", func(r registry.Record) bool {
			return r.Offer.Price == 125000*money.Yuan && r.Offer.Licence == registry.Exclusive
		}},
		"no unit":           {"专利号,名称,价格", "202310123456.6,甲,12.5", "importer.price.no_unit", "", nil},
		"to be agreed":      {"专利号,名称,价格", "202310123456.6,甲,面议", "", "", func(r registry.Record) bool { return r.Offer.Price == 0 && r.Offer.PriceKind == "" }},
		"trade unknown":     {"专利号,名称,交易方式", "202310123456.6,甲,赠送", "importer.trade.unknown_kind", "", nil},
		"class wrong, kept": {"专利号,名称,IPC", "202310123456.6,甲,G99/xx", "", "base.ident.ipc.form", nil},
		"too many cells":    {"专利号,名称", "202310123456.6,甲,乙", "importer.row.too_many_cells", "", nil},
		"quotes":            {"专利号,名称", `202310123456.6,甲"乙`, "importer.row.quotes", "", nil},
		"no title, kept":    {"专利号,名称", "202310123456.6,", "", "importer.row.no_title", nil},
		"repeated number":   {"专利号,名称,授权公告号", "202310123456.6,甲,ZL202310123456.6", "", "", nil},
	} {
		rows, _ := all(t, name+".csv", []byte(c.head+"\n"+c.cells+"\n"), Options{})
		if len(rows) != 1 {
			t.Errorf("%s: %d rows", name, len(rows))
			continue
		}
		row := rows[0]
		switch {
		case c.code != "" && (row.Record != nil || len(row.Reasons) != 1 || row.Reasons[0].Err.Code != c.code):
			t.Errorf("%s: %+v, want %s", name, row, c.code)
		case c.code == "" && row.Record == nil:
			t.Errorf("%s refused: %v", name, row.Reasons[0].Err)
		case c.note != "" && (len(row.Notes) != 1 || row.Notes[0].Err.Code != c.note):
			t.Errorf("%s: notes %v", name, row.Notes)
		case c.check != nil && !c.check(*row.Record):
			t.Errorf("%s: %+v %+v", name, row.Record.Right, row.Record.Offer)
		}
	}
}

func TestHeads(t *testing.T) {
	t.Parallel()
	rows, r := all(t, "a.csv", []byte("案卷号,公司代号,专利名称,申請號x\n202310123456.6,7,甲,8\n"), Options{Mapping: mapping(t, "案卷号: app_no\n")})
	if len(rows) != 1 || rows[0].Record == nil || strings.Join(r.Unknown(), " ") != "公司代号 申請號x" {
		t.Errorf("%+v, unknown %v", rows, r.Unknown())
	}
	if _, err := Open("b.csv", strings.NewReader("甲,乙\n1,2\n"), Options{}); !errs.Is(err, "importer.file.no_number_column") {
		t.Errorf("no number column: %v", err)
	}
	if _, err := ParseMapping(strings.NewReader("a: app_no\nb: nonsense\nc: other\n")); len(errs.All(err)) != 2 {
		t.Errorf("both wrong fields should be named: %v", err)
	}
}

func mapping(t *testing.T, s string) Mapping {
	t.Helper()
	m, err := ParseMapping(strings.NewReader(s))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestEverySynonymIsItsOwnKey(t *testing.T) {
	t.Parallel()
	seen := map[string]Field{}
	for f, names := range synonyms {
		for _, n := range strings.Fields(names) {
			if headKey(n) != n {
				t.Errorf("%s: %q is not in its normal form %q", f, n, headKey(n))
			}
			if other, ok := seen[n]; ok {
				t.Errorf("%q means both %s and %s", n, other, f)
			}
			seen[n] = f
		}
	}
}

// TestCorrectAndImportAgain walks the way of a clerk: refused rows come back as
// a workbook, are corrected in it, and go in; 18-digit codes survive.
func TestCorrectAndImportAgain(t *testing.T) {
	t.Parallel()
	data := "专利号,名称,专利权人,统一社会信用代码,我的备注\n" +
		"202310123456.7,甲,云澜公司,91350100M000100Y43,留言\n" +
		"201710601862.3,乙,云澜公司,91350100M000100Y43,\n"
	rejects := NewRejects()
	r, err := Open("a.csv", strings.NewReader(data), Options{})
	if err != nil {
		t.Fatal(err)
	}
	sink := NewDryRun()
	rep, err := Run(context.Background(), "a.csv", r, sink, rejects.Add, nil)
	if err != nil || rep.Taken != 1 || rep.Refused != 1 || rejects.Rows() != 1 {
		t.Fatalf("%+v %v", rep, err)
	}
	var buf bytes.Buffer
	if _, err := rejects.WriteTo(&buf); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(buf.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	columnsInOrder(t, buf.Bytes())
	notes, err := book.GetComments(rejectSheet)
	if err != nil || len(notes) != 1 || notes[0].Cell != "A2" {
		t.Fatalf("notes %v %v", notes, err)
	}
	rows, err := book.GetRows(rejectSheet)
	if err != nil || rows[1][3] != "91350100M000100Y43" || !strings.Contains(rows[1][5], "校验") || !strings.Contains(rows[1][6], "check") || rows[1][8] != "2" {
		t.Fatalf("%q %v", rows, err)
	}
	kind, err := book.GetCellType(rejectSheet, "D2")
	if err != nil || kind == excelize.CellTypeNumber {
		t.Errorf("the code is no text: %v %v", kind, err)
	}
	again, _ := all(t, "a.csv.rejected.xlsx", buf.Bytes(), Options{})
	if len(again) != 1 || again[0].Record != nil || len(again[0].Reasons) != 1 {
		t.Errorf("uncorrected: %+v", again)
	}
	if err := book.SetCellStr(rejectSheet, "A2", "ZL 2023 1 0123456.6"); err != nil {
		t.Fatal(err)
	}
	buf.Reset()
	if err := book.Write(&buf); err != nil {
		t.Fatal(err)
	}
	again, reader := all(t, "a.csv.rejected.xlsx", buf.Bytes(), Options{})
	if len(again) != 1 || again[0].Record == nil || again[0].Record.Right.Applicants[0].USCC != "91350100M000100Y43" {
		t.Fatalf("corrected: %+v", again)
	}
	if u := strings.Join(reader.Unknown(), " "); u != "我的备注" {
		t.Errorf("unknown heads after the round: %s", u)
	}
}

// columnsInOrder proves that Excel has nothing to repair.
func columnsInOrder(t *testing.T, workbook []byte) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(workbook), int64(len(workbook)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	last := 0
	for _, m := range regexp.MustCompile(`<col min="(\d+)" max="(\d+)"`).FindAllStringSubmatch(string(b), -1) {
		lo, _ := strconv.Atoi(m[1])
		hi, _ := strconv.Atoi(m[2])
		if lo <= last || hi < lo {
			t.Errorf("column %d after column %d", lo, last)
		}
		last = hi
	}
	if last == 0 {
		t.Error("no columns laid out")
	}
}

func TestExcelNumbers(t *testing.T) {
	t.Parallel()
	book := excelize.NewFile()
	for cell, v := range map[string]any{
		"A1": "专利号", "B1": "名称", "C1": "申请日", "D1": "统一社会信用代码", "E1": "专利权人",
		"A2": 2023101234566, "B2": "号码存成了数字", "C2": 44942, "D2": "91350100M000100Y43", "E2": "甲",
		"A3": 202310123456.6, "B3": "带点的数字", "C3": 44942, "D3": "91350100M000100Y43", "E3": "甲",
		"A4": "202310123456.6", "B4": "代码存成了数字", "C4": "2023年1月16日", "D4": 1.1010519491231e17, "E4": "甲",
	} {
		if err := book.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	var buf bytes.Buffer
	if err := book.Write(&buf); err != nil {
		t.Fatal(err)
	}
	rows, _ := all(t, "a.xlsx", buf.Bytes(), Options{})
	if len(rows) != 3 {
		t.Fatalf("%d rows", len(rows))
	}
	for _, row := range rows[:2] {
		if row.Record == nil || row.Record.Right.Number != "202310123456.6" || row.Record.Right.Filing != calendar.On(2023, 1, 16) {
			t.Errorf("line %d: %+v", row.Line, row)
		}
	}
	if last := rows[2]; last.Record != nil || last.Reasons[0].Col != 3 {
		t.Errorf("a code kept as a number was taken: %+v", last)
	}
}

func TestRejectedName(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"a.csv": "a.csv.rejected.xlsx", "a.xlsx": "a.xlsx.rejected.xlsx", "a.csv.rejected.xlsx": "a.csv.rejected.2.xlsx",
		"a.csv.rejected.2.xlsx": "a.csv.rejected.3.xlsx", "x/b.rejected.old.xlsx": "x/b.rejected.old.xlsx.rejected.xlsx",
	} {
		if got := RejectedName(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}

func TestCurrentOwnerNeedsADay(t *testing.T) {
	t.Parallel()
	data := []byte("专利号,名称,申请日,授权公告日,专利权人,当前权利人\n202310123456.6,甲,2023.01.16,2024.06.28,大学,公司\n")
	rows, _ := all(t, "a.csv", data, Options{})
	if len(rows[0].Notes) != 1 || rows[0].Notes[0].Err.Code != "importer.owner.no_date" {
		t.Errorf("notes %v", rows[0].Notes)
	}
	day := calendar.On(2026, 11, 1)
	rows, _ = all(t, "a.csv", data, Options{Observed: day})
	if s := registry.AsOf(rows[0].Record.Events, day, day.At(12)); s.Owners[0].Name != "公司" {
		t.Errorf("owners on the day of the export: %v", s.Owners)
	}
	if s := registry.AsOf(rows[0].Record.Events, day.AddDays(-1), day.At(12)); s.Owners[0].Name != "大学" {
		t.Errorf("owners before it: %v", s.Owners)
	}
}
