// Package ident reads the numbers of the field (标识号码): unified social
// credit codes, organisation codes, resident identity numbers, patent
// application, publication and PCT numbers, trademark numbers, IPC, Locarno
// and Nice symbols, data-IP certificate and registration numbers.
//
// It decides: the one normal form of a number, whether its characters, parts
// and check character fit, and if not, why, where and what the check character
// would be. Full-width signs, spaces and Chinese punctuation are tolerated.
//
// It does not decide whether a number was ever given out, nor to whom; and it
// never shows a whole identity number: [IDNumber] prints, logs and marshals
// masked, and no error carries one.
//
// Basis: GB 32100-2015, GB 11714, GB 11643, GB/T 2260, ZC 0006-2003 (application
// numbers), WIPO ST.8 (IPC), 规发〔2024〕79号 (data-IP certificates).
package ident
