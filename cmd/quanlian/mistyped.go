package main

import (
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"quanlian/catalogue/lang"
)

// What the library of commands says of a command line, and the sentence of ours
// with the parts in their order. A test holds each against the library.
var mistypes = []struct {
	says  *regexp.Regexp
	code  string
	parts []string
}{
	{regexp.MustCompile(`^unknown (?:shorthand )?flag: (?:'.' in )?(\S+)`), "cmd.flag_unknown", []string{"flag"}},
	{regexp.MustCompile(`^flag needs an argument: (?:'.' in )?(\S+)`), "cmd.flag_empty", []string{"flag"}},
	{regexp.MustCompile(`^invalid argument "(.*)" for "(?:-., )?(--\S+)" flag`), "cmd.flag_value", []string{"value", "flag"}},
	{regexp.MustCompile(`^required flag\(s\) (.+) not set`), "cmd.flag_missing", []string{"flags"}},
	{regexp.MustCompile(`^(?:accepts|requires) .*arg\(s\)`), "cmd.args_count", nil},
	{regexp.MustCompile(`(?s)^unknown command "(.*?)" for "[^"]*".*this\?\s+(\S+)`), "cmd.no_command_near", []string{"name", "near"}},
	{regexp.MustCompile(`^unknown command "(.*?)" for`), "cmd.no_command", []string{"name"}},
}

// mistyped says in the reader's language what is wrong with a command line.
func mistyped(c *cobra.Command, say *lang.Localizer, err error) string {
	for _, m := range mistypes {
		got := m.says.FindStringSubmatch(err.Error())
		if got == nil {
			continue
		}
		if strings.HasPrefix(m.code, "cmd.no_command") && !c.HasAvailableSubCommands() { // a word too many
			return say.T("cmd.args_count", "usage", c.UseLine())
		}
		args := []any{"command", c.CommandPath(), "usage", c.UseLine()}
		for i, name := range m.parts {
			text := got[i+1]
			if name == "flags" {
				text = say.List(flagNames(text))
			}
			args = append(args, name, text)
		}
		return say.T(m.code, args...)
	}
	return err.Error()
}

// flagNames reads "add", "from" as flags.
func flagNames(quoted string) []string {
	var out []string
	for _, name := range strings.Split(quoted, ", ") {
		out = append(out, "--"+strings.Trim(name, `"`))
	}
	return out
}
