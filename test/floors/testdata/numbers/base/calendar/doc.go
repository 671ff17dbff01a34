// Package calendar is here (在此).
package calendar
