package valuation

import "fmt"

func originalityPercentile(s *Subject, _ *frozen) (reading, bool) {
	return numeric(s, s.OriginalityPercentile)
}

func originalityIndex(s *Subject, _ *frozen) (reading, bool) { return spread(s, s.CitedIPC) }

func generalityPercentile(s *Subject, _ *frozen) (reading, bool) {
	return numeric(s, s.GeneralityPercentile)
}

func generalityIndex(s *Subject, _ *frozen) (reading, bool) { return spread(s, s.CitingIPC) }

// spread reads 1 − Σ s² of known counts; without a document there is no reading.
func spread(s *Subject, f Fact[map[string]int]) (reading, bool) {
	v, ok := Diversity(f.Value)
	if !f.Known || !ok {
		return reading{}, false
	}
	return found(s, f, v, fmt.Sprintf("%.3f", v))
}

func forwardPercentile(s *Subject, _ *frozen) (reading, bool) {
	return numeric(s, s.ForwardPercentile)
}

func forwardCitations(s *Subject, _ *frozen) (reading, bool) {
	return numeric(s, s.ForwardCitations5y)
}

func laterNeighbours(s *Subject, _ *frozen) (reading, bool) {
	return numeric(s, s.NeighboursAfterFiling)
}

func ipcSubclasses(s *Subject, _ *frozen) (reading, bool) {
	if !s.IPC.Known {
		return reading{}, false
	}
	four := Subclasses(s.IPC.Value)
	if len(four) == 0 {
		return reading{}, false
	}
	return found(s, s.IPC, float64(len(four)), counted(len(four), four...))
}

func maturityLevel(s *Subject, _ *frozen) (reading, bool)  { return numeric(s, s.MaturityLevel) }
func fieldCAGR(s *Subject, _ *frozen) (reading, bool)      { return numeric(s, s.FieldCAGR5y) }
func lifecycleStage(s *Subject, _ *frozen) (reading, bool) { return worded(s, s.LifecycleStage) }
