package registry

import (
	"cmp"
	"slices"
)

// apply lets one event change the state.
func (s *State) apply(e Event) {
	if len(e.Detail.Owners) > 0 && (e.Kind == Published || e.Kind == Granted || e.Kind == OwnersChanged || e.Kind == Filed) {
		s.Owners, s.OwnersSince = slices.Clone(e.Detail.Owners), e.ValidFrom
	}
	if s.applyStatus(e) || s.applyBurden(e) {
		return
	}
	switch e.Kind {
	case TermExtended:
		s.ExtraDays += e.Detail.Days
	case FeePaid:
		if e.Detail.Year >= s.FeePaidYear {
			s.FeePaidYear, s.FeePaidOn = e.Detail.Year, e.ValidFrom
		}
	case Evaluated:
		s.Evaluations = begin(s.Evaluations, e)
	}
}

// applyStatus handles the events of the right's own life.
func (s *State) applyStatus(e Event) bool {
	to := s.Status
	switch e.Kind {
	case Filed:
		s.Filing = e.ValidFrom
		if e.Detail.Kind != "" {
			s.Kind = e.Detail.Kind
		}
		if s.Status == StatusUnknown {
			to = StatusPending
		}
	case Published:
		if s.Status == StatusUnknown {
			to = StatusPending
		}
	case Granted:
		s.Granted = e.ValidFrom
		to = StatusGranted
	case Refused:
		to = StatusRefused
	case Withdrawn:
		to = StatusWithdrawn
	case Lapsed:
		to = StatusLapsed
	case Restored:
		to = StatusPending
		if !s.Granted.IsZero() {
			to = StatusGranted
		}
	case Invalidated:
		to = StatusInvalidated
	case PartInvalidated:
		s.decide(e.Ref)
	default:
		return false
	}
	if s.Status == StatusInvalidated {
		to = StatusInvalidated // void from the beginning: nothing revives it
	}
	if to != s.Status {
		s.Status, s.Since = to, e.ValidFrom
	}
	return true
}

// applyBurden handles what begins and ends upon a right.
func (s *State) applyBurden(e Event) bool {
	switch e.Kind {
	case Pledged:
		s.Pledges = begin(s.Pledges, e)
	case PledgeEnded:
		s.Pledges = s.end(s.Pledges, e)
	case Preserved:
		s.Preservations = begin(s.Preservations, e)
	case PreservationEnd:
		s.Preservations = s.end(s.Preservations, e)
	case Suspended:
		s.Suspensions = begin(s.Suspensions, e)
	case SuspensionEnded:
		s.Suspensions = s.end(s.Suspensions, e)
	case Licensed:
		s.Licences = begin(s.Licences, e)
	case LicenceEnded:
		s.Licences = s.end(s.Licences, e)
	case OpenLicensed:
		s.OpenLicences = begin(s.OpenLicences, e)
	case OpenLicenceEnd:
		s.OpenLicences = s.end(s.OpenLicences, e)
	case ChallengeFiled:
		s.Challenges = begin(s.Challenges, e)
	case ChallengeEnded:
		s.Challenges = s.end(s.Challenges, e)
	default:
		return false
	}
	return true
}

// decide closes the request that a ruling on validity names, or the only one there
// is; which of several an unnamed one decided is not known.
func (s *State) decide(ref string) {
	for i := range s.Challenges {
		if s.Challenges[i].Ref == ref || ref == "" && len(s.Challenges) == 1 {
			s.Challenges[i].decided = true
		}
	}
}

// begin adds a burden; the same number again is the same burden with new terms.
// First day, party and kind that a later word of it leaves out still hold; an end
// or a scope left out is open: a burden is never lifted by a guess.
func begin(list []Encumbrance, e Event) []Encumbrance {
	ref := e.Ref
	if ref == "" {
		ref = e.ID
	}
	b := Encumbrance{Ref: ref, Since: e.ValidFrom, From: e.Detail.From, Until: e.Detail.Until, Party: e.Detail.Party, Licence: e.Detail.Licence, Scope: e.Detail.Scope, Event: e.ID}
	for i := range list {
		if list[i].Ref == ref {
			old := list[i]
			b.Since, b.From, b.Party, b.Licence = old.Since, cmp.Or(b.From, old.From), cmp.Or(b.Party, old.Party), cmp.Or(b.Licence, old.Licence)
			list[i] = b
			return list
		}
	}
	return append(list, b)
}

// end removes the burden that the event names. Without a number it ends the
// only one there is; when that is not plain the burden stays and the
// contradiction is noted: a burden is never lifted by a guess.
func (s *State) end(list []Encumbrance, e Event) []Encumbrance {
	at := slices.IndexFunc(list, func(b Encumbrance) bool { return b.Ref == e.Ref && e.Ref != "" })
	if at < 0 && e.Ref == "" && len(list) == 1 {
		at = 0
	}
	if at < 0 {
		s.Conflicts = append(s.Conflicts, ConflictNote{Code: "registry.conflict.end_without_start", Events: []string{e.ID}})
		return list
	}
	return slices.Delete(list, at, at+1)
}
