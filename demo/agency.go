package demo

import (
	"time"

	"quanlian/kernel"
)

// Mandates are the powers of attorney of the demo: the agency acts for the company
// in all matters, and signs and pays nothing.
func Mandates(from time.Time) []kernel.Write {
	return []kernel.Write{kernel.GrantMandate{Mandate: kernel.Mandate{
		ID: "m-qiheng-zhiyuan", Principal: "p-qiheng", Agent: "p-zhiyuan", Scope: []string{"*"},
		Rights: []kernel.Right{kernel.RightView, kernel.RightDraft, kernel.RightSubmit}, From: from, To: from.AddDate(2, 0, 0),
	}}}
}
