// Command quanlian is the one binary of the house: server, demo city and the
// engines as commands. It joins the floors and decides nothing itself.
package main

import "os"

// version is set by the release build.
var version = "dev"

func main() { os.Exit(runAs(spokenBy(os.Getenv), os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
