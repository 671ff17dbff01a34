package rowpage

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/rows"
	"quanlian/web/httpx"
	"quanlian/web/site"
)

// Moves are the moves of the page, by the last part of the address.
var Moves = map[string]string{"start": "start", "recheck": "recheck", "stop": kernel.MoveWithdraw, "pause": "pause", "resume": "resume"}

// Act makes one of them. A nil error means that the page was answered; else it is
// to be drawn again with the fault, under its status.
func Act(w http.ResponseWriter, r *http.Request, v *site.Visit, c kernel.Case, base string) (status int, fault, err error) {
	move, ok := Moves[r.PathValue("move")]
	if !ok {
		return 0, nil, errs.New(errs.NotFound, "kernel.no_such_move", errs.Args{"move": r.PathValue("move")})
	}
	var in any
	switch move {
	case "start":
		in = rows.StartInput{}
		if r.PostFormValue("only") != "" {
			if len(r.PostForm["lines"]) == 0 {
				return http.StatusUnprocessableEntity, errs.At("lines", "kernel.rows.none", nil), nil
			}
			in = rows.StartInput{Lines: r.PostForm["lines"]}
		}
	case kernel.MoveWithdraw:
		in = kernel.ReasonInput{Reason: v.L.T("web.rows.stopped")}
	}
	r.Form.Del(site.VersionField) // the program works on the case all the time
	receipt, err := v.Act(r, c, move, in)
	switch errs.KindOf(err) {
	case "":
		note := ""
		if receipt.Pending != "" {
			note = v.L.T("web.case.waits_inside")
		}
		return 0, nil, v.Go(w, r, base, note)
	case errs.Invalid, errs.Conflict, errs.Forbidden:
		return httpx.Status(err), err, nil
	}
	return 0, nil, err
}

// Back leads from the address of a move, as it stands in the browser after a
// refusal, to the page of the sheet.
func Back(base string) func(http.ResponseWriter, *http.Request, *site.Visit) error {
	return func(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
		if _, ok := Moves[r.PathValue("move")]; !ok {
			return errs.New(errs.NotFound, "web.no_such_page", nil)
		}
		return v.Go(w, r, base+url.PathEscape(r.PathValue("no")), "")
	}
}

// ended reports whether nothing of the sheet is done any more; its good rows
// were not chosen.
func ended(s kernel.State) bool {
	return !slices.Contains([]kernel.State{rows.Checking, rows.Checked, rows.Working, rows.Paused}, s)
}

// Wrong are the faults of the rows that have to be mended, by their lines; of an
// ended sheet also the rows that were not sent, so that they can be. Notes stand after faults.
func Wrong[T any, P rows.Of[T]](s kernel.State, l rows.List[T, P]) map[int][]rows.Fault {
	take := []rows.State{rows.Bad, rows.Failed}
	if ended(s) {
		take = append(take, rows.Good, rows.Chosen, rows.Awaits)
	}
	out := map[int][]rows.Fault{}
	for i := range l.Rows {
		if b := P(&l.Rows[i]).Base(); slices.Contains(take, b.State) {
			out[b.Line] = slices.Concat(b.Faults, b.Notes)
		}
	}
	return out
}

// Workbook sends an Excel file.
func Workbook(w http.ResponseWriter, name string, body []byte) error {
	h := w.Header()
	h.Set("Content-Type", kernel.FileXLSX.Media)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("Cache-Control", "private, no-store")
	h.Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(name))
	_, err := w.Write(body)
	return err
}
