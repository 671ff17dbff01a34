package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// ask runs a command and decodes the document that it prints.
func ask(t *testing.T, stdin string, args ...string) (doc map[string]any, code int, errText string) {
	t.Helper()
	var out, errb bytes.Buffer
	code = run(args, strings.NewReader(stdin), &out, &errb)
	if code <= exitNegative {
		if err := json.Unmarshal(out.Bytes(), &doc); err != nil {
			t.Fatalf("%v: %v: %s", args, err, out.String())
		}
	}
	return doc, code, errb.String()
}

func TestPeriodCommand(t *testing.T) {
	t.Parallel()
	for _, x := range []struct{ args, want string }{
		{"--from 2025-11-30 --add 3mo --regime patent", "2026-02-28"},
		{"--from 2026-09-18 --add 2wd", "2026-09-21"},
		{"--from 2026-07-05 --add 3mo --regime administrative", "2026-10-08"},
		{"--from 1998-06-01 --add 3y", "2001-06-01"},
		{"--from 1999-12-16 --service post --add 2mo", "2000-02-29"},
		{"--from 2026.03.02 --add 20日 --regime administrative --pause 2026-03-05..2026-03-15:补正 --pause 2026-03-30..2026-04-02:鉴定", "2026-04-07"},
		{"--from 2026-03-02 --add 20d --pause 2026-03-05..:补正", ""},
	} {
		doc, code, errText := ask(t, "", append(strings.Fields("period --json "+x.args), "--lang", "en")...)
		if code != exitOK || doc["date"] != x.want || (doc["held"] == true) != (x.want == "") {
			t.Errorf("%s: %v %d %s, want %s", x.args, doc["date"], code, errText, x.want)
		}
		for _, s := range doc["explanation"].([]any) {
			if strings.ContainsAny(s.(string), "{}⟦") {
				t.Errorf("%s: %s", x.args, s)
			}
		}
	}
	doc, _, _ := ask(t, "", "period", "--json", "--from", "2026-12-20", "--add", "1mo")
	if doc["provisional"] != true {
		t.Errorf("2027 is not marked provisional: %v", doc)
	}
	doc, _, _ = ask(t, "", "period", "--json", "--from", "1998-06-01", "--add", "3y")
	if doc["unknown_calendar_years"] != true {
		t.Errorf("2001 is not marked unknown: %v", doc)
	}
	doc, _, _ = ask(t, "", "period", "--json", "--from", "2026-09-14", "--add", "5wd", "--now", "2026-09-22")
	if left := doc["left"].(map[string]any); left["light"] != "late" || left["left_workdays"] != float64(-2) {
		t.Errorf("%v", left)
	}
}

func TestPeriodCommandText(t *testing.T) {
	t.Parallel()
	var out, errb bytes.Buffer
	code := run([]string{"period", "--from", "2025-11-30", "--add", "3mo", "--now", "2026-02-27"}, strings.NewReader(""), &out, &errb)
	for _, want := range []string{"2026-02-28\n", "调休上班日，不顺延", "第5条", "即将到期，剩余1个工作日"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("exit %d, %q is missing in\n%s%s", code, want, out.String(), errb.String())
		}
	}
}

func TestPeriodCommandNotice(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "2027.json")
	notice := `{"year":2027,"published":true,"verified":true,"notice":"invented for this test","source":"test","off":[{"from":"2027-01-18","to":"2027-01-20","zh":"春节","en":"Spring Festival"}],"work":[]}`
	if err := os.WriteFile(path, []byte(notice), 0o600); err != nil {
		t.Fatal(err)
	}
	doc, code, errText := ask(t, "", "period", "--json", "--from", "2026-12-20", "--add", "1mo", "--notice", path)
	if code != exitOK || doc["provisional"] != false || doc["date"] != "2027-01-21" {
		t.Errorf("%v %d %s", doc, code, errText)
	}
}

// TestTheExampleOfANotice: what the help points to is a notice that is in force.
func TestTheExampleOfANotice(t *testing.T) {
	t.Parallel()
	example, err := os.ReadFile("../../docs/examples/period-notice.json")
	if err != nil {
		t.Fatal(err)
	}
	if ours, err := os.ReadFile("../../base/calendar/data/years/2026.json"); err != nil || !bytes.Equal(example, ours) {
		t.Errorf("the example is not the notice of 2026: %v", err)
	}
}

// TestPeriodCommandNoticeSaysWhere: what is wrong with a notice is told with file,
// line and field.
func TestPeriodCommandNoticeSaysWhere(t *testing.T) {
	t.Parallel()
	const text = "{\n \"year\": 2027, \"published\": true, \"verified\": true, \"notice\": \"n\", \"source\": \"s\",\n \"off\": [\n  {\"from\": \"2027-01-18\", \"to\": \"2027-01-20\", \"zh\": \"春节\", \"en\": \"SF\"}\n ],\n \"work\": [\n  \"2027-01-23\"\n ]\n}"
	for _, x := range []struct {
		old, wrong string
		want       []string
	}{
		{"}\n ],\n", "}\n ]\n", []string{"Line 6, "}},
		{`"verified": true`, `"verified": "yes"`, []string{"Line 2: verified "}},
		{`"notice":`, `"notise":`, []string{"Line 2: the field notise "}},
		{`"to": "2027-01-20"`, `"to": "2027-13-20"`, []string{"Line 4, off[0].to: ", "2027-13-20"}},
		{`"to": "2027-01-20"`, `"to": "2027-01-02"`, []string{"Line 4, off[0].to: "}},
		{`"2027-01-23"`, `"2027-01-22"`, []string{"Line 7, work[0]: "}},
		{`, "zh": "春节", "en": "SF"`, ``, []string{"Line 4, off[0].zh: ", "Line 4, off[0].en: "}},
	} {
		path := filepath.Join(t.TempDir(), "2027.json")
		if err := os.WriteFile(path, []byte(strings.Replace(text, x.old, x.wrong, 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		_, code, got := ask(t, "", "period", "--json", "--from", "2026-12-20", "--add", "1mo", "--lang", "en", "--notice", path)
		for _, want := range x.want {
			if code != exitBadInput || !strings.Contains(got, want) || !strings.Contains(got, path) {
				t.Errorf("%s: exit %d: %s, want %q", x.wrong, code, got, want)
			}
		}
	}
}

func TestPeriodCommandRefuses(t *testing.T) {
	t.Parallel()
	for _, args := range []string{
		"period --json", "period --from 2026-02-30 --add 3mo", "period --from 2026-02-03 --add 3m", "period --from 2026-02-03 --add 3mo --regime sea",
		"period --from 2026-02-03 --add 3mo --pause 2026-02-05", "period --from 2026-02-03 --add 3mo --pause 2026-02-05..2026-02-01", "period --from 2026-02-03 --add 3mo --lang fr",
		"period --from 2026-02-03 --add 3mo --service pigeon", "period --from 2026-02-03 --add 3mo --notice /nowhere.json",
	} {
		if _, code, errText := ask(t, "", strings.Fields(args)...); code != exitBadInput || errText == "" {
			t.Errorf("%s: exit %d %s", args, code, errText)
		}
	}
}
