// Package rights is the index of the whole register by wording (专利相近检索): it
// finds the patents whose title and abstract are near those of one, whatever their
// class, and without one; and for a need those in force that are not listed.
//
// It lives in memory and follows the register by the instant of its last change,
// page by page; once in an hour it reads all of it again, so that a change that
// came late is found too. It holds no truth: what it finds is read again.
package rights
