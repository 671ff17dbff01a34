package matching

import (
	"math"
	"testing"

	"quanlian/base/money"
)

// TestFarAndDear: what is said against a patent is true of what is known. Names
// of two districts say nothing of provinces, and nobody reads 1815 per cent.
func TestFarAndDear(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ need, patent, want string }{{"东埠", "鹤汀", LackDistrict}, {"990001", "鹤汀", LackDistrict}, {"990001", "980001", LackRegion}} {
		if got := far(c.need, c.patent); got != c.want {
			t.Errorf("%s and %s: %s", c.need, c.patent, got)
		}
	}
	for _, c := range []struct {
		price, budget money.Fen
		code, times   string
		percent       int
	}{{332, 300, LackPrice, "1.1", 11}, {3830, 200, LackTimes, "19.2", 1815}, {400, 200, LackTimes, "2", 100}, {399, 200, LackPrice, "2", 100}} {
		if code, n, x := dearness(c.price, c.budget), times(c.price, c.budget), over(c.price, c.budget); code != c.code || n != c.times || x != c.percent {
			t.Errorf("%d of %d: %s %s %d", c.price, c.budget, code, n, x)
		}
	}
}

// TestLikeness: nearer wording is nearer, whatever characters it is written in;
// what every patent says makes nobody alike.
func TestLikeness(t *testing.T) {
	t.Parallel()
	own := "柔性压阻阵列的温度自补偿读出电路"
	if same := Likeness(own)("柔性壓阻陣列的溫度自補償讀出電路"); math.Abs(same-1) > 1e-9 {
		t.Errorf("the same in traditional characters: %v", same)
	}
	near, far := Likeness(own)("织物基压阻传感器及其柔性引线封装"), Likeness(own)("一种锅炉的装置及其方法")
	if near <= 0.1 || far != 0 || near >= 1 {
		t.Errorf("near %v, far %v", near, far)
	}
	if Likeness("")(own) != 0 || Likeness("LED driver")("led Driver circuit") <= 0.5 {
		t.Error("empty or Latin texts")
	}
}
