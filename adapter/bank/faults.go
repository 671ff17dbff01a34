package bank

import (
	"encoding/binary"
	"hash/fnv"
)

// Faults says how badly the fake bank behaves: for each fault the share of
// instructions it hits. Unit: percent. The zero value is a good bank.
type Faults struct {
	Late        int // answers after a day instead of a minute
	Twice       int // sends the same message again
	NewNumber   int // confirms once more under another number
	WrongAmount int // moves less or, on a deposit, more or less than instructed
	Silent      int // never sends a message; tells only when asked often enough
	Reject      int // refuses
	Flip        int // first refuses, later says that it was done after all
	Deaf        int // the connection breaks when an instruction is handed over; the bank has not got it
	Broken      int // the connection breaks, but the bank has got it
	PayTwice    int // moves the money twice
	LineTwice   int // prints a line of the statement twice
	LineGone    int // leaves a line out of the statement
	LineBare    int // prints a line without our key
}

// Rude is a bank that does everything wrong now and then, but never moves
// money twice or prints a false statement.
func Rude() Faults {
	return Faults{Late: 20, Twice: 25, NewNumber: 10, WrongAmount: 15, Silent: 10, Reject: 10, Flip: 5, Deaf: 10, Broken: 10}
}

// draw gives a number from 0 to 99 that depends on the seed, the question and
// the key alone, so that the order of calls changes nothing.
func draw(seed uint64, what, key string) int {
	h := fnv.New64a()
	var b [8]byte
	binary.LittleEndian.PutUint64(b[:], seed)
	_, _ = h.Write(b[:])
	_, _ = h.Write([]byte(what))
	_, _ = h.Write([]byte{0})
	_, _ = h.Write([]byte(key))
	x := h.Sum64()
	x ^= x >> 31
	x *= 0x9E3779B97F4A7C15
	return int(x >> 33 % 100)
}
