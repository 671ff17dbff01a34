package one

import (
	_ "quanlian/base/a"
	_ "quanlian/engine/one/inner"
	_ "quanlian/engine/two" // want imports
	_ "quanlian/kernel"     // want imports
)
