package web

import (
	_ "quanlian/adapter/x" // want imports
	_ "quanlian/api"       // want imports
	_ "quanlian/chain/link/one"
)
