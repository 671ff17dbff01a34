// Command licences lists what others made that this program stands on
// (第三方许可): the Go modules linked into the binary, those that only build
// and test it, and the front-end packages of the lock file, each with version
// and licence, in docs/licences.md and NOTICE.
//
// The licence is read off the module's own licence file. One that is unknown,
// or that would bind the whole program (GPL, AGPL, SSPL), ends it with an
// error: such a library is not taken. With -texts DIR it copies the texts for a
// release.
package main
