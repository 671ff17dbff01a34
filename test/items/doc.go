// Package items proves that declared items and the store agree: what a file
// says is what an act finds, on both databases.
package items
