package form

// The lines of a checklist that the program looks at by itself.
const (
	// AutoOwner: by the register all that the form names belongs to the applicant
	// alone and is in force.
	AutoOwner = "owner"
	// AutoParty: name and code in the form are those of the applicant's account.
	AutoParty = "party"
)

// AutoChecks is the closed list of them. Shape: (2).
func AutoChecks() []string { return []string{AutoOwner, AutoParty} }
