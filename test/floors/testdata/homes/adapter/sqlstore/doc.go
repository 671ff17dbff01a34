// Package sqlstore is here (在此).
package sqlstore
