package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"quanlian/adapter/sign"
)

func newKeysCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "keys",
		Short: "Make, list and replace the keys that sign the evidence log",
		Long: `Keys of the evidence log: one for Ed25519 and one for SM2. They lie in one file
with mode 0600. Keep a copy apart from the data; backup does not take it along.

  quanlian keys new /etc/quanlian/keys --name yunlan.gov.cn/log
  quanlian keys list /etc/quanlian/keys > public-keys.txt
  quanlian keys rotate /etc/quanlian/keys

Rotating deletes the private half of the old keys and keeps their public half:
receipts outlive keys. A log that was ended by a restore goes on under another
name: make new keys in a new directory.`,
	}
	cmd.AddCommand(keysNew(), keysList(), keysRotate())
	return cmd
}

func keysNew() *cobra.Command {
	var name string
	cmd := &cobra.Command{
		Use: "new DIR", Short: "Make the keys of a new log", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			r, err := sign.New(args[0], name, time.Now())
			if err != nil {
				return err
			}
			return printKeys(cmd, r)
		},
	}
	cmd.Flags().StringVar(&name, "name", "", "name of the log, as yunlan.gov.cn/log; no other log may ever have it")
	_ = cmd.MarkFlagRequired("name")
	return cmd
}

func keysList() *cobra.Command {
	return &cobra.Command{
		Use: "list DIR", Short: "Print the public keys, one a line, the oldest first", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			r, err := sign.Open(args[0])
			if err != nil {
				return err
			}
			return printKeys(cmd, r)
		},
	}
}

func keysRotate() *cobra.Command {
	return &cobra.Command{
		Use: "rotate DIR", Short: "Replace the keys that sign; restart the server afterwards", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			r, err := sign.Open(args[0])
			if err != nil {
				return err
			}
			if err := r.Rotate(time.Now()); err != nil {
				return err
			}
			return printKeys(cmd, r)
		},
	}
}

func printKeys(cmd *cobra.Command, r *sign.Ring) error {
	var b strings.Builder
	for _, k := range r.Public() {
		b.WriteString(k.String() + "\n")
	}
	_, err := fmt.Fprint(cmd.OutOrStdout(), b.String())
	return err
}
