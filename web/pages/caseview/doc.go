// Package caseview is the page of a case (办件页): where it stands, whose move it
// is, by when, what then; every move the reader may make, as a form; what
// happened; messages and papers. Matters add panels of their own.
package caseview
