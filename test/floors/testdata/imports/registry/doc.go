// Package registry is here (在此).
package registry
