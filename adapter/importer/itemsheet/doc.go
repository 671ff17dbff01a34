// Package itemsheet is the sheet by which somebody applies for one item many
// times (批量申请表): the workbook drawn from the item's own form, its reading, the
// workbook of faults that can be mended and put in again, and the list of what
// became of each row.
//
// A column is a field of the form that is not the same for all rows, or the name
// of an attachment. Every cell is text, so that numbers of eighteen digits stay
// what they are; closed lists are drop-downs; the heads are Chinese with English
// below. A repeated page has columns for its first rows; who needs more copies the
// heads with the next number.
//
// It judges nothing that the form judges (kernel/form): it turns cells into what a
// person would have typed, or says at which cell that fails.
package itemsheet
