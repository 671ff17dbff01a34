// Package long is here (在此).
package long
