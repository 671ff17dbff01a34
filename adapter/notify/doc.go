// Package notify carries notices out of the house, by mail and by short message
// (通知送达).
//
// A mail says that something has happened and where to look, never what stands
// in the file: no names, no titles. It decides nothing: who is told of what on
// which channel stands in the database, and so does what has left.
package notify
