package importer

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
)

// BenchmarkImportCSV reads 10,000 bibliographic rows a turn; the figure that
// matters is rows/s, without a database.
func BenchmarkImportCSV(b *testing.B) {
	const rows = 10_000
	lines := strings.SplitN(sheet, "\n", 2)
	var s strings.Builder
	s.WriteString(lines[0] + "\n")
	for i := range rows {
		s.WriteString(strings.Replace(lines[1], "读出电路", fmt.Sprint("读出电路", i), 1))
	}
	data := []byte(s.String())
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		r, err := Open("a.csv", bytes.NewReader(data), Options{})
		if err != nil {
			b.Fatal(err)
		}
		if rep, err := Run(context.Background(), "a.csv", r, NewDryRun(), nil, nil); err != nil || rep.Taken != rows {
			b.Fatalf("%+v %v", rep, err)
		}
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
