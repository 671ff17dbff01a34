// Package librarycard is the neutral matter on which the kernel is tested: a
// reader applies for a library card, a clerk decides, the card is lent books.
// The kernel must work with it without knowing a word of intellectual property.
package librarycard
