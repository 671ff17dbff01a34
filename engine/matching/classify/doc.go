// Package classify suggests IPC subclasses for a text (国际专利分类推荐).
//
// It learns from titles whose IPC is known: the register's own, and, as a weak
// teacher, the wording of the classification itself. The model is a multinomial
// logistic regression over pairs and triples of characters and words; the same
// examples and options give the same model, bit for bit.
//
// A suggestion carries the share of the model's belief and the rate at which
// suggestions of that strength were right on titles held out from training: an
// officer reads "right in 62 of 100 cases". Which suggestions count as chosen is
// a threshold found on the held-out titles too.
//
// It decides nothing: a person confirms or changes the class. Measured figures
// stand in docs/measured/matching.md.
package classify
