// Package incoming reads what the office that acts in the end sends back
// (来文识别): the text of a notice, pasted, or a list of many results.
//
// It recognises our case number, the office's own number, the day and whether the
// act was taken in, granted or refused, and says of each where it was found and
// what is wrong with it. It decides nothing: what it reads is shown to the clerk,
// who takes it by the case's own moves (kernel/itemflow, receipt and result).
// Numbers are checked by base/ident; a number that fails its check is told and
// never mended.
package incoming
