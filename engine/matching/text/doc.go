// Package text is the normal form and the terms of technology texts (文本规范与切分).
//
// It decides what counts as "the same characters": full width and half width,
// traditional and simplified, upper and lower case, superscript digits. The
// normal form maps rune to rune, so a place found in it is the same place in
// the text as it was written, and a quotation can be marked exactly.
//
// It decides which terms a text is found by: every single Han character, every
// pair of neighbouring Han characters, every stemmed Latin word and every
// number. No dictionary takes part, so no Chinese term of two characters can be
// missed, and a new word needs no new index. Which of a need's characters form
// words is asked of a segmenter (port matching.Segmenter) at question time.
//
// It does not decide how telling a term is: that is engine/matching/index.
package text
