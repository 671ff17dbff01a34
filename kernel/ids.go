package kernel

// Ids are opaque texts (ULID in practice) handed in by the desk.
type (
	CaseID    string // one case
	UserID    string // one natural person who logs in
	PartyID   string // a person or organisation for whom is acted
	UnitID    string // an office of a department
	MandateID string // one power of attorney
	// FlowAddr names a flow as <link>/<matter>.<flow>.
	FlowAddr string
	// State is a state of a flow; each says whose turn it is in [StateDef].
	State string
	// Role is what somebody is to a case (applicant, clerk, …) or the name of
	// a system actor (bank, timer, …).
	Role string
	// Right is what a member or agent may do in the name of a party.
	Right string
)

// Rights of a member or of an agent under a mandate (委托权限).
const (
	RightView     Right = "view"     // see the party's cases
	RightDraft    Right = "draft"    // prepare, not send
	RightSubmit   Right = "submit"   // send to the city or to another party
	RightSign     Right = "sign"     // sign contracts and commitments
	RightPay      Right = "pay"      // instruct payments
	RightWithdraw Right = "withdraw" // take back what was sent
	RightApprove  Right = "approve"  // approve inside the organisation
	RightAdmin    Right = "admin"    // manage members and mandates
)

// AllRights is the full set, in the order they are shown. Shape: (8).
func AllRights() []Right {
	return []Right{RightView, RightDraft, RightSubmit, RightSign, RightPay, RightWithdraw, RightApprove, RightAdmin}
}

// Roles every flow may use. A matter adds its own.
const (
	RoleOwner      Role = "owner"      // the party whose case it is
	RoleClerk      Role = "clerk"      // staff who handles it
	RoleHead       Role = "head"       // staff who decides
	RoleSupervisor Role = "supervisor" // staff who looks after offices and handles no case
	RoleSigner     Role = "signer"     // whose word on a case is awaited (加签, 会签)
	RoleSystem     Role = "system"     // the program itself, for timers and answers
	RolePublic     Role = "public"     // anybody
	RoleAssist     Role = "assist"     // an office that is asked in a case of its own and reads this one
)

// Matter is the address <link>/<matter> of the flow.
func (a FlowAddr) Matter() string {
	for i := len(a) - 1; i >= 0; i-- {
		if a[i] == '.' {
			return string(a[:i])
		}
	}
	return string(a)
}

// Key is the address as it stands in language keys: link.matter.flow.
func (a FlowAddr) Key() string {
	b := []byte(a)
	for i := range b {
		if b[i] == '/' {
			b[i] = '.'
		}
	}
	return string(b)
}

// MatterKey is the matter's address as it stands in language keys.
func (a FlowAddr) MatterKey() string { return FlowAddr(a.Matter()).Key() }
