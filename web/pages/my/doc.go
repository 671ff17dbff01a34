// Package my is one's own corner (我的办件): what waits for oneself first, what
// runs, what is over; what the program told; what waits for a word inside the
// organisation (待审批).
//
// Whose turn it is comes from the tables of the flows, who may approve from the
// kernel; nothing is decided here.
package my
