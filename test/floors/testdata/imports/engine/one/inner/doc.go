// Package inner is here (在此).
package inner
