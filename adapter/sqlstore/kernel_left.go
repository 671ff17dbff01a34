package sqlstore

// Left says what a transaction left for workers: a set of bits. It is told
// after the commit and only shortens their wait; what has to be done stands in
// the tables.
type Left uint16

// What a commit can leave.
const (
	LeftTimer     Left = 1 << iota // a timer that is due at once
	LeftAsk                        // a question to an outside party
	LeftPaper                      // a paper to be drawn
	LeftNotice                     // a notice to be carried out of the house
	LeftJournal                    // rows of the journal without a number
	LeftBulk                       // a bulk of single acts
	LeftOutage                     // an outage of which cases have to be told
	LeftNumber                     // numbers that followers of the journal have not seen
	LeftRehearsal                  // a rehearsal of promises that waits for its answer
	LeftListBook                   // a list that waits to be written as a workbook
)

// OnLeft sets who is told. It is set once, before use; f must not block.
func (s *Store) OnLeft(f func(Left)) { s.onLeft = f }

func (t *tx) leave(l Left) { t.left |= l }

func (s *Store) tellLeft(l Left) {
	if l != 0 && s.onLeft != nil {
		s.onLeft(l)
	}
}
