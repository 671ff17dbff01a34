package items

import (
	"testing"

	"quanlian/catalogue"
	"quanlian/catalogue/documents"
)

// BenchmarkLoad is what the program does at its start: every file of the house.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		c, _, err := Load(Files{Base: catalogue.FS, City: "yunlan", Templates: documents.FS})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(c.Codes())), "items")
	}
}
