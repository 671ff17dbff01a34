// Package policy answers the desk's questions with Cedar (权限判定). It builds
// the context from what the desk has worked out and asks the policies of
// catalogue/policies; a policy is never written in Go.
package policy
