// Package catalogue embeds what an official may change without a programmer
// (声明数据): items, shared groups and the cities that ship with the program.
// The packages below it read them; documents, lang and policies embed their own.
package catalogue
