// Package glossary compares GLOSSARY.md with the code (术语表检查): what it
// names must exist, and the words it avoids must not be used as identifiers.
package glossary
