// Package itembook writes the list of items as an Excel workbook and reads it
// back (事项工作簿). What stands in the tables decides catalogue/items/sheet;
// here are only sheets, drop-down lists, widths, and notes at the cells that are
// wrong.
package itembook
