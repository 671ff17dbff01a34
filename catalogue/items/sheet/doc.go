// Package sheet is the list of items as tables (事项表格): what officials have is
// Excel, not YAML. One row an item, and tables for its materials, the fields of
// its form, its limits, its legal basis, the clerk's checklist and frequent
// mistakes.
//
// [Rows] takes an item apart, [Build] puts items together again and names the
// cell of every mistake. Words of closed lists stand in the reader's language
// and are read in either. It reads and writes no file: adapter/itembook does.
package sheet
