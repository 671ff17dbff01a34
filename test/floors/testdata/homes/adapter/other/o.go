package other

import (
	_ "example.com/orm"    // want home
	_ "example.com/ormolu" // want home
	_ "example.com/probe"  // want home
	_ "example.com/pure/sub"
)

const (
	q    = "  select id\n from cases" // want sql
	text = "choose a book from the list, then select what you want and update it"
	del  = "DELETE FROM cases"          // want sql
	upd  = "update cases set state = ?" // want sql
	made = "CREATE TABLE x (id BIGINT)" // want sql
)
