// Package patent is the pages of the register (专利查询): search, and a patent
// with its bibliography, status on any day, events, fees and evaluation.
package patent
