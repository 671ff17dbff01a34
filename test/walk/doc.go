// Package walk brings every declared service item from filing to each of its
// ends, on both databases, and once for everybody who must be refused
// (事项全程走查). What is filed is generated from the declaration alone.
package walk
