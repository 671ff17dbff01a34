// Package helpers is here (在此). // want name
package helpers
