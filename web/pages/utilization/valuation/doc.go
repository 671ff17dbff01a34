// Package valuation is the pages of evaluation (专利评价): a score opened down to
// its evidence, the panel of experts, and the worksheets of the money methods.
package valuation
