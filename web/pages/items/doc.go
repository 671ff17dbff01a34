// Package items draws the service items for who applies (办事): the page of an
// item, the form of any item step by step, checking and sending.
//
// It holds no rule: what an item asks stands in kernel/form, what happens to
// what was sent in kernel/itemflow.
package items
