// Package window plays the windows of the building on both databases: booking
// and calling under two at once, the day of a counter from number to rating,
// and who may not (窗口场景).
package window
