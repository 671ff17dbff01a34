package registry

import (
	_ "quanlian/base/a"
	_ "quanlian/chain/link/one" // want imports
	_ "quanlian/kernel"
	_ "quanlian/ledger"         // want imports
	_ "quanlian/nowhere/at/all" // want imports
)
