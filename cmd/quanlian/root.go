package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
)

// Exit codes are a contract (design.md §6).
const (
	exitOK       = 0
	exitNegative = 1 // a negative answer: not valid, not found, findings
	exitBadInput = 2
	exitFailure  = 3
)

// errNegative makes a command end with exit code 1 and print nothing more:
// the negative answer stands on stdout already.
var errNegative = errors.New("negative answer")

// commands lists every command of the binary, one constructor a file.
func commands() []*cobra.Command {
	return []*cobra.Command{
		newAdminCmd(),
		newBackupCmd(),
		newCheckCmd(),
		newCityCmd(),
		newDepositCmd(),
		newEraseCmd(),
		newKeysCmd(),
		newLogCmd(),
		newVerifyCmd(),
		newDemoCmd(),
		newIdentCmd(),
		newItemsCmd(),
		newImportCmdWith(openRegister),
		newPeriodCmd(),
		newRestoreCmd(),
		newServeCmd(),
		newRehearseCmd(),
		newTaxCmd(),
		newMatchCmd(),
		newValueCmd(),
	}
}

// rootCmd is the binary with all its commands.
func rootCmd() *cobra.Command {
	root := &cobra.Command{
		Use:           "quanlian",
		Version:       version,
		Short:         "全链: a city's whole chain of intellectual property",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.AddCommand(commands()...)
	return root
}

// run executes one command line in Chinese and gives its exit code.
func run(args []string, in io.Reader, out, errOut io.Writer) int {
	return runAs(lang.Zh, args, in, out, errOut)
}

// runAs executes it for somebody of the language.
func runAs(l lang.Lang, args []string, in io.Reader, out, errOut io.Writer) int {
	root := rootCmd()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errOut)
	var c *cobra.Command
	err := speakAs(root, l)
	if err == nil {
		err = unknownBelow(root, args)
	}
	if err == nil {
		c, err = root.ExecuteC()
	}
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errNegative):
		return exitNegative
	}
	fmt.Fprintln(errOut, "quanlian:", complaint(cmp.Or(c, root), l, err))
	switch errs.KindOf(err) {
	case errs.Invalid, errs.NotFound:
		return exitBadInput
	case errs.Internal:
		if errs.As(err) == nil { // cobra's own: unknown flag, missing argument
			return exitBadInput
		}
	}
	return exitFailure
}

// unknownBelow refuses a word after a command that only holds others; the
// library would show its help and call it done.
func unknownBelow(root *cobra.Command, args []string) error {
	c, rest, err := root.Find(args)
	if err != nil || c == root || c.Runnable() || len(rest) == 0 || strings.HasPrefix(rest[0], "-") {
		return nil
	}
	var names []string
	for _, k := range c.Commands() {
		if k.IsAvailableCommand() {
			names = append(names, k.Name())
		}
	}
	return errs.New(errs.Invalid, "cmd.no_command_of", errs.Args{"command": c.CommandPath(), "name": rest[0], "names": strings.Join(names, " ")})
}

// emit prints v as one JSON document when asked, otherwise text.
func emit(cmd *cobra.Command, asJSON bool, v any, text string) error {
	if !asJSON {
		_, err := fmt.Fprintln(cmd.OutOrStdout(), text)
		return err
	}
	enc := json.NewEncoder(cmd.OutOrStdout())
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
