// Package signed draws what became of one electronic signature (电子签名) on the
// page of its case: who is asked, what the certificate says, and what the check
// of this very moment found. It decides nothing: the signature was checked
// before it was kept, and is checked again by package evidence.
package signed
