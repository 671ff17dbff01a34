package kernel

import "time"

// Limit is a time within which somebody has to act (期限). Statutory (法定) and
// committed (承诺) limits stand side by side; a shorter promise binds too.
type Limit struct {
	Name      string    `json:"name"` // language key suffix
	Committed bool      `json:"committed"`
	Period    string    `json:"period"` // as "3wd", "15d", "3mo"
	Regime    string    `json:"regime"` // of base/calendar: patent, contract, court, penalty
	From      time.Time `json:"from"`
	Basis     string    `json:"basis,omitempty"`
	Verified  bool      `json:"verified"`
}

// Pause is an interval in which the clock of a case stood still.
type Pause struct {
	From   time.Time `json:"from"`
	To     time.Time `json:"to,omitzero"` // zero while it lasts
	Reason string    `json:"reason"`
}
