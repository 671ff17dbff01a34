package items

import (
	"encoding/json"
	"net/http"
	"slices"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/web/site"
)

// BeginAt begins a form at the counter for somebody without an account: it is
// the clerk's draft, and says for whom. Papers of earlier cases serve again where
// the item asks for a material of the same name.
func BeginAt(r *http.Request, v *site.Visit, it form.Item, who itemflow.Applicant, ticket kernel.CaseID, earlier []itemflow.File) error {
	if len(it.Who) > 0 && !may(it, kernel.Party{Kind: who.Kind}) {
		return errs.New(errs.Forbidden, "kernel.itemflow.not_for_you", errs.Args{"kind": who.Kind})
	}
	if p, ok, err := v.Env.People.FindParty(r.Context(), who.Code); err == nil && ok && who.Code != "" && p.Code == who.Code { // has an account; the form works without knowing
		who.Party = p.ID
	}
	v.Party = partyOf(who)
	d := draft{Values: form.Values{}, Applicant: &who, Ticket: ticket}
	prefill(it, d.Values, v)
	for _, s := range it.Steps {
		for _, f := range s.Fields {
			if f.Prefill == "user.phone" && s.Repeat == 0 && d.Values[f.ID] == "" {
				d.Values[f.ID] = who.Phone
			}
		}
	}
	for _, f := range earlier {
		i := slices.IndexFunc(it.Materials, func(m form.Material) bool { return m.Name.Zh == f.Material && m.Source != "system" })
		if i < 0 || len(d.of(it.Materials[i].ID)) > 0 {
			continue
		}
		if err := d.again(r, v, it.Materials[i], f); err != nil {
			return err
		}
	}
	return d.save(r, v, subject(it.Code))
}

// again puts an earlier paper to a material: the content lies there already, so it
// is an upload of one's own under the same hash.
func (d *draft) again(r *http.Request, v *site.Visit, m form.Material, f itemflow.File) error {
	id := v.Env.NewID()
	err := v.Env.Desk.Do(r.Context(), v.Actor, "again/"+id, kernel.PutDocument{ID: id, Kind: "kernel.itemflow.paper.material", Name: f.Name, SHA256: f.SHA256, Bytes: f.Bytes, Media: f.Media, Pages: f.Pages, Level: kernel.ViewDetail, By: v.Actor.User})
	if err == nil {
		d.Files = append(d.Files, filed{Upload: id, Material: m.ID, Name: f.Name, SHA256: f.SHA256, Bytes: f.Bytes, Media: f.Media, Pages: f.Pages})
	}
	return err
}

func partyOf(a itemflow.Applicant) kernel.Party {
	p := kernel.Party{ID: a.Party, Kind: a.Kind, Name: a.Name, Code: a.Code, District: a.District}
	if a.Kind == "person" {
		p.Code = "" // forms ask for a credit code, which a person has not
	}
	return p
}

// atCounter looks whether a clerk fills the form in for somebody; the page then
// knows the applicant as it would know a party that has logged in.
func atCounter(r *http.Request, v *site.Visit, it form.Item) error {
	if v.Actor.Party != "" || !v.Staff() {
		return nil
	}
	d, ok, err := load(r.Context(), v, subject(it.Code))
	if err == nil && ok && d.Applicant != nil {
		v.Party = partyOf(*d.Applicant)
	}
	return err
}

// leave leaves out the ways of service that end in an account, for who has none.
func leave(v *site.Visit) func(form.Field, string) bool {
	if v.Party.ID != "" {
		return nil
	}
	return func(f form.Field, value string) bool { return itemflow.NeedsAccount(f.ID, value) }
}

// filler is whose name stands in the form as the person to ask.
func filler(v *site.Visit) string {
	if v.Actor.Party == "" {
		return v.Party.Name
	}
	return v.Actor.Name
}

// handedIn writes a case that was filed at the counter into its number, and
// leads back there, where the receipt is printed.
func handedIn(w http.ResponseWriter, r *http.Request, v *site.Visit, it form.Item, d draft, done desk.Receipt) error {
	raw, err := json.Marshal(map[string]string{"case": string(done.Case), "no": done.No, "name": it.Name.Zh})
	if err != nil {
		return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	_, err = v.Env.Desk.Act(r.Context(), v.Actor, desk.Command{Case: d.Ticket, Move: "filed", Key: r.FormValue(site.KeyField) + "/filed", Input: raw})
	if err != nil {
		return err
	}
	return v.Go(w, r, "/counter", v.L.T("web.window.filed", "no", done.No))
}

// Cameras take pictures of papers at the clerk's own counter.
type Cameras interface {
	Shoot(r *http.Request, v *site.Visit) (name, media string, body []byte, err error)
}

// shoot takes a picture of a paper and puts it to the material.
func (p pages) shoot(r *http.Request, v *site.Visit, material string, d *draft) error {
	name, media, body, err := p.Camera.Shoot(r, v)
	if e := errs.As(err); e != nil && e.Kind == errs.Unavailable {
		down := *e // the form stays, with what else was chosen
		down.Kind = errs.Invalid
		return &down
	}
	if err != nil {
		return err
	}
	paper, err := v.Keep(r, kernel.Paper{Kind: "kernel.itemflow.paper.material", Name: name, Media: media, Level: kernel.ViewDetail}, body)
	if err != nil {
		return err
	}
	d.Files = append(d.Files, filedOf(paper, material))
	return nil
}

// leadOf is the sentence over a page: at a counter nothing comes from a log-in.
func leadOf(v *site.Visit, pg formPage) string {
	if pg.key == "applicant" && v.Staff() && v.Actor.Party == "" {
		return v.L.T("web.items.applicant_counter")
	}
	return pg.step.Lead.In(v.L.Zh())
}
