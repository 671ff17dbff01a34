// Package documents holds the papers that the city issues (文书模板), as texts
// that an official can change: field, repeat, if-present and one
// picture, nothing more.
//
//	# title        ## heading     | a | b |   a row of a table
//	{a.b}          the field, as it is
//	{a.b,c}        the first of these fields that says something
//	{a.b|yuan}     an amount in fen, as 1,234.00元; |capitals in capitals
//	~ whose | line | line     the place of a signature
//	[each list] … [end]     [if field] … [end]
//	[radar list]   a radar of the scores in the list: short or name, value;
//	               [radar list field] takes the name from that field where there is one
//
// Inside a repeat a field is looked for in the row first, then above it. A
// field that is not there prints as （无）; a template never computes.
package documents

import "embed"

// FS holds the templates as <link>/<matter>/<name>.<zh|en>.txt, those of the
// standard flows as items/<name>.<zh|en>.txt.
//
//go:embed */*.txt */*/*.txt
var FS embed.FS
