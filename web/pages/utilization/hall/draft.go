package hall

import (
	"maps"
	"net/http"

	"quanlian/web/site"
)

// needDraft names what is typed of a need before it is sent.
const needDraft = "hall/need"

// listDraft names what is typed of a listing before it is sent, for each right.
func listDraft(right string) string { return "hall/list/" + right }

// restored puts what the visitor had typed over the values of a new form, and says
// so; a text that the address brings along goes first.
func restored(r *http.Request, v *site.Visit, subject string, values map[string]string) (map[string]string, string) {
	typed, at := v.Draft(r.Context(), subject)
	if len(typed) == 0 || values["text"] != "" {
		return values, ""
	}
	maps.Copy(values, typed)
	if came := v.CameText(r.Context(), subject); came != "" {
		return values, came
	}
	return values, v.L.T("web.draft.restored", "at", v.L.Moment(at, v.Env.Now()))
}
