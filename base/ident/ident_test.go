package ident

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"quanlian/base/calendar"
	"quanlian/base/errs"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		kind     Kind
		in, want string
	}{
		{KindUSCC, "91350100M000100Y43", "91350100M000100Y43"},
		{KindUSCC, " ９１３５０１００ m000100y-43 ", "91350100M000100Y43"},
		{KindOrg, "D2143569-X", "D2143569-X"},
		{KindOrg, "Ｄ２１４３５６９—ｘ", "D2143569-X"},
		{KindOrg, "M000100Y4", "M000100Y-4"},
		{KindID, "11010519491231002X", "1****************X"},
		{KindID, "110105 19491231 002×", "1****************X"},
		{KindPatent, "201710601862.3", "201710601862.3"},
		{KindPatent, "95115608.X", "95115608.X"},
		{KindPatent, "97101765.4", "97101765.4"},
		{KindPatent, "202430000123.X", "202430000123.X"},
		{KindPatent, "202430000123。ｘ", "202430000123.X"},
		{KindPatent, "ZL 2023 1 0123456.6", "202310123456.6"},
		{KindPatent, "CN2023101234566", "202310123456.6"},
		{KindPatent, "专利号：ＺＬ２０２３１０１２３４５６．６", "202310123456.6"},
		{KindPatent, "pct/cn2023/123456", "PCT/CN2023/123456"},
		{KindPCT, "PCT/CN03/00123", "PCT/CN2003/000123"},
		{KindPCT, "PCT/US1999/012345", "PCT/US1999/012345"},
		{KindPublication, "CN 106970934 A", "CN106970934A"},
		{KindPublication, "CN2731599Y", "CN2731599Y"},
		{KindPublication, "109876543b", "CN109876543B"},
		{KindPublication, "CN100123456C1", "CN100123456C1"},
		{KindPublication, "CN305000001S", "CN305000001S"},
		{KindPublication, "WO 2023/123456 A1", "WO2023/123456A1"},
		{KindTrademark, "第00123456号", "123456"},
		{KindTrademark, "No. 12345678A", "12345678A"},
		{KindTrademark, "g1234567", "G1234567"},
		{KindIPC, "g06f16/242", "G06F 16/242"},
		{KindIPC, "G06F  0016／242 (2019.01)I", "G06F 16/242"},
		{KindIPC, "G06F0016242000", "G06F 16/242"},
		{KindIPC, "Int.Cl. H04L 29/08", "H04L 29/08"},
		{KindIPC, "G06F 16", "G06F 16/00"},
		{KindIPC, "G06", "G06"},
		{KindLocarno, "LOC(14) Cl. 14-2", "14-02"},
		{KindNice, "第９类", "9"},
		{KindDataCert, "20240944001234567", "20240944001234567"},
		{KindDataReg, "2024A01B00000012", "2024A01B00000012"},
	} {
		n, err := Parse(x.kind, x.in)
		if err != nil || n.Normal != x.want {
			t.Errorf("Parse(%s, %q) = %+v, %v; want %s", x.kind, x.in, n, err, x.want)
			continue
		}
		if x.kind == KindID {
			continue
		}
		for _, form := range append([]string{n.Normal}, values(n.Forms)...) {
			if back, err := Parse(x.kind, form); err != nil || back.Normal != n.Normal {
				t.Errorf("%s written %q reads back as %v, %v", n.Normal, form, back.Normal, err)
			}
		}
	}
}

func values(m map[string]string) []string {
	var out []string
	for _, v := range m {
		out = append(out, v)
	}
	return out
}

