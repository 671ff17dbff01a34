package items

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/web/pages/caseview"
	"quanlian/web/site"
)

// Sheet is an application form as it is printed: lines of a title, headings and
// pairs of words.
type Sheet struct {
	Title string
	No    string
	Lead  string // a sentence below the title
	Parts []SheetPart
	Foot  string // at the foot of every page
	Mark  string // across every page: what the paper is not
	Sign  string // the line for a signature
	// Widths are the shares of the two columns; nil: the same.
	Widths []float64
}

// SheetPart is one page of the form.
type SheetPart struct {
	Name string      `json:"name"`
	Lead string      `json:"lead,omitempty"` // when it is filled, how often
	Rows [][2]string `json:"rows"`
}

// sheetOf is the filled form as a paper: what "made by the system" stands for.
func sheetOf(v *site.Visit, c kernel.Case, it form.Item, d itemflow.Data) Sheet {
	facts := form.Facts{Party: kernel.Party{Kind: d.Applicant.Kind}, Agent: d.Applicant.Agent, District: d.Applicant.District}
	return Sheet{Title: it.Name.In(v.L.Zh()), No: c.No, Parts: filledParts(v.L, it, d.Values, facts)}
}

// loaded is a case of a declared item that the visitor may read in full.
func (p pages) loaded(r *http.Request, v *site.Visit) (kernel.Case, itemflow.Data, form.Item, error) {
	c, err := v.Env.Cases.Case(r.Context(), v.Actor, r.PathValue("no"), kernel.ViewDetail)
	if err != nil {
		return c, itemflow.Data{}, form.Item{}, err
	}
	if !itemflow.Standard(c.Flow) {
		return c, itemflow.Data{}, form.Item{}, errs.New(errs.NotFound, "web.no_such_page", nil)
	}
	d, err := itemflow.DataOf(c)
	if err != nil {
		return c, d, form.Item{}, err
	}
	it, err := p.Kept.KeptItem(r.Context(), c.ItemHash)
	return c, d, it, err
}

// printed sends the application form as a PDF.
func (p pages) printed(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	c, d, it, err := p.loaded(r, v)
	if err != nil {
		return err
	}
	pdf, err := p.Print(sheetOf(v, c, it, d))
	if err != nil {
		return err
	}
	return site.Download(w, c.No+".pdf", "application/pdf", pdf)
}

// packed sends everything that the office which acts in the end is given: the
// form as JSON, as a sheet and as a paper, and the attachments under the names
// of their materials. Staff only; the reading is on record.
func (p pages) packed(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	c, d, it, err := p.loaded(r, v)
	if err != nil {
		return err
	}
	if err := v.Env.Desk.Do(r.Context(), v.Actor, v.Key(), kernel.Journaled{What: "package", Case: c.ID}); err != nil {
		return err
	}
	body, err := p.pack(r.Context(), v, c, it, d)
	if err != nil {
		return err
	}
	return site.Download(w, c.No+".zip", "application/zip", body)
}

// outView is how a case leaves the house: its form as a paper, and for staff
// the package of the system in which the act is done in the end.
type outView struct {
	L                    *lang.Localizer
	No                   string
	System, Takes, Gives string // "" when the act is done here
	Layout               string // that the layout of its own form is not established
	Staff                bool
	Again                string // to a new application filled from this one; "" for who may not
	Draft                string // to the draft that has to be sent or deleted before; "" for none
	Back                 bool   // the other office has it: what it sends is entered
}

func (p pages) out(v *site.Visit, c kernel.Case, it form.Item) outView {
	x := outView{L: v.L, No: c.No, Staff: caseview.HoldsOffice(v.Actor, c)}
	x.Back = x.Staff && c.State == itemflow.Forwarded
	if it.Target == nil {
		return x
	}
	if s, ok := p.City().System(it.Target.System); ok {
		x.System, x.Takes, x.Gives = s.Name.In(v.L.Zh()), s.Takes.In(v.L.Zh()), s.Gives.In(v.L.Zh())
		x.Layout = layoutText(v.L, s)
	}
	return x
}

