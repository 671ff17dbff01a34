package calendar

// RemedyRule is one dated rule about the time within which somebody may go against
// an administrative act, from the day on which it is known (救济期限).
type RemedyRule struct {
	Name          string `json:"name"` // review (行政复议) or suit (行政诉讼)
	EffectiveFrom Date   `json:"effective_from"`
	EffectiveTo   Date   `json:"effective_to"`
	Period        Period `json:"period"`
	Basis         string `json:"basis"`
	Tag           string `json:"tag"`
	Verified      bool   `json:"verified"`
}

// RemediesOn are the rules in force on the day, in the order of the data; none for
// a day before the first rule that was established.
func RemediesOn(day Date) []RemedyRule {
	var out []RemedyRule
	for _, r := range rules().remedies {
		if within(day, r.EffectiveFrom, r.EffectiveTo) {
			out = append(out, r)
		}
	}
	return out
}
