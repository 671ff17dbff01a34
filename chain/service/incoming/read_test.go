package incoming

import (
	"strings"
	"testing"

	"quanlian/base/calendar"
)

var today = calendar.On(2026, 11, 25)

func TestRead(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		name, text, no, day, what, ours string
		doubts                          int
	}{
		{"notice of acceptance", "专利申请受理通知书\n申请号：202319900777.X\n申请日：2026年11月3日\n受理日期：2026年11月5日", "202319900777.X", "2026-11-05", Receipt, "", 0},
		{"certificate", "专利实施许可合同备案证明\n备案号：2026990011204\n经审查，予以备案。\n发文日：2026-11-23", "2026990011204", "2026-11-23", Grant, "", 0},
		{"refusal", "YL2026-ZL14-00001 不予备案通知书 编号：2026-0012345 2026年11月20日", "2026-0012345", "2026-11-20", Refuse, "YL2026-ZL14-00001", 0},
		{"wrong check digit", "申请号：202319900777.1，受理日：2026年11月5日，予以受理", "202319900777.1", "2026-11-05", Receipt, "", 1},
		{"a number alone", "202319900777.X", "202319900777.X", "", "", "", 2},
		{"in the future", "备案号：2026990011204 准予 2027年1月1日", "2026990011204", "2027-01-01", Grant, "", 1},
		{"nothing", "收到，谢谢。", "", "", "", "", 3},
	} {
		f := Read(x.text, today)
		day := ""
		if !f.Day.IsZero() {
			day = f.Day.String()
		}
		if f.No != x.no || day != x.day || f.What != x.what || f.Case != x.ours || len(f.Doubts) != x.doubts {
			t.Errorf("%s: %+v (%d doubts), %s", x.name, f, len(f.Doubts), day)
		}
	}
}

func TestReadXML(t *testing.T) {
	t.Parallel()
	rows, err := ReadXML(strings.NewReader(`<results><result><case>yl2026-zl14-00001</case><number>2026990011204</number><day>2026-11-23</day><result>予以备案</result></result>
		<result><case>YL2026-ZL14-00002</case><day>2026-11-32</day><result>准予</result></result><result><day>2026-11-23</day></result><result><case>YL2026-ZL14-00003</case><day>2026-11-23</day><result>待定</result></result></results>`), today)
	if err != nil || len(rows) != 4 || rows[0].Fault != nil || rows[0].Found.Case != "YL2026-ZL14-00001" || rows[0].Found.What != Grant {
		t.Fatalf("%+v %v", rows, err)
	}
	for i, code := range []string{"", "service.incoming.row_day", "service.incoming.row_no_number", "service.incoming.row_outcome"} {
		if i > 0 && (rows[i].Fault == nil || rows[i].Fault.Code != code) {
			t.Errorf("row %d: %v", i, rows[i].Fault)
		}
	}
	if _, err := ReadXML(strings.NewReader("<a><b>"), today); err == nil {
		t.Error("a torn file was read")
	}
}

// TestOwnWordsAreRead: the page's own names of the columns, and what offices write
// into a column of results.
func TestOwnWordsAreRead(t *testing.T) {
	t.Parallel()
	for head, want := range map[string]string{"办件号": "case", "对方编号": "no", "Their number": "no", "日期": "day", "结果": "what", "来文说的是": "what", "原因": "reason", "颜色": ""} {
		if got := Field(head); got != want {
			t.Errorf("%s is %q, want %q", head, got, want)
		}
	}
	for text, want := range map[string]string{"合格": Grant, "不合格": Refuse, "通过": Grant, "未通过": Refuse, "不予备案": Refuse, "已受理": Receipt, "Refused": Refuse, "大概": ""} {
		if r := RowOf(2, map[string]string{"case": "YL2026-ZL14-00001", "day": "2026-11-20", "what": text}, today); r.Found.What != want || (r.Fault == nil) != (want != "") {
			t.Errorf("%s: %+v", text, r)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("申请号：202319900777.X 受理日：2026年11月5日")
	f.Fuzz(func(_ *testing.T, s string) { _ = Read(s, today) })
}

// The rows of a list of XML are counted, also where all stand on one line.
func TestRowsOfXMLAreCounted(t *testing.T) {
	t.Parallel()
	rows, err := ReadXML(strings.NewReader(`<results><result><case>a</case></result><result><case>b</case></result></results>`), calendar.On(2026, 11, 27))
	if err != nil || len(rows) != 2 || rows[0].Line != 1 || rows[1].Line != 2 {
		t.Fatalf("%+v %v", rows, err)
	}
}
