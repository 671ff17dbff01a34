// Package good is here (在此).
package good
