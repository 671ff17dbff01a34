// Package segment cuts Chinese text into words (中文分词).
//
// It fulfils the port matching.Segmenter with the dictionary segmenter gse and a
// short list of words of intellectual property and technology that general
// dictionaries split. The dictionary is loaded at the first question, once for
// the process: it takes about two seconds and 200 MB.
//
// It decides nothing about finding: the index holds every pair of characters,
// whatever the segmenter says.
package segment
