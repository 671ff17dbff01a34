package site

import "quanlian/web/ui"

// SentPart is one part of what would leave an organisation, as its form shows
// it: a page with its answers, or the files that go with it.
type SentPart struct {
	Title string
	Rows  []ui.Pair
	Files []ui.File
}

// Bearing is what a command that waits inside an organisation would bring about.
type Bearing struct {
	To    string   // whom it reaches
	Does  []string // sentences about what follows
	Parts []SentPart
	Said  bool // the parts say the fields of the command themselves
}
