// Package admin is where the city keeps its people (系统管理): log-ins, parties,
// offices and who holds them, and the hand-over of the work of somebody who
// leaves (移交).
//
// All of it is written through the desk under the policies of the city's
// administrator; a unit's head hands over the cases of the own unit.
package admin
