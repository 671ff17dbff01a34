// Package api is here (在此).
package api
