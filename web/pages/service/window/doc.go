// Package window draws the windows of the building (窗口): booking a time, the
// ticket machine, the call screen, the counter, the rating, the day's figures.
//
// It holds no rule: who is called next and what may be booked stands in
// chain/service/window.
package window
