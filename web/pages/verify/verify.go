package verify

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"quanlian/base/errs"
	"quanlian/evidence"
	"quanlian/kernel"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Paper is what the visitor is told of an issued paper; no Text for one of which
// there is nothing to say.
type Paper struct {
	Text     string
	Stands   bool // it still counts
	Facts    []ui.Pair
	Progress string // where its case is followed
}

// Papers finds issued papers: by their content, and by the number and the code of
// the case that the code on a paper holds.
type Papers struct {
	OfContent func(ctx context.Context, v *site.Visit, sha256 string) (Paper, error)
	OfCode    func(ctx context.Context, v *site.Visit, id, code string) (Paper, error)
}

// Path is the address at which a paper is checked, as it carries it itself.
func Path(id, code string) string {
	return "/verify?" + url.Values{"paper": {id}, "code": {code}}.Encode()
}

// Routes of this folder. Roots are the authorities (DER) whose electronic
// signatures count.
func Routes(roots func() [][]byte, papers Papers) []site.Route {
	p := pages{roots, papers}
	return []site.Route{
		{Method: "GET", Pattern: "/verify", Page: p.ask},
		{Method: "POST", Pattern: "/verify", Page: p.answer},
	}
}

type pages struct {
	roots  func() [][]byte
	papers Papers
}

// Unit: bytes. Source: our choice; the receipt of a directory of ten thousand
// files has about 3 MB.
const largestReceipt = 8 << 20

// ask shows the question; an address that names the hash of a paper, or the paper
// with the code of its case, is told how that paper stands.
func (p pages) ask(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	x := view{v: v}
	if id := r.URL.Query().Get("paper"); id != "" {
		if err := v.Try(r, "verify", id); err != nil {
			x.faults = ui.FaultsOf(v.L, err)
			return show(w, r, v, http.StatusTooManyRequests, x)
		}
		paper, err := p.papers.OfCode(r.Context(), v, kernel.Typed(id), kernel.Typed(r.URL.Query().Get("code")))
		if err != nil {
			return err
		}
		if paper.Text == "" {
			x.faults = ui.FaultsOf(v.L, errs.At("receipt", "web.verify.unknown_code", nil))
			return show(w, r, v, http.StatusNotFound, x)
		}
		x.result = told(v, paper, "by_code")
		return show(w, r, v, http.StatusOK, x)
	}
	if sha := strings.ToLower(strings.TrimSpace(r.URL.Query().Get("sha256"))); sha != "" {
		var err error
		if x.result, err = p.known(r.Context(), v, sha); err != nil {
			return err
		}
		if x.result == nil {
			x.faults = ui.FaultsOf(v.L, errs.At("receipt", "web.verify.unknown_hash", nil))
			return show(w, r, v, http.StatusNotFound, x)
		}
	}
	return show(w, r, v, http.StatusOK, x)
}

// known is the answer to a paper without a receipt: what this program says of
// it, which is no proof; nil when it says nothing.
func (p pages) known(ctx context.Context, v *site.Visit, sha256 string) (*result, error) {
	paper, err := p.papers.OfContent(ctx, v, sha256)
	if err != nil || paper.Text == "" {
		return nil, err
	}
	return told(v, paper, "known_only"), nil
}

// told is the answer in which only this program speaks of a paper, and what the
// answer does not say.
func told(v *site.Visit, paper Paper, limit string) *result {
	x := &result{Known: true, OK: paper.Stands, Head: v.L.T("web.verify.known_stands"), Limits: []string{v.L.T("web.verify.limit." + limit)}}
	if !paper.Stands {
		x.Head = v.L.T("web.verify.known_not")
	}
	x.Paper = paper
	return x
}

func (p pages) answer(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	x := view{v: v}
	file, err := fileOf(r)
	if err != nil {
		return err
	}
	text, err := receiptOf(r)
	if err != nil {
		if file != nil && errs.Is(err, "web.verify.no_receipt") {
			var fault error
			if x.result, fault = p.known(r.Context(), v, file.List[0].SHA256.String()); fault != nil {
				return fault
			}
			if x.result != nil {
				return show(w, r, v, http.StatusOK, x)
			}
			err = errs.At("file", "web.verify.unknown_file", nil)
		}
		x.faults = ui.FaultsOf(v.L, err)
		return show(w, r, v, http.StatusUnprocessableEntity, x)
	}
	if evidence.IsSignature(text) {
		x.result = judgeSignature(v, text, p.roots(), file)
		return show(w, r, v, http.StatusOK, x)
	}
	if file == nil { // the paper itself, put where the receipt goes
		own, err := evidence.HashFile("", bytes.NewReader(text))
		if err != nil {
			return err
		}
		if x.result, err = p.known(r.Context(), v, own.SHA256.String()); err != nil {
			return err
		}
		if x.result != nil {
			return show(w, r, v, http.StatusOK, x)
		}
		if bytes.HasPrefix(text, []byte("%PDF-")) {
			x.faults = ui.FaultsOf(v.L, errs.At("receipt", "web.verify.unknown_file", nil))
			return show(w, r, v, http.StatusUnprocessableEntity, x)
		}
	}
	a := evidence.Against{Files: file}
	if v.Env.Proofs != nil {
		a.Trusted = v.Env.Proofs.Keys()
	}
	if x.result, err = p.judge(r.Context(), v, text, a); err != nil {
		return err
	}
	return show(w, r, v, http.StatusOK, x)
}

func show(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, x view) error {
	f := v.Frame(r, v.L.T("web.verify.title"), "verify")
	f.Description = v.L.T("web.verify.lead")
	return v.ShowStatus(w, r, status, f, page(x))
}

// receiptOf reads the receipt that was sent.
func receiptOf(r *http.Request) ([]byte, error) {
	f, h, err := r.FormFile("receipt")
	if err != nil || h.Size == 0 {
		return nil, errs.At("receipt", "web.verify.no_receipt", nil)
	}
	defer func() { _ = f.Close() }()
	if h.Size > largestReceipt {
		return nil, errs.At("receipt", "web.verify.too_large", errs.Args{"mb": largestReceipt >> 20})
	}
	text, err := io.ReadAll(io.LimitReader(f, largestReceipt))
	if err != nil {
		return nil, errs.Wrap(errs.Unavailable, "web.upload.broken", err)
	}
	return text, nil
}

// fileOf hashes the file that was sent, nil for none. It is not kept.
func fileOf(r *http.Request) (*evidence.Files, error) {
	f, h, err := r.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || err == nil && h.Size == 0 && h.Filename == "" {
		return nil, nil
	}
	if err != nil {
		return nil, errs.Wrap(errs.Unavailable, "web.upload.broken", err)
	}
	defer func() { _ = f.Close() }()
	one, err := evidence.HashFile(h.Filename, f)
	return &evidence.Files{Single: true, List: []evidence.File{one}}, err
}
