package ledger

import "quanlian/base/money"

// Manner is how an invented bank treats an instruction in a trial (演示).
type Manner string

// The manners.
const (
	MannerGood   Manner = ""       // carries it out and says so at once
	MannerLate   Manner = "late"   // carries it out and says so when asked or told to
	MannerSilent Manner = "silent" // carries it out and says nothing, asked or not, until told to: the statement shows it
	MannerTwice  Manner = "twice"  // says so again, and a third time under another number
	MannerShort  Manner = "short"  // moves less than instructed
	MannerMore   Manner = "more"   // takes in more than instructed; pays out as instructed
	MannerFlip   Manner = "flip"   // first refuses, then says that it was done after all
	MannerRefuse Manner = "refuse" // refuses
	MannerDouble Manner = "double" // moves the money twice and says so once
)

// Manners lists them as a page shows them.
func Manners() []Manner {
	return []Manner{MannerGood, MannerLate, MannerSilent, MannerTwice, MannerShort, MannerMore, MannerFlip, MannerRefuse, MannerDouble}
}

// Trial is an invented bank that a person makes behave badly; a real one has no
// such thing.
type Trial interface {
	// Manner is how the next instruction will be treated.
	Manner() Manner
	// SetManner says how; after one instruction the bank is good again.
	SetManner(m Manner)
	// Kept are the instructions that the bank carried out and has not answered.
	Kept() []Instruction
	// Speak lets it answer one of them.
	Speak(key TransferID)
	// PayIn is a payment that nobody announced.
	PayIn(subAccount string, amount money.Fen, from Party)
	// Forward lets the time to answer, and that of asking again, be over.
	Forward()
}
