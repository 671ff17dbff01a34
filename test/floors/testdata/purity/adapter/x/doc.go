// Package x is here (在此).
package x
