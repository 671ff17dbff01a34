package account

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Unit: rows. Source: our choice; older ones are history in the journal.
const mostStandIns = 100

// absenceView is the page of deputies: mine, and those I stand in for.
type absenceView struct {
	v            *site.Visit
	sheet        site.Sheet
	posts        []ui.Option
	deputies     []ui.Option
	mine, theirs []kernel.StandIn
}

func (p pages) absence(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.drawAbsence(w, r, v, http.StatusOK, nil)
}

func (p pages) drawAbsence(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, fault error) error {
	x := absenceView{v: v, sheet: v.Sheet(r, "web.absence", fault)}
	x.sheet.Set("from", calendar.DateOf(v.Env.Now()).String())
	own := ownPosts(v)
	if len(own) > 1 {
		x.posts = append(x.posts, ui.Option{Value: allPosts, Text: v.L.T("web.absence.all_posts", "n", len(own)), Count: -1})
	}
	for _, post := range own {
		unit, as := v.PostText(post)
		x.posts = append(x.posts, ui.Option{Value: post.Key(), Text: unit + "　" + as, Count: -1})
	}
	var err error
	if x.deputies, err = colleagues(r, v, own); err != nil {
		return err
	}
	if x.mine, err = v.Env.People.Deputies(r.Context(), "absent", v.Actor.User, mostStandIns); err != nil {
		return err
	}
	if x.theirs, err = v.Env.People.Deputies(r.Context(), "deputy", v.Actor.User, mostStandIns); err != nil {
		return err
	}
	return v.ShowStatus(w, r, status, accountFrame(r, v, "absence"), absencePage(x))
}

// allPosts chooses every post of the visitor's at once.
const allPosts = "*"

// ownPosts are the posts that the visitor holds in person, by any hat.
func ownPosts(v *site.Visit) []kernel.Post {
	var out []kernel.Post
	for _, h := range v.Hats {
		for _, post := range h.Posts {
			if !h.OnePost && post.DeputyFor == "" {
				out = append(out, post)
			}
		}
	}
	return out
}

// colleagues are those whose posts fit one of the visitor's, under their offices: one's own first,
// then the others by name.
func colleagues(r *http.Request, v *site.Visit, own []kernel.Post) ([]ui.Option, error) {
	list, err := v.Env.People.Colleagues(r.Context(), nil, v.Env.Now())
	if err != nil {
		return nil, err
	}
	rank := map[kernel.UnitID]int{} // of the visitor's offices, in their order
	for _, o := range own {
		if rank[o.Unit] == 0 {
			rank[o.Unit] = len(rank) + 1
		}
	}
	place := func(p kernel.Post) int { return cmp.Or(rank[p.Unit], len(rank)+1) }
	type standIn struct {
		ui.Option
		place int
	}
	var found []standIn
	for _, c := range list {
		c.Posts = slices.DeleteFunc(c.Posts, func(other kernel.Post) bool {
			return !slices.ContainsFunc(own, func(p kernel.Post) bool { return p.Fits(other) })
		})
		if c.ID == v.Actor.User || len(c.Posts) == 0 {
			continue
		}
		post := slices.MinFunc(c.Posts, func(a, b kernel.Post) int { return cmp.Compare(place(a), place(b)) })
		unit, as := v.PostText(post)
		if n := len(c.Posts) - 1; n > 0 {
			as = v.L.T("web.absence.more_posts", "post", as, "n", n)
		}
		found = append(found, standIn{ui.Option{Value: string(c.ID), Text: c.Name + v.L.T("web.ui.bracket", "text", as), Group: unit}, place(post)})
	}
	slices.SortFunc(found, func(a, b standIn) int {
		return cmp.Or(cmp.Compare(a.place, b.place), cmp.Compare(a.Group, b.Group), cmp.Compare(a.Text, b.Text))
	})
	if len(found) == 0 {
		return nil, nil
	}
	out := []ui.Option{{Text: v.L.T("web.absence.choose")}}
	for _, f := range found {
		out = append(out, f.Option)
	}
	return out, nil
}

