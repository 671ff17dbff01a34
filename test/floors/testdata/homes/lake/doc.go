// Package lake is here (在此).
package lake
