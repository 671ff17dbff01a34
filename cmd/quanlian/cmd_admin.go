package main

import (
	"cmp"
	"context"
	"time"

	"github.com/spf13/cobra"

	"quanlian/adapter/login"
	"quanlian/adapter/policy"
	"quanlian/adapter/sqlstore"
	"quanlian/catalogue/policies"
	"quanlian/kernel"
	"quanlian/kernel/desk"
)

// Unit: hours. Source: our choice; the operator hands it over at once.
const adminLinkTime = 24 * time.Hour

// adminPost is the post of the city's administrator.
var adminPost = kernel.Post{Unit: "city-hall", Role: "admin"}

func newAdminCmd() *cobra.Command {
	var db, name, public, tag string
	cmd := &cobra.Command{
		Use:   "admin LOGIN --db URL",
		Short: "Make the city's first administrator, or let one back in",
		Long: `Make a log-in with the post of the city's administrator, who makes all others on
the pages (/admin), and print the link with which a password is set. The link
opens once, for a day. For a log-in that is there already: a new link, for an
administrator who lost the password. It stands in the journal as the operator's.

  quanlian admin zhang.wei --name 张伟 --db sqlite:var/quanlian.db --public-url https://ip.example.gov.cn`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			say, err := speaker(tag)
			if err != nil {
				return err
			}
			base, err := publicURL(public)
			if err != nil {
				return err
			}
			path, err := letIn(cmd.Context(), db, args[0], name)
			if err != nil {
				return err
			}
			return emit(cmd, false, nil, say.T("cmd.admin_link", "login", args[0], "url", cmp.Or(base, "http://localhost:8080")+path))
		},
	}
	cmd.Flags().StringVar(&db, "db", "", "database: sqlite:PATH or postgres://…")
	cmd.Flags().StringVar(&name, "name", "", "name of the person, for a new log-in")
	cmd.Flags().StringVar(&public, "public-url", "", "address of the pages, for the link")
	cmd.Flags().StringVar(&tag, "lang", "zh", "language: zh or en")
	_ = cmd.MarkFlagRequired("db")
	return cmd
}

// letIn gives the path of a link for the log-in, which has the post afterwards.
func letIn(ctx context.Context, db, name, person string) (string, error) {
	s, err := sqlstore.Open(ctx, db, sqlstore.Options{})
	if err != nil {
		return "", err
	}
	defer func() { _ = s.Close() }()
	pol, err := policy.Load(policies.FS)
	if err != nil {
		return "", err
	}
	d := desk.New(s, pol, nil, time.Now, newID, newSalt)
	secret, hash, err := login.Secret()
	if err != nil {
		return "", err
	}
	had, ok, err := s.UserByLogin(ctx, name)
	if err != nil {
		return "", err
	}
	id := kernel.UserID(had.ID)
	var w []kernel.Write
	if !ok {
		id = kernel.UserID(newID())
		w = append(w, kernel.AddUser{ID: id, Login: name, Name: person})
	}
	units, err := s.Units(ctx)
	if err != nil {
		return "", err
	}
	known := false
	for _, u := range units {
		known = known || u.ID == adminPost.Unit
	}
	if !known {
		w = append(w, kernel.PutUnit{Unit: kernel.Unit{ID: adminPost.Unit, Zh: "平台管理", En: "Administration"}})
	}
	w = append(w, kernel.PutPost{User: id, Post: adminPost}, kernel.IssueLink{User: id, Hash: hash, Until: time.Now().Add(adminLinkTime)})
	return "/once/" + secret, d.Do(ctx, kernel.SystemActor("operator"), "admin/"+newID(), w...)
}
