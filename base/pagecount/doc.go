// Package pagecount counts the pages of a paper (页数): PDF, OFD, Word, pictures.
//
// It reads what the file says of itself: the page tree of a PDF, also where it
// stands in compressed object streams, the list of pages of an OFD, what Word
// counted when it saved. It draws nothing, and says 0 for what it cannot tell,
// as for an encrypted PDF.
//
// Basis: ISO 32000-1, 7.5.7 and 7.7.3; GB/T 33190-2016, 7.4.
package pagecount
