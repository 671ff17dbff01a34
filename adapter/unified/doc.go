// Package unified asks an outside provider who somebody is (统一身份认证), by
// OpenID Connect Core 1.0 with the authorization code flow, PKCE (RFC 7636, S256)
// and a nonce. The provider's keys and addresses are discovered when they are first
// needed, so that a provider that is down does not keep the program from starting.
//
// It decides nothing: whom an identity opens is the kernel's.
package unified
