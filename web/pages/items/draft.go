package items

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/web/site"
)

// draft is an application that has not been sent.
type draft struct {
	Values   form.Values `json:"values"`
	Files    []filed     `json:"files,omitempty"`
	Promises []string    `json:"promises,omitempty"`
	Seen     []string    `json:"seen,omitempty"` // steps that were saved once
	// Of a correction: files of the case that are taken out, and those that stay
	// beside new ones, by the ids of their documents.
	Out   []string `json:"out,omitempty"`
	Keep  []string `json:"keep,omitempty"`
	saved time.Time
	// At the counter a clerk fills the form in for somebody, under a number.
	Applicant *itemflow.Applicant `json:"applicant,omitempty"`
	Ticket    kernel.CaseID       `json:"ticket,omitempty"`
	apart
}

// filed is an upload that belongs to a material.
type filed struct {
	Upload   string `json:"upload"`
	Material string `json:"material"`
	Name     string `json:"name"`
	SHA256   string `json:"sha256"`
	Bytes    int64  `json:"bytes"`
	Media    string `json:"media"`
	Pages    int    `json:"pages,omitempty"`
}

func subject(code string) string  { return "item/" + code }
func template(code string) string { return "template/" + code }

// load gives the draft of the subject; ok is false when there is none.
func load(ctx context.Context, v *site.Visit, subject string) (d draft, ok bool, err error) {
	raw, at, ok, err := v.Env.Cases.Draft(ctx, v.Actor.User, v.Actor.Party, subject)
	if err != nil || !ok || json.Unmarshal(raw, &d) != nil {
		return draft{Values: form.Values{}}, false, err
	}
	if d.Values == nil {
		d.Values = form.Values{}
	}
	d.saved = at
	return d, true, nil
}

func (d draft) save(r *http.Request, v *site.Visit, subject string) error {
	raw, err := json.Marshal(d)
	if err != nil {
		return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	return v.Env.Desk.Do(r.Context(), v.Actor, v.Key(), kernel.SaveDraft{User: v.Actor.User, Party: v.Actor.Party, Subject: subject, Data: raw, Was: d.saved})
}

// drop removes a draft; was is when it was saved last as it was sent, zero for one
// that is thrown away as it stands.
func drop(r *http.Request, v *site.Visit, subject string, was time.Time) error {
	return v.Env.Desk.Do(r.Context(), v.Actor, v.Key(), kernel.DropDraft{User: v.Actor.User, Party: v.Actor.Party, Subject: subject, Was: was})
}

// start gives the draft, or a fresh one filled from who applies.
func start(ctx context.Context, v *site.Visit, it form.Item) (draft, error) {
	d, ok, err := load(ctx, v, subject(it.Code))
	if err != nil || ok {
		return d, err
	}
	prefill(it, d.Values, v)
	return d, nil
}

// prefill fills what the platform knows of who applies; what is there stays.
func prefill(it form.Item, values form.Values, v *site.Visit) { it.Prefill(values, knownOf(v)) }

// knownOf is what the platform knows of who applies, by the names of prefills.
func knownOf(v *site.Visit) map[string]string {
	out := map[string]string{
		"party.name": v.Party.Name, "party.code": v.Party.Code, "party.kind": v.Party.Kind, "party.district": v.Party.District, "party.address": v.Party.Address, "party.post": v.Party.Post(), "party.representative": v.Party.Representative,
		"user.name": filler(v), "today": calendar.DateOf(v.Env.Now()).String(),
	}
	if v.Actor.Party == "" {
		return out
	}
	if c, err := v.Env.People.Contact(context.Background(), v.Actor.User); err == nil { // the form works without
		out["user.phone"], out["user.email"] = c.Phone, c.Mail
	}
	if i := slices.IndexFunc(v.Hats, func(h kernel.Actor) bool { return h.Mandate == "" && h.Party != "" }); i >= 0 && v.Actor.Mandate != "" {
		out["agent.name"] = v.Hats[i].Org
		if agent, err := v.Env.People.Party(context.Background(), v.Hats[i].Party); err == nil {
			out["agent.code"] = agent.AgencyCode // its credit code is another one
		}
	}
	writtenBefore(v, out)
	return out
}

// Unit: cases. Source: our choice.
const lookedBack = 20

// writtenBefore adds what was written in the applicant's own applications before, the
// newest first: its address, and where the same contact person is reached.
func writtenBefore(v *site.Visit, out map[string]string) {
	own := v.Actor
	own.Posts = nil
	list, _, err := v.Env.Cases.Cases(context.Background(), own, kernel.ViewSecret, kernel.CaseQuery{Part: true, Party: own.Party, Sort: "opened", Limit: lookedBack, Uncounted: true})
	if err != nil { // the form works without
		return
	}
	for _, c := range list {
		d, err := itemflow.DataOf(c)
		if err != nil || d.Applicant.Party != own.Party {
			continue
		}
		same := d.Values["contact.name"] == out["user.name"]
		for name, x := range map[string]string{"party.address": d.Values["applicant.address"], "party.post": d.Values["applicant.address"], "user.phone": d.Values["contact.phone"], "user.email": d.Values["contact.email"]} {
			if out[name] == "" && (same || strings.HasPrefix(name, "party.")) {
				out[name] = x
			}
		}
	}
}

// input is the draft as it is sent.
func (d draft) input() itemflow.SubmitInput {
	in := itemflow.SubmitInput{Values: d.Values, Promises: d.Promises, Applicant: d.Applicant}
	for _, f := range d.Files {
		in.Files = append(in.Files, itemflow.File{Upload: f.Upload, Material: f.Material})
	}
	return in
}

// of are the files of a material.
func (d draft) of(material string) []filed {
	var out []filed
	for _, f := range d.Files {
		if f.Material == material {
			out = append(out, f)
		}
	}
	return out
}

func (d *draft) see(step string) {
	if !slices.Contains(d.Seen, step) {
		d.Seen = append(d.Seen, step)
	}
}
