// Package clamd asks a ClamAV daemon whether a file holds malware (查毒), by the
// command INSTREAM over TCP: the bytes go in pieces, each with its length before
// it, an empty one ends them; the answer is one line.
//
// It decides nothing: what becomes of a file in which something was found, or for
// which no answer came, is the program's own rule.
package clamd
