// Package gallery shows every component of web/ui in use (组件样张), in both
// languages and both looks, for whoever builds pages and for the tests of the
// look. It is mounted in the demo only. All names and numbers are invented.
package gallery