func TestReasons(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		kind          Kind
		in, code      string
		position, got any
		expected      any
	}{
		{KindUSCC, "91350100M000100Y44", "check", 18, "4", "3"},
		{KindUSCC, "91350100M000100Y4", "length", nil, 17, nil},
		{KindUSCC, "9135010OM000100Y43", "char", 8, nil, nil},
		{KindUSCC, "A1110000600037341L", "check", 18, "L", nil},
		{KindUSCC, "913501M0M000100Y43", "char", 7, nil, nil},
		{KindUSCC, "9111000060003IOZSV", "char", 14, nil, nil},
		{KindOrg, "D2143569-1", "check", 9, "1", "X"},
		{KindID, "110105194912310020", "id.check", 18, "0", "X"},
		{KindID, "11010519491331002X", "id.birth", nil, nil, nil},
		{KindID, "99010519491231002X", "id.region", nil, nil, nil},
		{KindID, "1101051949123100", "id.length", nil, 16, nil},
		{KindID, "T10105194912310021", "id.char", 1, nil, nil},
		{KindPatent, "201710601862.4", "check", 13, "4", "3"},
		{KindPatent, "201710601826.3", "check", 13, "3", "7"},
		{KindPatent, "201710608162.3", "check_swap", 13, "3", "7"},
		{KindPatent, "202319900592.8", "check", 13, "8", "9"},
		{KindPatent, "202310123456", "patent.no_check", nil, nil, "6"},
		{KindPatent, "95115608", "patent.no_check", nil, nil, "X"},
		{KindPatent, "CN106970934A", "patent.is_publication", nil, nil, nil},
		{KindPatent, "CN100123456C1", "patent.is_publication", nil, nil, nil},
		{KindPatent, "20171060186.3", "patent.no_check", nil, nil, nil},
		{KindPatent, "2017106018.3", "length_two", nil, 11, nil},
		{KindPatent, "201740601862.3", "patent.kind", 5, "4", nil},
		{KindPatent, "95415608.X", "patent.kind", 3, "4", nil},
		{KindPatent, "199910601862.3", "patent.year", nil, nil, nil},
		{KindPatent, "20171O601862.3", "char", 6, nil, nil},
		{KindPublication, "CN106970934U", "publication.letter", nil, nil, nil},
		{KindPublication, "CN106970934", "publication.letter", nil, nil, nil},
		{KindPublication, "CN406970934A", "publication.first", nil, "4", nil},
		{KindPublication, "CN10697093A", "length_two", nil, 8, nil},
		{KindPublication, "XY1", "publication.form", nil, nil, nil},
		{KindTrademark, "123456789", "length", nil, 9, nil},
		{KindTrademark, "G12345", "length", nil, 5, nil},
		{KindTrademark, "000", "trademark.form", nil, nil, nil},
		{KindTrademark, "12A34", "trademark.form", nil, nil, nil},
		{KindIPC, "I06F 16/242", "ipc.form", nil, nil, nil},
		{KindIPC, "G06F 0/00", "ipc.form", nil, nil, nil},
		{KindIPC, "G00F 1/00", "ipc.form", nil, nil, nil},
		{KindIPC, "G06F 16/2", "ipc.form", nil, nil, nil},
		{KindIPC, "G06F0000242000", "ipc.form", nil, nil, nil},
		{KindLocarno, "1402", "locarno.form", nil, nil, nil},
		{KindNice, "46", "nice.form", nil, nil, nil},
		{KindNice, "0", "nice.form", nil, nil, nil},
		{KindDataCert, "2024094400123456", "length", nil, 16, nil},
		{KindDataReg, "2024A01B0000001数", "char", 16, nil, nil},
		{KindPCT, "PCT/CN2023/1", "pct.form", nil, nil, nil},
		{KindNice, " 　", "empty", nil, nil, nil},
		{"isbn", "1", "no_such_kind", nil, nil, nil},
	} {
		_, err := Parse(x.kind, x.in)
		e := errs.As(err)
		if e == nil || e.Kind != errs.Invalid || e.Code != "base.ident."+x.code {
			t.Errorf("Parse(%s, %q): %v, want %s", x.kind, x.in, err, x.code)
			continue
		}
		for name, want := range map[string]any{"position": x.position, "got": x.got, "expected": x.expected} {
			if want != nil && e.Args[name] != want {
				t.Errorf("Parse(%s, %q): %s is %v, want %v", x.kind, x.in, name, e.Args[name], want)
			}
		}
	}
	_, err := Parse(KindPatent, "201710608162.3") // 18 written as 81
	if got := errs.As(err).Args["suggest"]; got != "201710601862.3" {
		t.Errorf("suggest %v", got)
	}
}

func TestApplicationParts(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"ZL 2023 1 0123456.6": "2023 invention pct=false old=false granted=true ZL 2023 1 0123456.6 CN202310123456.6 2023101234566",
		"95115608.X":          "1995 invention pct=false old=true granted=false ZL 95 1 15608.X CN95115608.X 95115608X",
		"202430000123.X":      "2024 design pct=false old=false granted=false ZL 2024 3 0000123.X CN202430000123.X 202430000123X",
	} {
		a, err := ParseApplication(in)
		got := fmt.Sprintf("%d %s pct=%v old=%v granted=%v %s %s %s", a.Year(), a.Kind(), a.PCT(), a.Old(), a.Granted(), a.ZL(), a.CN(), a.Plain())
		if err != nil || got != want {
			t.Errorf("%s: %s, %v; want %s", in, got, err, want)
		}
	}
}

