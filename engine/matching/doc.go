// Package matching leads a need to patents (供需精准匹配).
//
// It reads a need in free Chinese or English, picks its telling words, finds the
// patents that speak of them, leaves out those that may not be offered, scores
// the rest by content, classification, industry, maturity, price and region, and
// says in words why a patent is proposed and what it lacks, with the sentence it
// rests on. Reasons are codes with arguments; their sentences stand in
// catalogue/lang.
//
//	need → words → index → hard filters → six parts → reasons and quotation
//
// The weights are data with a version; a part that cannot be known is left out
// and the others are scaled up, and the result says so. The engine decides
// nothing: a person contacts the owner. What becomes of a proposal (shown,
// opened, contacted, signed) is counted for each version by Funnels.
//
// It reads no database and no clock: patents come through the port Corpus, words
// through Segmenter, classes through Suggester.
//
// Legal basis: none prescribes matching; who may not be offered follows from the
// state of the right (专利法 42, 44, 47) and from the city's own lists. Formula:
// domain rulebook §3.3 [D].
package matching
