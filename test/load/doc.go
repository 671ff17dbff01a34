// Package load brings a city under load (压力): it fills a database with many
// cases and sends users at a fixed pace, whether or not the program keeps up.
//
// Cases are copies of cases that the desk itself wrote: every row of every
// table, with ids, numbers and commitments of its own. What it does not do:
// judge; the figures stand in docs/measured.
package load