// One wrong digit is always found: 11 is a prime and no weight is a multiple
// of it. Two exchanged neighbours are found unless their weights agree.
func TestCheckDigitsFindSlips(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		body := fmt.Sprintf("%04d%c%07d", rapid.IntRange(2004, 2026).Draw(t, "y"), rapid.SampledFrom([]byte("12389")).Draw(t, "k"), rapid.IntRange(0, 9999999).Draw(t, "n"))
		full := body + string(appCheck(body))
		if a, err := ParseApplication(full); err != nil || a.Plain() != full {
			t.Fatalf("%s: %v, %v", full, a, err)
		}
		i, d := rapid.IntRange(0, 11).Draw(t, "at"), byte('0'+rapid.IntRange(0, 9).Draw(t, "d"))
		if wrong := full[:i] + string(d) + full[i+1:]; wrong != full {
			if _, err := ParseApplication(wrong); err == nil {
				t.Fatalf("%s passes for %s", wrong, full)
			}
		}
		j := rapid.IntRange(0, 10).Draw(t, "swap")
		swapped := []byte(full)
		swapped[j], swapped[j+1] = swapped[j+1], swapped[j]
		if string(swapped) != full {
			if _, err := ParseApplication(string(swapped)); err == nil {
				t.Fatalf("%s passes for %s", swapped, full)
			}
		}
	})
}

const someID = "11010519491231002X"

func TestIDNumberNeverShows(t *testing.T) {
	t.Parallel()
	n, err := ParseID(someID)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(struct{ ID IDNumber }{n})
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "id", n, "in", struct{ A IDNumber }{n})
	shownAs := []string{string(raw), log.String(), n.String()}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x", "%X", "%t"} {
		shownAs = append(shownAs, fmt.Sprintf(verb, n), fmt.Sprintf(verb, []IDNumber{n}), fmt.Sprintf(verb, struct{ A IDNumber }{n}))
	}
	for _, kind := range Kinds() { // typed into the wrong field
		for _, typed := range []string{someID, "id: " + someID, "110105 19491231 002X", someID[:17] + "1", "1101051949-1231-0021"} {
			if num, err := Parse(kind, typed); err != nil {
				shownAs = append(shownAs, err.Error())
			} else {
				shownAs = append(shownAs, fmt.Sprint(num))
			}
		}
	}
	for _, s := range shownAs {
		if strings.Contains(strip(s), "19491231") || strings.Contains(s, fmt.Sprintf("%x", "19491231")) {
			t.Errorf("shows the number: %s", s)
		}
	}
	if n.Reveal() != someID || n.Birth() != calendar.On(1949, 12, 31) || !n.BornBy(calendar.On(1949, 12, 31)) || n.BornBy(calendar.On(1949, 12, 30)) {
		t.Error("the number itself is wrong")
	}
	var back IDNumber
	if err := back.UnmarshalText([]byte(someID)); err != nil || back != n {
		t.Errorf("read back %v, %v", back, err)
	}
	if err := back.UnmarshalText(raw[7 : len(raw)-2]); err == nil {
		t.Error("a masked number is read back as a number")
	}
}

func TestUSCCParts(t *testing.T) {
	t.Parallel()
	u, err := ParseUSCC("91350100M000100Y43")
	if err != nil || u.Region() != "350100" || u.Org() != "M000100Y-4" || !u.OrgFits() || u.Number().Parts["province"] != "福建省" {
		t.Errorf("%v, %v", u, err)
	}
	// Right outside, wrong inside: valid, with a note.
	odd := "91350100M000100Y5"
	odd += string(usccCheck(odd + "0"))
	n, err := Parse(KindUSCC, odd)
	if err != nil || len(n.Notes) != 1 {
		t.Errorf("%+v, %v", n, err)
	}
}

func TestTrademarkKey(t *testing.T) {
	t.Parallel()
	m, err := ParseTrademark("01234567A")
	if err != nil || m.Key(9) != "1234567A/09" || m.Madrid() || Nice(35).Goods() || !Nice(34).Goods() {
		t.Errorf("%v %v", m.Key(9), err)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"91350100M000100Y43", someID, "ZL 2023 1 0123456.6", "95115608.X", "CN106970934A", "G1234567", "G06F 16/242", "PCT/CN03/00123", "14-02", "９", "数据"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, k := range Kinds() {
			n, err := Parse(k, s)
			if err != nil {
				if errs.As(err) == nil || !strings.HasPrefix(errs.As(err).Code, "base.ident.") {
					t.Fatalf("%s %q: foreign error %v", k, s, err)
				}
				continue
			}
			if k == KindID {
				continue
			}
			if back, err := Parse(k, n.Normal); err != nil || back.Normal != n.Normal {
				t.Fatalf("%s %q gives %q, read back %q, %v", k, s, n.Normal, back.Normal, err)
			}
		}
	})
}

func BenchmarkParseApplication(b *testing.B) {
	for b.Loop() {
		if _, err := ParseApplication("CN202310123456.6"); err != nil {
			b.Fatal(err)
		}
	}
}
