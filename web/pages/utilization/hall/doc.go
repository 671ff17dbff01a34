// Package hall is the pages of the trading hall (交易大厅): listings, needs, the
// deal's panels and the comparison of taxes. The moves of its cases are drawn
// by caseview.
package hall
