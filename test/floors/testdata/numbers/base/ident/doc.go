// Package ident is here (在此).
package ident
