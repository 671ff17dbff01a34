package hall

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/registry"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// consentField is one consent that is wanted: a file input, and the upload that
// a form which came back with a fault still holds.
type consentField struct {
	Field             ui.Field
	Accept            string
	Of, ID, NameField string // names of the hidden fields
	Whose             string
	Upload            string
	Name              string // of the file that was put in already
}

// consentFields are the file inputs for what the register says is wanted.
func consentFields(l *lang.Localizer, wanted []hall.Wanted, values map[string]string, faults ui.Faults) []consentField {
	var out []consentField
	for i, w := range wanted {
		n := strconv.Itoa(i)
		key := "web.hall.consent_of_owner"
		if w.Pledge != "" {
			key = "web.hall.consent_of_pledgee"
		}
		out = append(out, consentField{
			Field: ui.Field{Name: "consent-file." + n, Label: l.T(key, "name", w.Name, "ref", w.Pledge), Hint: l.T("web.hall.consent_hint"), Optional: true, Error: faults.Of("consent-file." + n)},
			Of:    "consents." + n + ".of", ID: "consents." + n + ".upload", Whose: w.Of(),
			NameField: "_consent-name." + n, Upload: values["consents."+n+".upload"], Name: values["_consent-name."+n], Accept: site.Accept(site.Scans()),
		})
	}
	return out
}

// takeConsentFiles puts the files of the form away and writes their ids into
// it, so that they outlive a fault in another field. Whose consent a file is
// comes from the register, by the number of the input.
func (p pages) takeConsentFiles(r *http.Request, v *site.Visit, wanted []hall.Wanted) error {
	var faults errs.List
	for i, w := range wanted {
		n := strconv.Itoa(i)
		id := "consents." + n + ".upload"
		paper, err := v.Upload(r, "consent-file."+n, "utilization.hall.paper.consent_owner", site.Scans(), site.MaxScan)
		if e := errs.As(err); e != nil && e.Kind == errs.Invalid {
			faults.Add(e)
			continue
		}
		if err != nil {
			return err
		}
		if paper.ID != "" {
			r.PostForm.Set(id, paper.ID)
			r.PostForm.Set("_consent-name."+n, paper.Name)
		}
		if r.PostForm.Get(id) == "" {
			r.PostForm.Del("consents." + n + ".of")
			continue
		}
		r.PostForm.Set("consents."+n+".of", w.Of())
	}
	return faults.Err()
}

// wanted are the consents that a listing of the right by the visitor's party
// wants.
func (p pages) wanted(r *http.Request, v *site.Visit, number string, seller registry.Owner) ([]hall.Wanted, error) {
	view, err := p.Rights.Right(r.Context(), number)
	if err != nil {
		return nil, err
	}
	now := v.Env.Now()
	return hall.WantedConsents(registry.AsOf(view.Events, calendar.DateOf(now), now), seller), nil
}

func self(v *site.Visit) registry.Owner {
	return registry.Owner{Party: string(v.Actor.Party), Name: v.Party.Name, USCC: v.Party.Code}
}

// consentView is the page of the consents of a listing.
type consentView struct {
	L                   *lang.Localizer
	No, Back            string
	Token, Key, Version string
	Rows                []consentRow
	Add                 []consentField // for the owner
	Faults              []ui.FieldFault
	Fault               string
	Flash               string
}

// consentRow is one paper; Check is set for the clerk who has yet to look.
type consentRow struct {
	File  ui.File
	Paper string
	Key   string
	Check bool
}

func (p pages) consents(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.consentPage(w, r, v, http.StatusOK, nil)
}

