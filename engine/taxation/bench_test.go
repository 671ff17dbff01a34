package taxation

import "testing"

func BenchmarkSheet(b *testing.B) {
	rules := builtInRules(b)
	d := university()
	for b.Loop() {
		if _, err := NewSheet(rules, d, Year{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCompare(b *testing.B) {
	rules := builtInRules(b)
	d := university()
	for b.Loop() {
		if _, err := Compare(rules, d, Year{}); err != nil {
			b.Fatal(err)
		}
	}
}
