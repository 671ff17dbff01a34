// Package rehearsalbook writes a rehearsal of promises as a workbook (推演结果表):
// a sheet for each table of the page, figures as figures.
package rehearsalbook
