package site

import "quanlian/web/ui"

// SentPart is one part of what would leave an organisation, as its form shows
// it: a page with its answers, or the files that go with it.
type SentPart struct {
	Title string
	Rows  []ui.Pair
	Files []ui.File
}
