package admin

import (
	"net/http"
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// unitsView is the page of the offices of the city.
type unitsView struct {
	v     *site.Visit
	sheet site.Sheet
	units []kernel.Unit
}

func units(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return drawUnits(w, r, v, http.StatusOK, nil)
}

func drawUnits(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, fault error) error {
	x := unitsView{v: v, sheet: v.Sheet(r, "web.admin", fault), units: v.Units()}
	if id := r.URL.Query().Get("unit"); id != "" {
		i := slices.IndexFunc(x.units, func(u kernel.Unit) bool { return string(u.ID) == id })
		if i < 0 {
			return errs.New(errs.NotFound, "web.admin.no_such_unit", nil)
		}
		u := x.units[i]
		for name, value := range map[string]string{"unit_id": string(u.ID), "zh": u.Zh, "en": u.En, "district": u.District} {
			x.sheet.Set(name, value)
		}
	}
	return v.ShowStatus(w, r, status, frame(r, v, v.L.T("web.admin.tab.units")), unitsPage(x))
}

// putUnit makes a unit, renames it, or closes it.
func putUnit(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	u := kernel.Unit{ID: kernel.UnitID(strings.TrimSpace(r.PostFormValue("unit_id"))), Zh: strings.TrimSpace(r.PostFormValue("zh")), En: strings.TrimSpace(r.PostFormValue("en")), District: strings.TrimSpace(r.PostFormValue("district"))}
	if r.PostFormValue("close") != "" {
		u.Closed = v.Env.Now()
	}
	err := v.Env.Desk.Do(r.Context(), v.Actor, r.PostFormValue(site.KeyField), kernel.PutUnit{Unit: u})
	switch {
	case err == nil:
		return v.Go(w, r, "/admin/units", v.L.T("web.admin.unit_put", "name", u.Zh))
	case again(err):
		return drawUnits(w, r, v, httpx.Status(err), err)
	}
	return err
}

func (x unitsView) table() ui.Table {
	l := x.v.L
	t := ui.Table{Caption: l.T("web.admin.tab.units"), Cols: []ui.Col{{Text: l.T("web.admin.field.zh")}, {Text: l.T("web.admin.field.en")}, {Text: l.T("web.admin.field.unit_id")}, {Text: l.T("web.admin.field.district")}, {Text: l.T("web.account.col.state")}}}
	for _, u := range x.units {
		chip := ui.Chip(ui.Done, l.T("web.admin.unit_open"))
		if !u.Closed.IsZero() {
			chip = ui.Chip(ui.Idle, l.T("web.admin.unit_closed"))
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: u.Zh, Href: "/admin/units?unit=" + string(u.ID) + "#f-zh"}, {Text: u.En}, {Text: string(u.ID), No: true}, {Text: x.v.DistrictText(u.District)}, {Part: chip}}})
	}
	return t
}
