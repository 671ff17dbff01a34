// Package main is here (在此).
package main
