// Package api is REST for everything that the pages can do (开放接口): the same
// moves, the same reads, the same sentences, as JSON with OpenAPI 3.1.
//
//	/api/v1/…            the operations
//	/api/openapi.json    what they take and give, in the language of the reader; .yaml too
//	/api                 the reference page, drawn by cmd in the frame of the site
//
// A program acts by a token that a person made for it, for one hat
// ([kernel.Token]); sessions and cookies are not looked at, so that no page of
// another site can make a browser act here. What is public needs no token.
// Reading goes through the ports of [Deps], writing only through the desk; the
// kernel judges every act. Amounts are decimal yuan at this border (ADR 0006).
package api
