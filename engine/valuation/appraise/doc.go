// Package appraise computes what a patent may be worth in money (专利资产评估
// 测算): relief from royalty (许可费节省法), profit split (利润分成法), the LSLP royalty
// rate, market comparison (市场法) and cost (成本法), with a value range for a deal
// from stated alternatives of the inputs, and checks the record of an appraisal.
//
// It computes; it appraises nothing. A priced opinion is given by at least two
// professionals of an appraisal agency who sign it (资产评估法 24, 27, 28); this
// package only says what such a record lacks. It chooses no rate: every input
// is stated by the caller and printed again beside the result.
//
// Precision: decimals only, never floats. Rates, powers and factors carry
// twenty decimals; an amount is rounded half up once, at the end, to whole fen.
// The one exception is the replacement cost of the cost method, which is a
// figure of the record by itself: it is rounded to two decimals of the
// worksheet's unit before depreciation, so that a reader who recomputes from
// the printed figure gets the printed value.
//
// Basis: 专利资产评估指导意见（中评协〔2017〕49号）; 资产评估执业准则——无形资产, both from
// memory, to be checked; 资产评估法 26 (two methods), 29 (files kept).
package appraise
