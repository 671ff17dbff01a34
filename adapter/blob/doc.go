// Package blob keeps files under the hash of their content (文件库). A file is
// stored first and referred to after; one that nobody refers to is swept after
// a day. Putting the same content twice is one file.
package blob
