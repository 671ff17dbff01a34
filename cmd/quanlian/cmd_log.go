package main

import (
	"github.com/spf13/cobra"

	"quanlian/base/errs"
)

func newLogCmd() *cobra.Command {
	cmd := &cobra.Command{Use: "log", Short: "Bring the evidence log and a database together that was restored by other means"}
	var db, dir, tag string
	var asJSON bool
	adopt := &cobra.Command{
		Use:   "adopt --db URL --dir DIR",
		Short: "Take over entries that the log holds and the database lost",
		Long: `After a database was restored by its own means (a base backup, a replica that was
behind), the log may be ahead of it: the server then numbers and publishes
nothing. Stop the server; this names the entries that are lost, one by one, and
lets the numbers go on after them. What was published stays as it is.
Exit code 1 when entries are lost.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			say, err := speaker(tag)
			if err != nil {
				return err
			}
			if db == "" || dir == "" {
				return errs.At("db", "cmd.log_where", nil)
			}
			r, err := adoptLog(cmd.Context(), db, dir)
			if err != nil {
				return err
			}
			if err := emit(cmd, asJSON, r, r.text(say)); err != nil || len(r.Lost) == 0 {
				return err
			}
			return errNegative
		},
	}
	adopt.Flags().StringVar(&db, "db", "", "database: sqlite:PATH or postgres://…")
	adopt.Flags().StringVar(&dir, "dir", "", "directory of the server's files, with the log")
	adopt.Flags().StringVar(&tag, "lang", "zh", "language: zh or en")
	adopt.Flags().BoolVar(&asJSON, "json", false, "print one JSON document")
	cmd.AddCommand(adopt)
	return cmd
}
