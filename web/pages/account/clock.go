package account

import (
	"net/http"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// clock puts the clock of the demo on to a later day.
func (p pages) clock(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	if v.Env.DemoClock == nil {
		return errs.New(errs.NotFound, "web.no_such_page", nil)
	}
	day, err := calendar.ParseDate(r.PostFormValue("day"))
	if err != nil {
		err = errs.At("day", "web.login.clock_unread", nil)
	} else {
		err = v.Env.DemoClock(day)
	}
	if err != nil {
		return p.drawLogin(w, r, httpx.Status(err), loginView{v: v, err: err, faults: ui.FaultsOf(v.L, err), day: r.PostFormValue("day")})
	}
	v.Env.Login.Flash(r.Context(), v.L.T("web.login.clock_done", "day", calendar.DateOf(v.Env.Now())))
	return httpx.SeeOther(w, r, "/login")
}
