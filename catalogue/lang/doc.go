// Package lang holds every sentence of the interface in Chinese and English
// (界面文字).
//
// A text stands in a flat YAML file, one file for each area, under the code
// that the program uses:
//
//	web.inbox.count: {zh: "{n}件", en: "{n} {n|case|cases}"}
//
// {name} is a variable; {name|one|many} chooses the English word by the number
// that the variable holds. Check finds what is missing, doubled or unequal;
// Unused finds what no source file names.
//
// It decides how dates, periods and amounts read in both languages. It does not
// decide what is said to whom, and holds no text of an item: those stand in the
// item itself. Basis: GB/T 15835 (numerals), GB/T 15834 (punctuation).
package lang
