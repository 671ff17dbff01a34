// Package outage is the register of outages of the city's systems (系统故障登记).
//
//	announced 计划中 ─begin▶ running 故障中 ─end▶ over 已恢复
//	     └────────withdraw────────┴──────────────▶ withdrawn 已撤销
//
// It decides who may declare, end, correct and withdraw an outage, and on which
// days no limit ends because of it. Nothing is overwritten: every statement is
// kept with who made it, when and why. Anybody reads the register. What an
// outage does to a case is the case's own move (kernel/itemflow, move outage);
// announced outages move nothing before they have begun.
//
// Which limits are moved, and on what basis, is declared by the city with dates
// (catalogue/cities/<city>/outages.yaml); the rule in force on the first day
// applies. Legal basis: 专利法实施细则 6 speaks of limits before the national
// office, which are not moved here; for limits of a local platform none was
// found, so the city's rule is design [D] and says so.
package outage
