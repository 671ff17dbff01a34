// Package a is here (在此).
package a
