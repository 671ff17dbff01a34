package verify

import (
	"errors"
	"io"
	"net/http"

	"quanlian/base/errs"
	"quanlian/evidence"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Routes of this folder. Roots are the authorities (DER) whose electronic
// signatures count.
func Routes(roots func() [][]byte) []site.Route {
	p := pages{roots}
	return []site.Route{
		{Method: "GET", Pattern: "/verify", Page: ask},
		{Method: "POST", Pattern: "/verify", Page: p.answer},
	}
}

type pages struct{ roots func() [][]byte }

// Unit: bytes. Source: our choice; the receipt of a directory of ten thousand
// files has about 3 MB.
const largestReceipt = 8 << 20

func ask(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return show(w, r, v, http.StatusOK, view{v: v})
}

func (p pages) answer(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	x := view{v: v}
	text, err := receiptOf(r)
	if err != nil {
		x.faults = ui.FaultsOf(v.L, err)
		return show(w, r, v, http.StatusUnprocessableEntity, x)
	}
	file, err := fileOf(r)
	if err != nil {
		return err
	}
	if evidence.IsSignature(text) {
		x.result = judgeSignature(v, text, p.roots(), file)
		return show(w, r, v, http.StatusOK, x)
	}
	a := evidence.Against{Files: file}
	if v.Env.Proofs != nil {
		a.Trusted = v.Env.Proofs.Keys()
	}
	x.result = judge(r.Context(), v, text, a)
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
