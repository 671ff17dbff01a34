// Package wire is how values cross the border as JSON (边界格式).
//
// Inside, an amount is whole fen; at the border it is decimal yuan with two
// places, as text: "2400000.00" (ADR 0006). A field whose name ends in _fen is
// called _yuan out there, so that no name lies about its unit. Instants are RFC
// 3339 in UTC, legal dates are YYYY-MM-DD, rates are decimals as text, a list is
// never null. Everything else is as encoding/json has it.
//
//	Marshal    value → JSON
//	Unmarshal  JSON → value, and every fault at its field, not only the first
//	SchemaOf   the JSON Schema (2020-12) of a type, such as the input of a move
//
// The three read the same list of fields, so that what is said of a form, what
// is taken and what is sent cannot differ. It knows no rule about any field.
package wire
