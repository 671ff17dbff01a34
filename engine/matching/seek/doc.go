// Package seek finds a service item by everyday words (找事项): 我的商标被人抄了 leads
// to the complaint about infringement, "borrow money on my patent" to the loan.
//
// It decides which of some hundred items fits a sentence best: by the phrases
// that each item declares as the words people use for it, by its name, its
// lead, and what else stands in it. Terms are those of engine/matching/text;
// everyday synonyms, Chinese and English, are data (everyday.txt). A term tells
// the more, the fewer items have it.
//
// It decides nothing about who may apply, and reads no item: catalogue/items
// says what the texts are. All items fit into memory, so every one is judged.
package seek
