// Package registry is the register of rights and parties (权利与主体登记簿).
//
// It decides what a right is and was: a [Right] is what documents say of it, an
// [Event] is what happened to it, and [AsOf] gives its [State] on any day as it
// was known at any instant: owners, legal status, annual fee, pledge,
// preservation, suspension, licences. Nothing is ever overwritten: a
// correction is an event of its own, so that what was known before it can
// still be told. [Party] keeps former names and mergers in the same way.
// [RightsCheck] tells whether a right may be traded on a day; [AnnualFeeDue]
// what its upkeep costs.
//
// It does not decide who may read a register, it stores nothing and asks no
// office: events come from imports and from acts of the city's cases.
//
// Legal basis: 专利法 arts 10, 14, 42–44, 47, 50–51; 专利法实施细则 arts 103–105,
// 115; 民法典 art. 444; 专利和集成电路布图设计缴费服务指南 annex 2.
package registry
