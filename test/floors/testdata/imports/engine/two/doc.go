// Package two is here (在此).
package two
