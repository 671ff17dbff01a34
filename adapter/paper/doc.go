// Package paper draws the city's papers as PDF (文书排版) with Noto Sans SC, which
// has every Chinese and Latin glyph they use; a rune without glyph is an error,
// never a blank. No seal is drawn: a seal exists only as an electronic
// signature. The demo prints the words 样章 in a frame.
package paper
