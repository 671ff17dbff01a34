// Package verify is the public page on which anybody has a receipt checked
// (核验凭证), with the file it is about or without, and is told in words what it
// proves and what it does not. Nothing that is sent here is kept. The same check
// runs without us: quanlian verify.
package verify
