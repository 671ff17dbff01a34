// Package western has no Chinese name. // want pkgdoc
package western
