// Package appraise is the page of the money methods on a patent (价值测算): a
// typed form, the result with every step, what each input does to it, and a
// paper of it in one's own file. It computes; it appraises nothing.
package appraise
