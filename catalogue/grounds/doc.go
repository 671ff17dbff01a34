// Package grounds holds the grounds on which a procedure is suspended (中止事由):
// dated data, by matter, each with the rule that it stands in.
//
// Where no rule was seen for a matter, its list is empty: the office then names the
// rule itself, and the program shows that as not verified. It decides nothing.
//
// Basis: 专利纠纷行政裁决和调解办法（局令81号）第28条; for other matters none was seen.
package grounds
