// Package e is here (在此).
package e
