package one

import (
	_ "quanlian/adapter/x" // want imports
	_ "quanlian/test/probe"
)
