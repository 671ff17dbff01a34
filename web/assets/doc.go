// Package assets hands out the style sheet and script of the pages (静态资源).
//
// The files come from tools/assets and are embedded under names that hold a
// hash of their content, so a browser may keep them for ever. In a fresh clone
// dist is empty: everything compiles, and Path then gives the plain name.
package assets