// filing is the form as another system reads it.
type filing struct {
	No        string             `json:"no"`
	Item      string             `json:"item"`
	Name      form.Text          `json:"name"`
	System    string             `json:"system,omitempty"`
	Layout    string             `json:"layout,omitempty"` // of the system's own form: see notEstablished
	Filed     string             `json:"filed"`
	Applicant itemflow.Applicant `json:"applicant"`
	Values    form.Values        `json:"values"`
	Files     []itemflow.File    `json:"files"`
	Extracts  []extracted        `json:"extracts,omitempty"` // of the registers, in place of spared materials
}

// extracted is what a register said in place of a material.
type extracted struct {
	Material string      `json:"material"`
	At       string      `json:"at"`
	Parts    []SheetPart `json:"parts"`
}

func extractedOf(list []extract) []extracted {
	var out []extracted
	for _, e := range list {
		out = append(out, extracted{Material: e.Material, At: e.At.UTC().Format(instantForm), Parts: e.Parts})
	}
	return out
}

const instantForm = "2006-01-02T15:04:05Z"

func (p pages) pack(ctx context.Context, v *site.Visit, c kernel.Case, it form.Item, d itemflow.Data) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	put := func(name string, body []byte, err error) error {
		if err != nil {
			return err
		}
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: v.Env.Now()})
		if err != nil {
			return errs.Wrap(errs.Internal, "web.items.pack", err)
		}
		_, err = f.Write(body)
		return err
	}
	x := filing{No: c.No, Item: it.Code, Name: it.Name, Filed: d.Filed.UTC().Format(instantForm), Applicant: d.Applicant, Values: d.Values, Files: d.Current()}
	said, err := p.extracts(ctx, v, it, d)
	if err != nil {
		return nil, err
	}
	x.Extracts = extractedOf(said)
	s := sheetOf(v, c, it, d)
	if it.Target != nil {
		x.System = it.Target.System
		if sys, ok := p.City().System(x.System); ok {
			x.Layout, s.Lead = notEstablished, layoutText(v.L, sys)
			if err := put("readme.txt", []byte(packNote(v.L, c.No, sys)), nil); err != nil {
				return nil, err
			}
		}
	}
	raw, err := json.MarshalIndent(x, "", "  ")
	if err := put("application.json", raw, err); err != nil {
		return nil, err
	}
	table, err := s.csv()
	if err := put("application.csv", table, err); err != nil {
		return nil, err
	}
	pdf, err := p.Print(s)
	if err := put("application.pdf", pdf, err); err != nil {
		return nil, err
	}
	for i, e := range said {
		pdf, err := p.Print(e.paper(v.L, c.No))
		if err := put(fmt.Sprintf("extracts/%02d-%s.pdf", i+1, named(it, e.Material)), pdf, err); err != nil {
			return nil, err
		}
	}
	for i, f := range d.Current() {
		body, err := v.Env.Files.Get(f.SHA256)
		if err := put(fmt.Sprintf("attachments/%02d-%s", i+1, fileOf(named(it, f.Material), plain(f.Name))), body, err); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, errs.Wrap(errs.Internal, "web.items.pack", err)
	}
	return out.Bytes(), nil
}

// csv is the form as a sheet; the mark at its head makes spreadsheets read UTF-8.
func (s Sheet) csv() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	for _, p := range s.Parts {
		for _, r := range p.Rows {
			if err := w.Write([]string{p.Name, r[0], safeCell(r[1])}); err != nil {
				return nil, errs.Wrap(errs.Internal, "web.items.pack", err)
			}
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// safeCell keeps a spreadsheet from reading an answer as a formula.
func safeCell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// named is the material as the one who opens the package knows it.
func named(it form.Item, material string) string {
	m, ok := it.Material(material)
	if !ok {
		return material
	}
	return plain(m.Name.Zh)
}

// plain is a name that every system takes for that of a file.
func plain(name string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, name)
}

// fileOf is the name of a file with that of its material, once.
func fileOf(material, name string) string {
	if strings.Contains(name, material) {
		return name
	}
	return material + "-" + name
}
