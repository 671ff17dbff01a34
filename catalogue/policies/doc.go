// Package policies holds who may do what (权限策略), as Cedar policies that a
// lawyer can read. They decide on values that the desk has worked out already:
// the roles that the actor has in the case by its relations, whose move it is,
// the right that a member or agent needs, and the matter that a mandate covers.
// What a list shows is decided by the same relations in SQL.
package policies

import "embed"

// FS holds the policy files, *.cedar.
//
//go:embed *.cedar
var FS embed.FS