func (p pages) nameDeputy(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	d := kernel.Deputy{Absent: v.Actor.User, Deputy: kernel.UserID(r.PostFormValue("deputy")), Reason: strings.TrimSpace(r.PostFormValue("reason"))}
	posts := ownPosts(v)
	if chosen := r.PostFormValue("post"); chosen != allPosts {
		posts = slices.DeleteFunc(posts, func(o kernel.Post) bool { return o.Key() != chosen })
	}
	if len(posts) == 0 {
		posts = []kernel.Post{{}} // the desk says what is wrong with it
	}
	var bad errs.List
	if from, err := calendar.ParseDate(strings.TrimSpace(r.PostFormValue("from"))); err != nil || from.IsZero() {
		bad.Add(errs.At("from", "web.absence.bad_date", nil))
	} else {
		d.From = from.At(0)
	}
	if to, err := calendar.ParseDate(strings.TrimSpace(r.PostFormValue("to"))); err != nil || to.IsZero() {
		bad.Add(errs.At("to", "web.absence.bad_date", nil))
	} else {
		d.To = to.At(24)
	}
	err := bad.Err()
	if err == nil {
		var all []kernel.Write
		for _, post := range posts {
			d.ID, d.Post = v.Env.NewID(), post
			all = append(all, kernel.NameDeputy{Deputy: d})
		}
		err = v.Env.Desk.Do(r.Context(), v.Actor, r.PostFormValue(site.KeyField), all...)
	}
	switch errs.KindOf(err) {
	case "":
		return v.Go(w, r, "/account/absence", v.L.T("web.absence.named"))
	case errs.Invalid:
		return p.drawAbsence(w, r, v, httpx.Status(err), err)
	}
	return err
}

func (p pages) endDeputy(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	ends := []kernel.Write{kernel.EndDeputy{ID: r.PathValue("id"), Absent: v.Actor.User, Unit: kernel.UnitID(r.PostFormValue("unit"))}}
	if r.PathValue("id") == everyOne {
		list, err := v.Env.People.Deputies(r.Context(), "absent", v.Actor.User, mostStandIns)
		if err != nil {
			return err
		}
		ends = nil
		for _, d := range standingIn(v, list) {
			ends = append(ends, kernel.EndDeputy{ID: d.ID, Absent: v.Actor.User, Unit: d.Post.Unit})
		}
	}
	if len(ends) > 0 {
		if err := v.Env.Desk.Do(r.Context(), v.Actor, r.PostFormValue(site.KeyField), ends...); err != nil {
			return err
		}
	}
	return v.Go(w, r, "/account/absence", v.L.T("web.absence.ended"))
}

// everyOne stands for all deputies of one's own where their ids stand.
const everyOne = "all"

// standingIn are the deputies whose time is not over.
func standingIn(v *site.Visit, list []kernel.StandIn) []kernel.StandIn {
	now := v.Env.Now()
	return slices.DeleteFunc(slices.Clone(list), func(d kernel.StandIn) bool { return d.Over(now) })
}

// table lists deputies; mine shows who stands in, otherwise for whom.
func (x absenceView) table(rows []kernel.StandIn, mine bool) ui.Table {
	l, now := x.v.L, x.v.Env.Now()
	who := "web.absence.col.absent"
	if mine {
		who = "web.absence.field.deputy"
	}
	t := ui.Table{Caption: l.T("web.account.tab.absence"), Stack: true, Cols: []ui.Col{{Text: l.T(who)}, {Text: l.T("web.absence.field.post")}, {Text: l.T("web.absence.col.days")}, {Text: l.T("web.absence.field.reason")}, {Text: l.T("web.account.col.state")}, {Text: l.T("web.ui.acts"), Hidden: true}}}
	for _, d := range rows {
		name := d.AbsentName
		if mine {
			name = d.DeputyName
		}
		unit, as := x.v.PostText(d.Post)
		chip, last := ui.Chip(ui.Idle, l.T("web.account.over")), d.To.AddDate(0, 0, -1)
		switch {
		case d.InForce(now):
			chip = ui.Chip(ui.Run, l.T("web.absence.runs"))
		case !d.Over(now):
			chip = ui.Chip(ui.Idle, l.T("web.absence.to_come"))
		}
		row := ui.Row{Cells: []ui.Cell{{Text: name}, {Text: unit, Sub: as}, {Text: l.ISO(d.From) + " – " + l.ISO(last), NoWrap: true}, {Text: d.Reason}, {Part: chip}, {}}}
		if mine && !d.Over(now) {
			row.Cells[5].Part = endDeputyForm(x, d)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
