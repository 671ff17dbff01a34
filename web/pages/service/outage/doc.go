// Package outage shows the register of outages of the city's systems to anybody,
// and lets the office that keeps it declare, end, correct and withdraw them.
//
// What a statement may say and which ends are moved is decided by
// chain/service/outage and kernel/itemflow; every page warns of outages that run
// or are announced ([Warnings]).
package outage
