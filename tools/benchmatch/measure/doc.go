// Package measure measures matching beside its peers (匹配引擎对照测量).
//
// Quality: a scientific abstract finds its own title (csl/ts), an English patent
// text finds its Chinese one (xlang_patent_pairs), IPC subclasses from titles by
// cross-validation (cn_patent_ipc_9740). Speed: patents made from the words of
// real titles with a fixed seed, ten thousand to a million. The peers, plain
// SQLite FTS5 and plain bleve, hold the same documents and answer the same needs
// in the same run; both get words that the house's segmenter has cut.
package measure
