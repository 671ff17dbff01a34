package money

import (
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func TestParseAndString(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"2,400,000.00": "2,400,000.00", "￥12": "12.00", "1，000.5": "1,000.50", "-3.07": "−3.07", "0": "0.00", "999": "999.00", "1000": "1,000.00",
	} {
		f, err := Parse(in)
		if err != nil || f.String() != want {
			t.Errorf("Parse(%q) = %v, %v; want %s", in, f, err, want)
		}
	}
	for _, bad := range []string{"", "1.234", "abc", "1e5", "1234567890123456"} {
		if f, err := Parse(bad); err == nil {
			t.Errorf("Parse(%q) = %v, want an error", bad, f)
		}
	}
}

func TestCapitals(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"1800000":    "壹佰捌拾万元整",
		"480000":     "肆拾捌万元整",
		"1409.50":    "壹仟肆佰零玖元伍角整",
		"6007.14":    "陆仟零柒元壹角肆分",
		"107000.53":  "壹拾万零柒仟元伍角叁分",
		"16409.02":   "壹万陆仟肆佰零玖元零贰分",
		"0":          "零元整",
		"0.05":       "伍分",
		"100000000":  "壹亿元整",
		"100000001":  "壹亿零壹元整",
		"100010000":  "壹亿零壹万元整",
		"2005000300": "贰拾亿零伍佰万零叁佰元整",
		"10000001":   "壹仟万零壹元整",
	} {
		f, err := Parse(in)
		if err != nil {
			t.Fatal(err)
		}
		if got := f.Capitals(); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}

func TestMulRateHalfUp(t *testing.T) {
	t.Parallel()
	if got := Fen(50).MulRate(decimal.RequireFromString("0.05")); got != 3 {
		t.Errorf("0.50 × 5%% = %d fen, want 3 (2.5 rounds up)", got)
	}
}

func TestSplitSums(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := Fen(rapid.Int64Range(-1e15, 1e15).Draw(t, "f"))
		w := rapid.SliceOfN(rapid.Int64Range(0, 1e6), 1, 12).Draw(t, "w")
		parts := Split(f, w)
		if parts == nil {
			return
		}
		var sum Fen
		for i, p := range parts {
			sum += p
			if w[i] == 0 && p != 0 {
				t.Fatalf("weight 0 got %d", p)
			}
		}
		if sum != f {
			t.Fatalf("%v sums to %d, want %d", parts, sum, f)
		}
	})
}
