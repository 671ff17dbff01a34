// Package ui holds the parts that pages are built of (页面组件): the frame, the
// chain, states, limits, amounts, form fields, tables, lists and charts.
//
// It decides how a thing looks, reads aloud and prints; a view model goes in,
// HTML comes out. It decides no rule, asks no store and reads no clock: today,
// limits and sums come with the view model. Charts are drawn here as SVG, so
// that they need no script. Markup uses classes only, never style attributes,
// which the content security policy forbids.
//
// Basis: GB/T 37668 (accessibility of Internet content), WCAG 2.2 AA, and the
// look of the house (docs/look).
package ui
