// Package index finds the best of very many texts for a question (倒排索引).
//
// It decides which patents score highest for a list of weighted terms, by BM25F
// over title, abstract and claim 1. Each posting keeps one byte, the saturated
// weight of its term in its patent; lists are cut into blocks of 128 postings
// with the greatest byte of each block. A question is answered window by window
// (block-max MaxScore): terms that cannot lift a patent into the answer any more
// are only looked up, windows that hold no such patent are passed over. Scores
// are sums of integers, so the answer is exact, does not hang on the order of
// adding and is the same on every machine.
//
// Patents are added and deleted one by one. Deleting marks; Compact rewrites.
// WriteTo and Read keep an index as bytes with a check sum.
//
// It does not decide what a term is (engine/matching/text), nor what a patent
// is worth to the need beyond its words (engine/matching).
package index
