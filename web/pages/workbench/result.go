package workbench

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// resultView is the page of a bulk: how far it is, and the result of each case.
type resultView struct {
	v     *site.Visit
	b     kernel.BulkStanding
	items []kernel.BulkItem
	back  string
	page  int
	again []kernel.CaseID // refused, and another try may do
}

// Unit: seconds. Source: our choice: as often as the eye needs it.
const refresh = "2"

func (p pages) result(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	x := resultView{v: v, back: backOf(r), page: site.PageOf(r.URL.Query())}
	var err error
	if x.b, x.items, err = v.Env.People.Bulk(r.Context(), v.Actor.User, r.PathValue("id")); err != nil {
		return err
	}
	// What went wrong is read first.
	rank := map[kernel.BulkState]int{kernel.BulkRefused: 0, kernel.BulkStopped: 1, kernel.BulkOpen: 2, kernel.BulkDone: 3}
	slices.SortStableFunc(x.items, func(a, b kernel.BulkItem) int { return rank[a.State] - rank[b.State] })
	if x.b.Open > 0 {
		w.Header().Set("Refresh", refresh)
	} else if x.again, err = p.again(r.Context(), v, x.b, x.items); err != nil {
		return err
	}
	return v.Show(w, r, v.Workbench(r, x.heading(), "inbox"), resultPage(x, r.URL))
}

// heading names the act, as the flow of its cases calls it.
func (x resultView) heading() string {
	for _, i := range x.items {
		if i.Flow != "" {
			return x.v.L.T("web.bulk.result_of", "act", x.v.MoveText(i.Flow, x.b.Move))
		}
	}
	return x.v.L.T("web.bulk.title")
}

// again are the refused cases in which the move could be made today: neither closed
// nor somebody else's. An order reaches further than who gave it.
func (p pages) again(ctx context.Context, v *site.Visit, b kernel.BulkStanding, items []kernel.BulkItem) ([]kernel.CaseID, error) {
	x := bulkView{pages: p, v: v, ctx: ctx, move: b.Move}
	var nos []string
	var out []kernel.CaseID
	for _, i := range items {
		switch {
		case i.State != kernel.BulkRefused:
		case !b.Order:
			nos = append(nos, i.No)
		case i.Fault == nil || i.Fault.Code != "kernel.case_closed":
			out = append(out, i.Case)
		}
	}
	for part := range slices.Chunk(nos, 500) {
		list, _, err := v.Env.Cases.Cases(ctx, v.Officer(), kernel.ViewDetail, kernel.CaseQuery{Nos: part, Limit: len(part), Uncounted: true})
		if err != nil {
			return nil, err
		}
		for _, c := range list {
			if _, err := x.allows(c); err == nil {
				out = append(out, c.ID)
			}
		}
	}
	return out, nil
}

// steer stops a bulk, goes on with it, or tries again what was refused.
func (p pages) steer(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	id, by, to := r.PathValue("id"), v.Actor.User, "/bulks/"+r.PathValue("id")+"?back="+url.QueryEscape(backOf(r))
	b, items, err := v.Env.People.Bulk(r.Context(), by, id)
	if err != nil {
		return err
	}
	var act kernel.Write
	switch r.PathValue("do") {
	case "stop":
		act = kernel.StopBulk{ID: id, By: by}
	case "resume":
		act = kernel.ResumeBulk{ID: id, By: by}
	case "retry":
		again, err := p.again(r.Context(), v, b, items)
		if err != nil {
			return err
		}
		if len(again) == 0 {
			return v.Go(w, r, to, v.L.T("web.bulk.none_again"))
		}
		act = kernel.RetryBulk{ID: id, By: by, Cases: again}
	default:
		return errs.New(errs.NotFound, "kernel.bulk.none", nil)
	}
	if r.PathValue("do") == "stop" && b.Open == 0 { // it ended while the page was read
		return v.Go(w, r, to, v.L.T("web.bulk.ended"))
	}
	if err := v.Env.Desk.Do(r.Context(), v.Actor, r.PostFormValue(site.KeyField), act); err != nil {
		return err
	}
	return v.Go(w, r, to, v.L.T("web.bulk.did."+r.PathValue("do")))
}

func (x resultView) total() int { return x.b.Open + x.b.Done + x.b.Refused + x.b.Stopped }

func (x resultView) shown() []kernel.BulkItem {
	from := min(len(x.items), (x.page-1)*pageRows)
	return x.items[from:min(len(x.items), from+pageRows)]
}

func (x resultView) table() ui.Table {
	l := x.v.L
	t := ui.Table{Caption: x.heading(), Stack: true, Cols: []ui.Col{{Text: l.T("web.col.no")}, {Text: l.T("web.col.title")}, {Text: l.T("web.bulk.col.result")}, {Text: l.T("web.bulk.col.why")}, {Text: l.T("web.org.col.at"), Right: true}}}
	for _, i := range x.shown() {
		chip, why, at := ui.Chip(ui.Run, l.T("web.bulk.open")), "", ""
		switch i.State {
		case kernel.BulkDone:
			chip = ui.Chip(ui.Done, l.T("web.bulk.done"))
		case kernel.BulkRefused:
			chip = ui.Chip(ui.Late, l.T("web.bulk.refused"))
		case kernel.BulkStopped:
			chip = ui.Chip(ui.Hold, l.T("web.bulk.stopped"))
		}
		if i.Fault != nil {
			why = l.Error(i.Fault)
		}
		if !i.At.IsZero() {
			at = l.Moment(i.At, x.v.Env.Now())
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: i.No, Href: "/case/" + i.No, No: true}, {Text: x.v.TitleText(i.Headed())}, {Part: chip}, {Text: why}, {Text: at, NoWrap: true}}})
	}
	return t
}
