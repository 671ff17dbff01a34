// Package astray (走错) has its comment in the wrong file. // want pkgdoc
package astray
