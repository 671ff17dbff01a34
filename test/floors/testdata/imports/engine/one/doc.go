// Package one is here (在此).
package one
