// Package concept knows which terms of technology mean the same, in Chinese and
// between English and Chinese (概念词表).
//
// It decides that 温漂 and 温度漂移 are one concept and that a need for a
// "piezoresistive sensor" asks for 压阻 and 传感器. The list is data
// (concepts.txt), typed by hand, small on purpose; a city adds its own by Read. It
// decides nothing about relevance.
package concept
