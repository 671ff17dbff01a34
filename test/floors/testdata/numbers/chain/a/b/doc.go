// Package b is here (在此).
package b
