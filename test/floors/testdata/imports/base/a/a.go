package a

import (
	_ "quanlian/base/b"
	_ "quanlian/kernel" // want imports
)
