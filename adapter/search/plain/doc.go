// Package plain is full-text search by bleve as it comes (对照检索引擎).
//
// It is the peer that our own index is measured beside (tools/benchmatch): BM25
// over words that the house's segmenter has cut, every word of the question in
// one OR. Nothing of the program uses it.
package plain
