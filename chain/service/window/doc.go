// Package window is the windows of the one building (一楼通办): times that are
// booked, numbers that are called, and the counters that call them.
//
//	booking 预约    booked ─▶ arrived │ cancelled │ missed
//	ticket  排号    waiting ─▶ called ─▶ serving ─▶ done
//	                  ▲          │ missed 过号, called again or back in the queue
//	                  └──────────┘ moved 转窗 (a new number at the other unit) │ left
//	shift   值守    open ⇄ paused ─▶ closed: who sits at which counter, and calls
//	machine 取号机  offered ─▶ paired ─▶ revoked: which browser may give numbers
//
// It decides how many may book one time, which number somebody gets, and who is
// called next: people whose booked time has come, then elders, then order. The
// next person is picked inside the transaction that calls, so two counters
// never get the same one. It does not decide what is done at the counter: that
// is the item's own flow (kernel/itemflow).
//
// Hours, counters, slots and capacity are declared by the city
// (catalogue/cities/<city>/units.yaml). Legal basis: 国办发〔2019〕51号 for the
// rating on the spot; the order of calling is our own design [D], a city's own
// rule was not established.
package window
