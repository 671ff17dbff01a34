// Package probe is here (在此).
package probe
