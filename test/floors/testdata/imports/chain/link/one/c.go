package one

import (
	_ "quanlian/adapter/x"      // want imports
	_ "quanlian/chain/link/two" // want imports
	_ "quanlian/engine/two"
)
