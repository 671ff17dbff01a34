// Package guide reads the guide that asks a few questions until few items are
// left (三个问题帮您找到事项): catalogue/guide/guide.yaml.
//
// A question has answers, an answer says which items fit it: by who applies, by
// the letters of their codes, by matter, by life event, or one by one. The
// package decides which items are left after some answers, and in which order.
// It is a way of finding only: who may apply is decided by the item.
package guide
