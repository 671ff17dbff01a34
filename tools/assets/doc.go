// Command assets bundles what the pages need from web/assets (前端打包).
//
// It reads web/assets/src and web/assets/node_modules (after npm ci
// --ignore-scripts) and writes web/assets/dist: the style sheet, the script,
// each under a name with a hash of its content and once more gzipped, and
// manifest.json, which maps the plain names to the hashed ones.
//
// Of Tabler's style sheet only the rules survive whose classes some template
// under web really uses; of our own, everything. The command prints the sizes
// and ends with an error when style sheet and script together exceed the
// budget of a first page.
package main
