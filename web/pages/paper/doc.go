// Package paper hands out the papers of a case to whoever may see them.
package paper
