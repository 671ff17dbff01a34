package account

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// heldView is a form that came when the session was over, to be sent on.
type heldView struct {
	v       *site.Visit
	id      string
	path    string
	fields  [][2]string // as they go back, in the order of the form
	texts   []ui.Pair   // what a person typed, to be read and copied
	dropped bool        // its files were not taken
	acting  string
	gone    bool // for whom it was typed, the writer acts no more
}

// held gives a form back to its writer after the log-in.
func (p pages) held(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	f, err := v.HeldForm(r.Context(), r.PathValue("id"))
	gone := errs.KindOf(err) == errs.Forbidden // the hat
	if err != nil && !gone {
		return err
	}
	typed, err := url.ParseQuery(f.Body)
	if err != nil {
		return errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
	}
	x := heldView{v: v, id: f.ID, path: f.Path, gone: gone}
	x.acting, _ = v.HatText(v.Actor)
	x.dropped = typed.Has(httpx.DroppedFiles)
	for _, k := range inOrder(typed) {
		for _, val := range typed[k] {
			x.fields = append(x.fields, [2]string{k, val})
			if row, ok := typedRow(r, v, f.Path, k, val); ok {
				x.texts = append(x.texts, row)
			}
		}
	}
	fr := v.Frame(r, v.L.T("web.held.title"), "my")
	fr.Narrow = true
	if gone { // it cannot be sent, and what was typed is not lost
		return v.ShowStatus(w, r, http.StatusForbidden, fr, heldPage(x))
	}
	return v.Show(w, r, fr, heldPage(x))
}

// inOrder are the names of the fields in the order of their form.
func inOrder(typed url.Values) []string {
	names := slices.Sorted(maps.Keys(typed))
	names = slices.DeleteFunc(names, func(k string) bool { return k == httpx.DroppedFiles || k == httpx.FieldOrder })
	at := map[string]int{}
	for i, k := range typed[httpx.FieldOrder] {
		at[k] = i + 1
	}
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(at[a], at[b]) })
	return names
}

// typedRow is what was typed into a field, by its label and in words.
func typedRow(r *http.Request, v *site.Visit, path, name, value string) (ui.Pair, bool) {
	value = strings.TrimSpace(value)
	if strings.HasPrefix(name, "_") || value == "" {
		return ui.Pair{}, false
	}
	label, text := "", value
	if v.Env.HeldWords != nil {
		label, text = v.Env.HeldWords(r.Context(), v.L, path, name, value)
	}
	if label == "" && len([]rune(value)) < 2 {
		return ui.Pair{}, false
	}
	return ui.Pair{Key: cmp.Or(label, v.L.T("web.held.other")), Part: typedText(text)}, true
}
