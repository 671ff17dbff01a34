// Package kernel proves the kernel and its desk on both databases with the
// neutral library card: two people on one case, write skew, late and doubled
// answers, internal approval, mandates, listed = allowed, and kill −9 between
// any two statements.
package kernel
