package main

import (
	"io"

	"quanlian/adapter/rehearsalbook"
)

// listBook writes a list of cases as a workbook of one sheet.
func listBook(out io.Writer, name string, rows [][]any) error {
	return rehearsalbook.Write(out, []rehearsalbook.Sheet{{Name: name, Rows: rows}})
}
