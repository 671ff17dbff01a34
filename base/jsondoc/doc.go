// Package jsondoc reads a JSON document that a person wrote (输入文件) and says
// what is wrong with it in that person's words: line, field, what belongs there.
//
// It decides nothing about what the document means; that is told by whom it is for.
package jsondoc
