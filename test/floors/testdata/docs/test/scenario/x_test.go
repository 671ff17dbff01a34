// Package scenario has only tests.
package scenario
