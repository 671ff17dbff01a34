package paper

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/web/site"
)

// Papers finds a paper and its case; Files gives its content.
type (
	Papers interface {
		Paper(ctx context.Context, id string) (kernel.Paper, kernel.CaseID, error)
	}
	Files interface {
		Get(sha string) ([]byte, error)
	}
)

// Routes of this folder.
func Routes(p Papers, f Files) []site.Route {
	return []site.Route{{Method: "GET", Pattern: "/paper/{id}", Page: download(p, f), Auth: site.LoggedIn}}
}

// download sends the content if the reader sees the case at the paper's level.
func download(p Papers, f Files) site.Page {
	return func(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
		paper, id, err := p.Paper(r.Context(), r.PathValue("id"))
		if err != nil {
			return err
		}
		c, err := v.Env.Cases.Case(r.Context(), v.Actor, string(id), paper.Level)
		if err != nil {
			return err
		}
		if !paper.OpenTo(v.Actor, c) {
			return errs.New(errs.NotFound, "kernel.no_such_paper", nil)
		}
		if paper.SHA256 == "" {
			return errs.New(errs.TooEarly, "web.paper.being_drawn", nil)
		}
		b, err := f.Get(paper.SHA256)
		if err != nil {
			return err
		}
		h := w.Header()
		h.Set("Content-Type", paper.Media)
		h.Set("Content-Length", strconv.Itoa(len(b)))
		h.Set("Cache-Control", "private, no-store")
		h.Set("Content-Disposition", "inline; filename*=UTF-8''"+url.PathEscape(paper.Name))
		_, err = w.Write(b)
		return err
	}
}
