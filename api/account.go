package api

import (
	"context"
	"net/http"
	"time"

	"quanlian/catalogue/words"
	"quanlian/kernel"
)

// Me is who the token acts for.
type Me struct {
	User    kernel.UserID    `json:"user" doc:"api.field.me.user"`
	Name    string           `json:"name" doc:"api.field.me.name"`
	Party   *PartyRef        `json:"party,omitempty" doc:"api.field.me.party"`
	Mandate kernel.MandateID `json:"mandate,omitempty" doc:"api.field.me.mandate"`
	Posts   []Office         `json:"posts" doc:"api.field.me.posts"`
	Rights  []kernel.Right   `json:"rights" doc:"api.field.me.rights"`
	Token   TokenRef         `json:"token" doc:"api.field.me.token"`
}

// PartyRef is a party by id and name.
type PartyRef struct {
	ID   kernel.PartyID `json:"id" doc:"api.field.party.id"`
	Name string         `json:"name" doc:"api.field.party.name"`
}

// Office is an office that the token acts by.
type Office struct {
	Unit     kernel.UnitID `json:"unit" doc:"api.field.office.unit"`
	Role     kernel.Role   `json:"role" doc:"api.field.office.role"`
	District string        `json:"district,omitempty" doc:"api.field.office.district"`
}

// TokenRef is the token in use.
type TokenRef struct {
	ID      kernel.TokenID `json:"id" doc:"api.field.token.id"`
	Name    string         `json:"name" doc:"api.field.token.name"`
	Expires time.Time      `json:"expires" doc:"api.field.token.expires"`
}

// Notice is one message of the program about a case.
type Notice struct {
	ID   string    `json:"id" doc:"api.field.notice.id"`
	No   string    `json:"no" doc:"api.field.case.no"`
	Code string    `json:"code" doc:"api.field.notice.code"`
	Text string    `json:"text" doc:"api.field.notice.text"`
	Made time.Time `json:"made" doc:"api.field.notice.made"`
	Seen time.Time `json:"seen,omitzero" doc:"api.field.notice.seen"`
}

func (s *spoken) account() {
	add(s, op{id: "me", method: http.MethodGet, path: "/me", tag: tagAccount, token: true}, s.a.me)
	add(s, op{id: "list_notices", method: http.MethodGet, path: "/notices", tag: tagAccount, token: true}, s.a.notices)
	add(s, op{id: "see_notices", method: http.MethodPost, path: "/cases/{no}/notices/seen", tag: tagAccount, token: true, status: http.StatusNoContent, fails: readOne}, s.a.seeNotices)
}

func (a *API) me(ctx context.Context, v *visitor, _ *none) (*out[Me], error) {
	m := Me{User: v.Actor.User, Name: v.Actor.Name, Mandate: v.Actor.Mandate, Posts: []Office{}, Rights: v.Actor.Rights, Token: TokenRef{ID: v.Token.ID, Name: v.Token.Name, Expires: v.Token.Expires}}
	if v.Actor.Party != "" {
		p, err := a.People.Party(ctx, v.Actor.Party)
		if err != nil {
			return nil, err
		}
		m.Party = &PartyRef{ID: p.ID, Name: p.Name}
	}
	for _, p := range v.Actor.Posts {
		m.Posts = append(m.Posts, Office{p.Unit, p.Role, p.District})
	}
	return say(m), nil
}

type noticesIn struct {
	Limit int `query:"limit" minimum:"1" maximum:"100" default:"20" doc:"api.field.limit"`
}

func (a *API) notices(ctx context.Context, v *visitor, in *noticesIn) (*out[listOf[Notice]], error) {
	list, err := a.Cases.Notices(ctx, v.Actor, in.Limit)
	if err != nil {
		return nil, err
	}
	res := listOf[Notice]{Total: len(list), Items: []Notice{}}
	for _, n := range list {
		res.Items = append(res.Items, Notice{ID: n.ID, No: n.No, Code: n.Text, Text: words.Notice(v.L, n), Made: n.Made, Seen: n.Seen})
	}
	return say(res), nil
}

func (a *API) seeNotices(ctx context.Context, v *visitor, in *caseIn) (*none, error) {
	c, err := a.Cases.Case(ctx, v.Actor, in.No, kernel.ViewSummary)
	if err != nil {
		return nil, err
	}
	return &none{}, a.Cases.SeeNotices(ctx, v.Actor, c.ID, a.Now())
}
