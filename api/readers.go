package api

import (
	"context"
	"net/http"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// Looked is one look into a file of the party, by somebody else.
type Looked struct {
	At    time.Time      `json:"at" doc:"api.field.reader.at"`
	Name  string         `json:"name" doc:"api.field.reader.name"`
	Posts []kernel.Post  `json:"posts" doc:"api.field.reader.posts"`
	What  string         `json:"what" doc:"api.field.reader.what"`
	Paper string         `json:"paper,omitempty" doc:"api.field.reader.paper"`
	Token kernel.TokenID `json:"token,omitempty" doc:"api.field.act.token"`
	Case  kernel.CaseID  `json:"case" doc:"api.field.case.id"`
	No    string         `json:"no" doc:"api.field.case.no"`
	Title string         `json:"title" doc:"api.field.case.title"`
}

func (s *spoken) readers() {
	add(s, op{id: "list_readers", method: http.MethodGet, path: "/readers", tag: tagInside, token: true, fails: readOne}, s.a.readers)
}

type readersIn struct {
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"api.field.limit"`
	Case  string `query:"case" maxLength:"64" doc:"api.field.query.reader_case"`
}

// readers are those who looked into the files of the visitor's party, as the
// page of the organisation shows them: to its own people, never to an agent.
func (a *API) readers(ctx context.Context, v *visitor, in *readersIn) (*out[listOf[Looked]], error) {
	if v.Actor.Party == "" || v.Actor.Mandate != "" {
		return nil, errs.New(errs.Forbidden, "web.org.not_inside", nil)
	}
	var of kernel.CaseID
	if in.Case != "" {
		c, err := a.Cases.Case(ctx, v.Actor, in.Case, kernel.ViewDetail)
		if err != nil {
			return nil, err
		}
		of = c.ID
	}
	list, err := a.People.Readings(ctx, v.Actor.Party, of, in.Limit)
	res := listOf[Looked]{Total: len(list), Items: []Looked{}}
	for _, r := range list {
		x := Looked{At: r.At, Name: r.Actor.Name, Posts: r.Actor.Posts, What: v.L.T("web.org.read." + r.What), Paper: r.Paper, Token: r.Actor.Token, Case: r.Case, No: r.No, Title: a.titled(ctx, v, r.Headed())}
		if x.Posts == nil {
			x.Posts = []kernel.Post{}
		}
		res.Items = append(res.Items, x)
	}
	return say(res), err
}
