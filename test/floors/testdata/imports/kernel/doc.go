// Package kernel is here (在此).
package kernel
