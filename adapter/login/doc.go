// Package login knows who sits behind a request (登录与会话).
//
// Passwords are kept as argon2id hashes with their parameters; sessions lie in
// the database under the hash of their token, so that a stolen backup opens
// nothing. Two hours without a request or twelve in all end a session. Tries
// are limited for each login and for each address, by all processes together, and
// an unknown login takes as long as a wrong password.
//
// It decides nothing about what somebody may do: that is the kernel's.
package login
