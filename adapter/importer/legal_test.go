package importer

import (
	"strings"
	"testing"

	"quanlian/base/calendar"
	"quanlian/registry"
)

const legalHeads = "专利号,申请日,授权公告日,专利权人,法律状态,法律状态公告日,登记号,质权人,到期日,许可方式"

// told reads rows under legalHeads and gives the state on a day.
func told(t *testing.T, day calendar.Date, opt Options, lines ...string) (registry.State, []Row) {
	t.Helper()
	var data strings.Builder
	data.WriteString(legalHeads + "\n")
	for _, l := range lines {
		data.WriteString("202310123456.6,2023-01-16,2024-06-28,云澜大学," + l + "\n")
	}
	rows, _ := all(t, "status.csv", []byte(data.String()), opt)
	var records []registry.Record
	for _, row := range rows {
		if row.Record != nil {
			records = append(records, *row.Record)
		}
	}
	_, events := registry.Project(records)
	return registry.AsOf(events, day, day.At(12)), rows
}

func TestLegalStatusIsTaken(t *testing.T) {
	t.Parallel()
	day, observed := calendar.On(2026, 3, 2), calendar.On(2026, 2, 1)
	for name, c := range map[string]struct {
		lines []string
		holds func(registry.State) bool
	}{
		"in force":      {[]string{"有效,,,,,"}, func(s registry.State) bool { return s.Status == registry.StatusGranted }},
		"granted twice": {[]string{"授权,2024-06-28,,,,"}, func(s registry.State) bool { return s.Granted == calendar.On(2024, 6, 28) }},
		"lapsed": {[]string{"未缴年费专利权终止,2026-01-16,,,,"}, func(s registry.State) bool {
			return s.Status == registry.StatusLapsed && s.Since == calendar.On(2026, 1, 16)
		}},
		"lapsed, day of the export": {[]string{"权利终止,,,,,"}, func(s registry.State) bool { return s.Status == registry.StatusLapsed && s.Since == observed }},
		"restored":                  {[]string{"终止,2025-01-16,,,,", "权利的恢复,2025-05-06,,,,"}, func(s registry.State) bool { return s.Status == registry.StatusGranted }},
		"invalidated":               {[]string{"专利权全部无效,2025-09-01,,,,"}, func(s registry.State) bool { return s.Status == registry.StatusInvalidated }},
		"pledged": {[]string{"专利权质押合同登记的生效,2025-03-04,Y2025330000111,云澜银行,,"}, func(s registry.State) bool {
			return len(s.Pledges) == 1 && s.Pledges[0].Ref == "Y2025330000111" && s.Pledges[0].Party.Name == "云澜银行" && s.Pledges[0].Since == calendar.On(2025, 3, 4)
		}},
		"pledge ended": {[]string{"质押注销,2025-12-01,Y1,,,", "质押,2025-03-04,Y1,云澜银行,,"}, func(s registry.State) bool { return len(s.Pledges) == 0 && len(s.Conflicts) == 0 }},
		"licensed": {[]string{"许可,2025-03-04,X1,鹤汀公司,2027-03-03,独占许可"}, func(s registry.State) bool {
			return len(s.Licences) == 1 && s.Licences[0].Licence == registry.Exclusive
		}},
		"licence over": {[]string{"普通许可,2025-03-04,X1,鹤汀公司,2026-03-01,"}, func(s registry.State) bool { return len(s.Licences) == 0 }},
		"preserved":    {[]string{"专利权的保全,2025-03-04,,,2028-03-03,"}, func(s registry.State) bool { return len(s.Preservations) == 1 }},
		"transferred": {[]string{"专利权的转移,2025-03-04,,甲公司;乙公司,,"}, func(s registry.State) bool {
			return len(s.Owners) == 2 && s.Owners[0].Name == "甲公司" && s.OwnersSince == calendar.On(2025, 3, 4)
		}},
	} {
		s, rows := told(t, day, Options{Observed: observed}, c.lines...)
		if !c.holds(s) {
			t.Errorf("%s: %+v; rows %+v", name, s, rows)
		}
		for _, row := range rows {
			if row.Record == nil || len(row.Notes) > 1 {
				t.Errorf("%s: refused or doubted: %+v", name, row)
				continue
			}
			for _, e := range row.Record.Events {
				if !strings.HasPrefix(e.Source, "status.csv:") {
					t.Errorf("%s: %s has the source %q", name, e.Kind, e.Source)
				}
			}
		}
	}
}

// TestLegalStatusBeforeItsDay proves that what came later is not told of a day before.
func TestLegalStatusBeforeItsDay(t *testing.T) {
	t.Parallel()
	s, _ := told(t, calendar.On(2025, 3, 3), Options{}, "质押,2025-03-04,Y1,云澜银行,,", "终止,2026-01-16,,,,")
	if len(s.Pledges) != 0 || s.Status != registry.StatusGranted {
		t.Errorf("%+v", s)
	}
}

func TestLegalStatusIsRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		line, code string
		field      string // head of the wrong column
	}{
		"unknown":       {"飞走了,2025-03-04,,,,", "importer.status.unknown", "法律状态"},
		"two meanings":  {"失效,2025-03-04,,,,", "importer.status.unknown", "法律状态"},
		"two words":     {"授权；质押,2025-03-04,,,,", "importer.status.unknown", "法律状态"},
		"no day":        {"终止,,,,,", "importer.status.no_date", "法律状态"},
		"pledge no day": {"质押,,Y1,云澜银行,,", "importer.status.no_date", "法律状态"},
		"wrong day":     {"终止,2025-02-30,,,,", "base.calendar.no_such_day", "法律状态公告日"},
		"too early":     {"终止,2022-03-04,,,,", "importer.date.order", "法律状态公告日"},
		"to whom":       {"转移,2025-03-04,,,,", "importer.status.no_party", "质权人"},
		"ends first":    {"许可,2025-03-04,,,2024-03-03,", "importer.status.until", "到期日"},
	} {
		_, rows := told(t, calendar.On(2026, 3, 2), Options{}, c.line)
		if len(rows) != 1 || rows[0].Record != nil || len(rows[0].Reasons) != 1 || rows[0].Reasons[0].Err.Code != c.code {
			t.Errorf("%s: %+v, want %s", name, rows, c.code)
			continue
		}
		if at := rows[0].Reasons[0].Col; at < 0 || rows[0].Heads[at] != c.field {
			t.Errorf("%s: the reason stands at column %d", name, at)
		}
	}
	_, rows := told(t, calendar.On(2026, 3, 2), Options{}, ",,Y1,云澜银行,,")
	if rows[0].Record == nil || len(rows[0].Notes) != 2 || rows[0].Notes[1].Err.Code != "importer.status.missing" {
		t.Errorf("a pledgee without a status: %+v", rows[0])
	}
}

func TestEveryLegalWordIsItsOwnKey(t *testing.T) {
	t.Parallel()
	seen := map[string]registry.EventKind{}
	for kind, words := range legalWords {
		for _, w := range strings.Fields(words) {
			if headKey(w) != w {
				t.Errorf("%s: %q is not in its normal form", kind, w)
			}
			if other, ok := seen[w]; ok {
				t.Errorf("%q means both %s and %s", w, other, kind)
			}
			seen[w] = kind
		}
	}
}
