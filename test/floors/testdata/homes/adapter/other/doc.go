// Package other is here (在此).
package other
