// Package site is what all pages of the house share (站点): who visits, under
// which hat, through which ports pages read, and how a form becomes an act.
//
// A page is a function of (w, r, *Visit). Reading goes through the ports of
// [Env]; writing only through the desk. Pages never hold rules: the moves of a
// case are offered and judged by the kernel.
package site
