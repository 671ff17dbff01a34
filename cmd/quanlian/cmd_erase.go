package main

import (
	"context"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"quanlian/adapter/policy"
	"quanlian/adapter/sqlstore"
	"quanlian/base/errs"
	"quanlian/catalogue/policies"
	"quanlian/kernel"
	"quanlian/kernel/desk"
)

func newEraseCmd() *cobra.Command {
	var db, reason, tag string
	var entries []string
	cmd := &cobra.Command{
		Use:   "erase CASE_NO --reason TEXT",
		Short: "Delete what the journal says of a case, by order of law or of the person",
		Long: `Delete body and salt of the journal entries of a case, or of the entries named
with --entry. Their commitments stay in the evidence log and say nothing any
more; "quanlian check" counts them as erased. The erasure is an entry itself,
with its reason. It cannot be undone, and receipts that were handed out hold.

  quanlian erase YL2026-JY-00318 --db sqlite:var/quanlian.db --reason "个人信息保护法第四十七条，当事人撤回同意"

Entries that put papers into the case go with it, unless another case has the
same paper: no new receipt can be had for them. Only the journal is erased: the
case, its papers and its messages are not.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			say, err := speaker(tag)
			if err != nil {
				return err
			}
			if reason == "" {
				return errs.At("reason", "kernel.reason_needed", nil)
			}
			n, err := erase(cmd.Context(), db, args[0], entries, reason)
			if err != nil {
				return err
			}
			return emit(cmd, false, nil, say.T("cmd.erased", "n", n, "no", args[0]))
		},
	}
	cmd.Flags().StringVar(&db, "db", "", "database: sqlite:PATH or postgres://…")
	cmd.Flags().StringVar(&reason, "reason", "", "why: the article of law, or whose wish")
	cmd.Flags().StringSliceVar(&entries, "entry", nil, "only these entries; their ids stand in the names of the case's receipts")
	cmd.Flags().StringVar(&tag, "lang", "zh", "language: zh or en")
	_ = cmd.MarkFlagRequired("db")
	return cmd
}

func erase(ctx context.Context, db, no string, entries []string, reason string) (int, error) {
	s, v, err := sqlstore.Inspect(ctx, db)
	if err != nil {
		return 0, err
	}
	defer func() { _ = s.Close() }()
	if v.Have != v.Known {
		return 0, errs.New(errs.Conflict, "cmd.check.older_schema", errs.Args{"have": v.Have, "known": v.Known})
	}
	all, err := s.EntriesOfCase(ctx, no)
	if err != nil {
		return 0, err
	}
	if len(entries) == 0 {
		entries = all
	}
	for _, e := range entries {
		if !slices.Contains(all, e) {
			return 0, errs.New(errs.NotFound, "kernel.no_such_entry", nil)
		}
	}
	if len(entries) == 0 {
		return 0, errs.New(errs.NotFound, "kernel.no_such_case", errs.Args{"id": no})
	}
	pol, err := policy.Load(policies.FS)
	if err != nil {
		return 0, err
	}
	d := desk.New(s, pol, nil, time.Now, newID, newSalt)
	return len(entries), d.Do(ctx, kernel.SystemActor("operator"), "erase/"+newID(), kernel.EraseEntries{Entries: entries, Reason: reason})
}
