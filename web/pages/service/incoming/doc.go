// Package incoming takes back what the office that acts in the end decided
// (结果回填): a clerk pastes a number or the text of a notice, with its file, into
// one case; or brings a list of many. What was recognised is shown before it is
// taken, and each case makes its own move under a key of its own: a file that
// comes twice changes nothing.
package incoming
