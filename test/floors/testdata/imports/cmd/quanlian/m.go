package main

import (
	_ "quanlian/adapter/x"
	_ "quanlian/test/probe" // want imports
	_ "quanlian/web"
)
