package feed

import (
	"context"
	"net/http"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Row is one record as the page shows it.
type Row struct {
	Case                 kernel.CaseID
	Record               itemflow.FeedRecord
	Made, Sent, Answered time.Time
	Fed                  itemflow.Fed
	Version              int64
	Again                bool // a newer one was sent in its place
}

// Deps are what the page stands on.
type Deps struct {
	// Rows lists what was told of the cases that the actor may see, how many there
	// are, and how many have no answer.
	Rows func(ctx context.Context, a kernel.Actor, limit, offset int) ([]Row, int, int, error)
	// Refused lists what was refused and not sent again.
	Refused func(ctx context.Context, a kernel.Actor, most int) ([]Row, error)
	// On says whether a platform is joined.
	On bool
}

type pages struct{ Deps }

// Routes of this folder.
func Routes(d Deps) []site.Route {
	p := pages{d}
	return []site.Route{
		{Method: "GET", Pattern: "/feed", Page: p.list, Auth: site.Staff},
		{Method: "POST", Pattern: "/feed/{no}/{kind}", Page: p.again, Auth: site.Staff},
	}
}

// Unit: rows. Source: look/LOOK.md §4.
const pageSize = 25

// mostRefused is how many refused ones are looked for. Unit: rows. Source: our
// choice: more than that is a fault of the line, not of records.
const mostRefused = 500

// viewRefused is the view of those that were refused and not sent again.
const viewRefused = "refused"

type listView struct {
	v     *site.Visit
	rows  []rowView
	total int
	open  int
	pager ui.Pager
	on    bool
	// refused is how many were refused and not sent again; only: those alone.
	refused int
	only    bool
}

// itemText names the item of a record as it was told, in English as it is called now.
func (x listView) itemText(r itemflow.FeedRecord) string {
	if !x.v.L.Zh() && x.v.Env.ItemName != nil {
		if name := x.v.Env.ItemName(false, r.Item); name != "" {
			return name
		}
	}
	return r.ItemName
}

type rowView struct {
	Row
	state  ui.State
	text   string
	resend bool
}

func (p pages) list(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	l, page := v.L, site.PageOf(r.URL.Query())
	rows, total, open, err := p.Rows(r.Context(), v.Officer(), pageSize, (page-1)*pageSize)
	if err != nil {
		return err
	}
	refused, err := p.Refused(r.Context(), v.Officer(), mostRefused)
	if err != nil {
		return err
	}
	x := listView{v: v, total: total, open: open, on: p.On, refused: len(refused), only: r.URL.Query().Get("view") == viewRefused}
	if x.only {
		rows, total = refused[min((page-1)*pageSize, len(refused)):min(page*pageSize, len(refused))], len(refused)
	}
	x.pager = site.Pager(r.URL, page, pageSize, len(rows), total)
	for _, row := range rows {
		x.rows = append(x.rows, stand(v, row))
	}
	return v.Show(w, r, v.Workbench(r, l.T("web.feed.title"), "inbox"), listPage(x))
}

// noneKey is the key of what an empty list says.
func noneKey(x listView) string {
	if x.only {
		return "web.feed.none_refused"
	}
	return "web.feed.none"
}

// stand says how one record stands.
func stand(v *site.Visit, r Row) rowView {
	l := v.L
	x := rowView{Row: r, state: ui.Run, text: l.T("web.feed.waits")}
	switch {
	case r.Again:
		x.state, x.text = ui.Idle, l.T("web.feed.again_sent")
	case !r.Answered.IsZero() && r.Fed.OK:
		x.state, x.text = ui.Done, l.T("web.feed.taken", "no", r.Fed.No)
	case !r.Answered.IsZero():
		x.state, x.text, x.resend = ui.Late, l.T("web.feed.refused", "reason", r.Fed.Reason), true
	case !r.Sent.IsZero():
		x.text, x.resend = l.T("web.feed.sent", "at", l.Moment(r.Sent, v.Env.Now())), true
	}
	return x
}

// again sends a record again by the case's own move.
func (p pages) again(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	c, err := v.Env.Cases.Case(r.Context(), v.Actor, r.PathValue("no"), kernel.ViewDetail)
	if err != nil {
		return err
	}
	_, err = v.Act(r, c, "feed_again", itemflow.FeedAgainInput{Kind: r.PathValue("kind")})
	switch errs.KindOf(err) {
	case "":
		return v.Go(w, r, "/feed", v.L.T("web.feed.done", "no", c.No))
	case errs.Conflict, errs.Invalid:
		return v.Go(w, r, "/feed", v.L.Error(err))
	}
	return err
}
