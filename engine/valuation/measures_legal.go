package valuation

import (
	"fmt"
	"slices"
)

func searchReport(s *Subject, _ *frozen) (reading, bool) {
	f := s.SearchReport
	if !f.Known {
		return reading{}, false
	}
	return found(s, f, float64(2*f.Value.X+f.Value.Y), fmt.Sprintf("X %d, Y %d", f.Value.X, f.Value.Y))
}

// familyOffices counts offices abroad; WO is an application, not a right.
func familyOffices(s *Subject, _ *frozen) (reading, bool) {
	if !s.Family.Known {
		return reading{}, false
	}
	var offices []string
	for _, m := range s.Family.Value {
		if m.Status != "dead" && m.Office != "CN" && m.Office != "WO" && !slices.Contains(offices, m.Office) {
			offices = append(offices, m.Office)
		}
	}
	slices.Sort(offices)
	return found(s, s.Family, float64(len(offices)), counted(len(offices), offices...))
}

// survivingClaims multiplies the shares of decided proceedings. A patent that
// nobody ever challenged gives no reading: that is no proof of strength.
func survivingClaims(s *Subject, c *frozen) (reading, bool) {
	if !s.Invalidations.Known {
		return reading{}, false
	}
	share, decided := 1.0, 0
	for _, v := range s.Invalidations.Value {
		if v.decided(c.at) {
			decided++
			share *= float64(v.Surviving) / float64(v.Challenged)
		}
	}
	if decided == 0 {
		return reading{}, false
	}
	return found(s, s.Invalidations, share, fmt.Sprintf("%.0f%% (%d)", 100*share, decided))
}

func claim1Features(s *Subject, _ *frozen) (reading, bool)    { return numeric(s, s.FeaturesClaim1) }
func independentClaims(s *Subject, _ *frozen) (reading, bool) { return numeric(s, s.ClaimsIndependent) }

func dependentClaims(s *Subject, _ *frozen) (reading, bool) {
	if !s.ClaimsTotal.Known || !s.ClaimsIndependent.Known {
		return reading{}, false
	}
	n := s.ClaimsTotal.Value - s.ClaimsIndependent.Value
	r, _ := found(s, s.ClaimsTotal, float64(n), counted(n))
	return joined(s, r, s.ClaimsIndependent), true
}

func claimType(s *Subject, _ *frozen) (reading, bool)        { return worded(s, s.ClaimType) }
func freedomToOperate(s *Subject, _ *frozen) (reading, bool) { return worded(s, s.FTO) }
func basePatent(s *Subject, _ *frozen) (reading, bool)       { return worded(s, s.BasePatent) }
