// Package listsheet is the sheet by which a seller lists many patents at once
// (批量挂牌表): the workbook to fill in, its reading, and the workbook of faults
// that can be mended and put in again.
//
// Every cell of the workbook is text, so that numbers of eighteen digits stay
// what they are; closed lists are drop-downs; the heads are Chinese with
// English below. A sheet made elsewhere, also as CSV in UTF-8 or GB18030, is
// read as well when its heads are known.
//
// It decides nothing about rights or prices: it turns rows into the input of
// the move, or says at which cell that fails.
package listsheet
