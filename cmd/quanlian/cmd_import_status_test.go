package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/base/calendar"
	"quanlian/registry"
	"quanlian/test/storetest"
)

// TestLegalStatusBySheet: an office enters a pledge, its end, a licence and a
// lapse by a sheet; the register tells each from its day on, on both databases.
func TestLegalStatusBySheet(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			url := storetest.URL(t, engine)
			take := func(want int, file string) string {
				t.Helper()
				var out, errb bytes.Buffer
				if code := run([]string{"import", "patents", file, "--db", url}, strings.NewReader(""), &out, &errb); code != want {
					t.Fatalf("%s: exit %d, want %d: %s", file, code, want, errb.String())
				}
				return out.String()
			}
			const sheet = "../../docs/examples/import-legal-status.csv"
			take(exitNegative, exampleCSV(t))
			take(exitOK, sheet)
			if text := take(exitOK, sheet); !strings.Contains(text, "重复4") {
				t.Errorf("imported twice: %s", text)
			}
			s, err := sqlstore.Open(t.Context(), url, sqlstore.Options{})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = s.Close() })
			v, err := s.Right(t.Context(), "202310123456.6")
			if err != nil {
				t.Fatal(err)
			}
			on := func(y, m, d int) registry.State {
				return registry.AsOf(v.Events, calendar.On(y, time.Month(m), d), time.Now())
			}
			if a, b := on(2025, 3, 3), on(2025, 3, 4); len(a.Pledges) != 0 || len(b.Pledges) != 1 || b.Pledges[0].Ref != "Y2025990000111" {
				t.Errorf("pledge: %+v %+v", a.Pledges, b.Pledges)
			}
			if a := on(2026, 2, 2); len(a.Pledges) != 0 || len(a.Conflicts) != 0 {
				t.Errorf("pledge ended: %+v", a)
			}
			if a := on(2026, 3, 2); len(a.Licences) != 1 || a.Licences[0].Licence != registry.Exclusive {
				t.Errorf("licence: %+v", a.Licences)
			}
			if a, b := on(2026, 7, 15), on(2026, 7, 16); a.Status == registry.StatusLapsed || b.Status != registry.StatusLapsed {
				t.Errorf("lapse: %s, %s", a.Status, b.Status)
			}
		})
	}
}
