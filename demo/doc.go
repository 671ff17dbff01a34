// Package demo makes the invented city of Yunlan (云澜): its people, parties,
// patents and deals in every state, by acts through the desk under a held
// clock, never by SQL. The same seed makes the same city.
package demo
