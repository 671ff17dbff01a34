package kernel

// A Case may be about a Patent. // want kernel
type caseFile struct {
	Pledge string // want kernel
	Name   string // 专利 // want kernel
	Card   string // 借书证
}

// TODO tidy this // want mark
// TODO(#12) and this has a number

// CaseService does what?
type CaseService struct{} // want name
