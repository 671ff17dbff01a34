// Command tool says it in main.go.
package main
