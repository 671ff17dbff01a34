package silent // want pkgdoc
