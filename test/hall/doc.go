// Package hall plays deals of the trading hall through the desk on both
// databases, with a clock that the test holds and a bank and an office that
// answer late, doubled, short and out of order.
package hall
