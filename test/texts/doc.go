// Package texts compares what the code says with the sentences that exist
// (文案检查): every error code, notice and text key that the code names has its
// sentence in catalogue/lang, in both languages, and no sentence is left over.
package texts
