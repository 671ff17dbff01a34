package sqlstore

import (
	_ "example.com/orm/dialect"
	_ "example.com/pure"
)

const q = "SELECT id FROM cases"
