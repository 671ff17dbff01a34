// Package items reads the declared service items (办理事项清单): one YAML file
// an item, resolved into form.Item with shared groups, texts, limits and
// telephones inside it.
//
// [Load] reads every layer and tells every mistake at once: keys that there are
// not, references that lead nowhere, texts missing in a language, conditions
// about fields that the form lacks. A [Catalogue] keeps all versions; [Set] is
// what is in force on a day, with its index. How a file is written stands in
// docs/items.md.
//
// It decides nothing about a case: the flows of kernel/itemflow do. The 177
// rows are a working reconstruction until the official list is obtained.
package items
