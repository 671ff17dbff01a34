// Package year runs two weeks of a building's cases against the real program by a
// held clock (综合体推演), counts itself what it did, and holds the board to its count.
package year
