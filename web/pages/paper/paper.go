package paper

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/itemflow"
	"quanlian/web/site"
)

// Papers finds a paper and its case; Files gives its content.
type (
	Papers interface {
		Paper(ctx context.Context, id string) (kernel.Paper, kernel.CaseID, error)
		// Uploaded is a file that lies in no case yet, and who put it in.
		Uploaded(ctx context.Context, id string) (kernel.Upload, error)
		// ProofOf is the party whose other name such a file proves, "" for none.
		ProofOf(ctx context.Context, id string) (kernel.PartyID, error)
	}
	Files interface {
		Get(sha string) ([]byte, error)
	}
)

// Routes of this folder.
func Routes(p Papers, f Files) []site.Route {
	return []site.Route{
		{Method: "GET", Pattern: "/paper/{id}", Page: download(p, f), Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/paper/{id}/english", Page: english(p), Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/paper/{id}/receipt", Page: receipt(p), Auth: site.LoggedIn},
	}
}

// download sends the content if the reader sees the case at the paper's level.
func download(p Papers, f Files) site.Page {
	return func(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
		paper, c, err := seen(p, r, v)
		if errs.KindOf(err) == errs.NotFound {
			paper, c, err = prepared(p, r, v)
		}
		if err != nil {
			return err
		}
		if c.ID != "" {
			if err := v.Env.Desk.Remember(r.Context(), v.Actor, desk.ReadPaper, c, paper.Name); err != nil {
				return err
			}
		}
		b, err := f.Get(paper.SHA256)
		if err != nil {
			return err
		}
		return send(w, b, paper.Media, paper.Name)
	}
}

func send(w http.ResponseWriter, b []byte, media, name string) error {
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Length", strconv.Itoa(len(b)))
	h.Set("Cache-Control", "private, no-store")
	// The desk shows papers beside the form: our own pages may frame them.
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; object-src 'self'; plugin-types application/pdf; frame-ancestors 'self'")
	h.Set("Content-Disposition", "inline; filename*=UTF-8''"+url.PathEscape(name))
	_, err := w.Write(b)
	return err
}

// english sends the English reading copy of a paper that the program issued, to who
// may open the paper itself.
func english(p Papers) site.Page {
	return func(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
		paper, c, err := seen(p, r, v)
		if err != nil {
			return err
		}
		if !paper.Issued || v.Env.English == nil {
			return errs.New(errs.NotFound, "kernel.no_such_paper", nil)
		}
		if err := v.Env.Desk.Remember(r.Context(), v.Actor, desk.ReadPaper, c, paper.Name); err != nil {
			return err
		}
		b, err := v.Env.English(r.Context(), paper.ID)
		if err != nil {
			return err
		}
		return send(w, b, "application/pdf", strings.TrimSuffix(paper.Name, ".pdf")+"-en.pdf")
	}
}

// prepared gives a file that lies in no case yet, to who put it in and to those
// inside the organisation whose word is wanted on what it goes with; what proves
// another name of a party with the case in which staff look.
func prepared(p Papers, r *http.Request, v *site.Visit) (kernel.Paper, kernel.Case, error) {
	none := errs.New(errs.NotFound, "kernel.no_such_paper", nil)
	u, err := p.Uploaded(r.Context(), r.PathValue("id"))
	if err != nil || v.Actor.User == "" {
		return u.Paper, kernel.Case{}, none
	}
	if u.By == v.Actor.User {
		return u.Paper, kernel.Case{}, nil
	}
	of, err := p.ProofOf(r.Context(), u.Paper.ID)
	if err != nil {
		return u.Paper, kernel.Case{}, err
	}
	if of != "" {
		c, ok := proves(r.Context(), v, of)
		if !ok {
			return u.Paper, c, none
		}
		return u.Paper, c, nil
	}
	if v.Actor.Party == "" || v.Actor.Mandate != "" {
		return u.Paper, kernel.Case{}, none
	}
	waiting, err := v.Env.Cases.Approvals(r.Context(), v.Actor.Party)
	if err != nil {
		return u.Paper, kernel.Case{}, err
	}
	for _, w := range waiting {
		if w.Actor.User == u.By && w.Carries(u.Paper.ID) {
			return u.Paper, kernel.Case{}, nil
		}
	}
	return u.Paper, kernel.Case{}, none
}

// proves reports whether the visitor may open what proves another name of a party:
// its own people, who keeps the parties of the city, and staff who have a case of it
// before them, with that case.
func proves(ctx context.Context, v *site.Visit, of kernel.PartyID) (kernel.Case, bool) {
	switch {
	case v.Actor.Party == of && v.Actor.Mandate == "", v.Is(admin):
		return kernel.Case{}, true
	case len(v.Actor.Posts) == 0:
		return kernel.Case{}, false
	}
	list, _, err := v.Env.Cases.Cases(ctx, v.Officer(), kernel.ViewDetail, kernel.CaseQuery{Party: of, Part: true, Limit: 1, Uncounted: true})
	if err != nil || len(list) == 0 {
		return kernel.Case{}, false
	}
	return list[0], true
}

// admin is the post of the city's administrator.
const admin kernel.Role = "admin"

// seen gives a paper that is drawn, if the reader sees the case at its level.
func seen(p Papers, r *http.Request, v *site.Visit) (kernel.Paper, kernel.Case, error) {
	paper, id, err := p.Paper(r.Context(), r.PathValue("id"))
	if err != nil {
		return paper, kernel.Case{}, err
	}
	c, err := v.Env.Cases.Case(r.Context(), v.Actor, string(id), paper.Level)
	if err != nil {
		return paper, c, err
	}
	if !itemflow.PaperOpen(paper, v.Actor, c) {
		return paper, c, errs.New(errs.NotFound, "kernel.no_such_paper", nil)
	}
	if paper.SHA256 == "" {
		return paper, c, errs.New(errs.TooEarly, "web.paper.being_drawn", nil)
	}
	return paper, c, nil
}

// provenFields are what a receipt of a paper shows: the paper, not who put it in.
var provenFields = []string{"act", "at", "input.id", "input.case", "input.kind", "input.name", "input.sha256", "input.sm3", "input.bytes", "input.media"}

// receipt sends the receipt that binds the content of a paper.
func receipt(p Papers) site.Page {
	return func(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
		paper, _, err := seen(p, r, v)
		if err != nil {
			return err
		}
		if v.Env.Proofs == nil {
			return errs.New(errs.NotFound, "web.receipt.no_log", nil)
		}
		text, err := v.Env.Proofs.PaperReceipt(r.Context(), paper.ID, func(f string) bool { return slices.Contains(provenFields, f) })
		if err != nil {
			return err
		}
		return site.Download(w, paper.Name+".receipt.json", "application/json", text)
	}
}
