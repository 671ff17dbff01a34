// Package web is here (在此).
package web
