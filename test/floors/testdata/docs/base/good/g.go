package good

// Shown is documented.
type Shown struct{}

// First is the comment of a block.
func (Shown) First() int  { return 1 }
func (Shown) Second() int { return 2 }

func (Shown) Third() int { return 3 } // want doc

type Bare struct{} // trailing comments count

type (
	// In is documented in its group.
	In  int
	out string
)

// Grouped types need their own line or the comment of the group.
type (
	P int
)

func Silent() {} // want doc

// A block of constants has one comment.
const (
	A = iota
	B
)

var Loose = "" // a trailing comment counts too

type hidden struct{}

func (hidden) Exported() {}
