// Package source reads declared files (声明文件) so that whoever wrote one is
// told every mistake of it at once: file, line, column, field, what is wrong
// and what to do.
//
// [Parse] gives the tree of one YAML file. [Node] and [Map] read it key by key;
// what nobody asked for is an unknown key. Mistakes are collected in [Faults]
// and never stop the reading. [Layers] lays several folders over each other:
// embedded, the city's, the local one; the same path replaces the whole file.
//
// It knows no item and no city: catalogue/items and catalogue/city do. It
// understands the plain part of YAML only: no anchors, no aliases, no tags, one
// document a file, so that a file reads as it stands.
package source
