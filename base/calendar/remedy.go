package calendar

// RemedyRule is one dated rule about the time within which somebody may go against
// an administrative act, from the day on which it is known (救济期限).
type RemedyRule struct {
	Name string `json:"name"` // review (行政复议) or suit (行政诉讼)
	// Of is the provision whose acts alone the rule is for; it then takes the place
	// of the general rules. The zero value is for all acts.
	Of            Provision `json:"of"`
	EffectiveFrom Date      `json:"effective_from"`
	EffectiveTo   Date      `json:"effective_to"`
	Period        Period    `json:"period"`
	Basis         string    `json:"basis"`
	Tag           string    `json:"tag"`
	Verified      bool      `json:"verified"`
}

// Provision is an article of a law.
type Provision struct {
	Law     string `json:"law"`
	Article string `json:"article"`
}

// RemediesOn are the rules in force on the day against an act that rests on what
// rests names, in the order of the data; none for a day before the first rule
// that was established.
func RemediesOn(day Date, rests func(Provision) bool) []RemedyRule {
	var all, own []RemedyRule
	for _, r := range rules().remedies {
		switch {
		case !within(day, r.EffectiveFrom, r.EffectiveTo):
		case r.Of == Provision{}:
			all = append(all, r)
		case rests != nil && rests(r.Of):
			own = append(own, r)
		}
	}
	if len(own) > 0 {
		return own
	}
	return all
}
