// Package bank fulfils the port to the custody bank (资金存管银行) in two ways.
//
//	Fake   an invented bank for demo and tests. With faults it answers late,
//	       twice, out of order, with a wrong amount, or not at all, and prints
//	       statements with doubled, missing and unkeyed lines; by its seed it
//	       does so the same way every time.
//	Folder a bank without an interface: instructions are written as payment
//	       orders for a person to carry to the bank, and the statements that
//	       the bank returns (CSV in UTF-8 or GB18030, or Excel) are its answers.
//
// Both stand the same contract test. The package moves bytes only: what an
// answer or a line means for the book is decided by package ledger.
package bank