func (p pages) consentPage(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, fault error) error {
	c, err := v.Env.Cases.Case(r.Context(), v.Actor, r.PathValue("no"), kernel.ViewDetail)
	if err != nil {
		return err
	}
	d, err := hall.ListingOf(c)
	if err != nil {
		return err
	}
	wanted, err := p.wanted(r, v, d.Right, registry.Owner{Party: string(d.Seller.ID), Name: d.Seller.Name, USCC: d.Seller.Code})
	if err != nil {
		return err
	}
	l, faults := v.L, ui.FaultsOf(v.L, fault)
	x := consentView{L: l, No: c.No, Back: v.Env.CaseURL(c), Token: v.Token(), Key: v.Key(), Version: strconv.FormatInt(c.Version, 10), Faults: faults.Summary(nil), Flash: v.Flash}
	if fault != nil && len(x.Faults) == 0 {
		x.Fault = l.Error(fault)
	}
	roles, _ := kernel.RolesOf(v.Actor, c)
	for _, k := range d.Consents {
		x.Rows = append(x.Rows, consentRow{File: consentFile(l, k), Paper: k.Paper, Key: v.Key(), Check: k.Open() && slices.Contains(roles, hall.Clerk)})
	}
	if slices.Contains(roles, kernel.RoleOwner) && hall.TakesConsents(c.State) {
		x.Add = consentFields(l, wanted, map[string]string{}, faults)
	}
	f := v.Frame(r, l.T("web.hall.consents"), "hall")
	f.Crumb = []ui.Link{{Text: c.No, Href: x.Back}, {Text: l.T("web.hall.consents")}}
	return v.ShowStatus(w, r, status, f, consentBody(x))
}

// consentFile is a paper as a row.
func consentFile(l *lang.Localizer, k hall.Consent) ui.File {
	f := ui.File{Name: k.Name, Facts: k.Who(), Hash: k.SHA256, Href: "/paper/" + k.Paper, State: ui.You, Status: l.T("web.hall.consent_open")}
	switch {
	case k.Refused != "":
		f.State, f.Status, f.Refused = ui.No, l.T("web.hall.consent_no"), k.Refused
	case k.Counts():
		f.State, f.Status = ui.Done, l.T("web.hall.consent_yes")
	}
	return f
}

// addConsents takes the papers of the owner, one act each.
func (p pages) addConsents(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	c, err := v.Env.Cases.Case(r.Context(), v.Actor, r.PathValue("no"), kernel.ViewDetail)
	if err != nil {
		return err
	}
	d, err := hall.ListingOf(c)
	if err != nil {
		return err
	}
	wanted, err := p.wanted(r, v, d.Right, self(v))
	if err != nil {
		return err
	}
	fault := p.takeConsentFiles(r, v, wanted)
	sent := 0
	for i := range wanted {
		n := strconv.Itoa(i)
		in := hall.ConsentInput{Of: r.PostForm.Get("consents." + n + ".of"), Upload: r.PostForm.Get("consents." + n + ".upload")}
		if in.Upload == "" || fault != nil {
			continue
		}
		r.Form.Set(site.KeyField, r.PostFormValue(site.KeyField)+"/"+n)
		r.Form.Del(site.VersionField) // the papers of one form follow each other
		_, fault = v.Act(r, c, "add_consent", in)
		sent++
	}
	if fault == nil && sent == 0 {
		fault = errs.At("consent-file.0", "web.hall.consent_none", nil)
	}
	return p.afterConsent(w, r, v, c, fault)
}

// checkConsent is the clerk's word on one paper.
func (p pages) checkConsent(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	c, err := v.Env.Cases.Case(r.Context(), v.Actor, r.PathValue("no"), kernel.ViewDetail)
	if err != nil {
		return err
	}
	in := hall.CheckConsentInput{Paper: r.PostFormValue("paper"), OK: r.PostFormValue("ok") != "", Reason: r.PostFormValue("reason")}
	_, err = v.Act(r, c, "check_consent", in)
	return p.afterConsent(w, r, v, c, err)
}

func (p pages) afterConsent(w http.ResponseWriter, r *http.Request, v *site.Visit, c kernel.Case, err error) error {
	switch errs.KindOf(err) {
	case "":
		return v.Go(w, r, "/hall/listing/"+c.No+"/consents", v.L.T("web.hall.consent_done"))
	case errs.Invalid, errs.Conflict:
		return p.consentPage(w, r, v, httpx.Status(err), err)
	}
	return err
}

// consentPanel is what the page of the listing says of consents: nothing where
// none is wanted.
func (p pages) consentPanel(v *site.Visit, c kernel.Case, d hall.ListingData) templ.Component {
	if len(d.Consents) == 0 {
		return nil
	}
	var files []ui.File
	for _, k := range d.Consents {
		files = append(files, consentFile(v.L, k))
	}
	return consentsPanel(v.L, "/hall/listing/"+c.No+"/consents", files)
}
