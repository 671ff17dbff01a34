package items

import (
	"context"
	"encoding/json"
	"net/http"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Sent shows an application that waits for a word inside its organisation as the
// form shows it, with its files; ok is false for another move.
func Sent(d Deps) func(ctx context.Context, v *site.Visit, w desk.Pending) (parts []site.SentPart, ok bool, err error) {
	p := pages{Deps: d}
	return func(ctx context.Context, v *site.Visit, w desk.Pending) ([]site.SentPart, bool, error) {
		if w.Command != nil {
			return p.sentMove(ctx, v, *w.Command)
		}
		if in, ok := thingOf(w); ok {
			out, err := p.sentThing(ctx, v, in)
			return out, err == nil, err
		}
		in, it, ok, err := p.filing(ctx, w)
		if err != nil || !ok {
			return nil, false, err
		}
		out, err := p.sentParts(ctx, v, it, in)
		return out, true, err
	}
}

// filing is the application that a command would open; ok is false for another.
func (p pages) filing(ctx context.Context, w desk.Pending) (itemflow.SubmitInput, form.Item, bool, error) {
	var in itemflow.SubmitInput
	if w.Open == nil || w.Open.Item == "" || !itemflow.Standard(w.Open.Flow) || json.Unmarshal(w.Open.Input, &in) != nil {
		return in, form.Item{}, false, nil
	}
	it, err := p.itemOf(ctx, w.Open.Item, w.Open.ItemHash)
	return in, it, err == nil, err
}

func thingOf(w desk.Pending) (in itemflow.ThingInput, ok bool) {
	if w.Open == nil || w.Open.Flow != itemflow.Thing {
		return in, false
	}
	return in, json.Unmarshal(w.Open.Input, &in) == nil
}

// sentMove shows the papers and answers of a correction or of what follows later.
func (p pages) sentMove(ctx context.Context, v *site.Visit, cmd desk.Command) ([]site.SentPart, bool, error) {
	c, err := v.Env.Cases.Case(ctx, v.Actor, string(cmd.Case), kernel.ViewSummary)
	if err != nil {
		return nil, false, err
	}
	if itemflow.NameOf(c.Flow) == itemflow.BatchFlow && cmd.Move == "start" {
		out, err := p.sentBatch(ctx, v, cmd)
		return out, err == nil, err
	}
	var in itemflow.SubmitInput
	if !itemflow.Standard(c.Flow) || cmd.Move != kernel.MoveCorrect && cmd.Move != "supply" || json.Unmarshal(cmd.Input, &in) != nil {
		return nil, false, nil
	}
	it, err := p.Kept.KeptItem(ctx, c.ItemHash)
	if err != nil {
		return nil, false, err
	}
	out, err := p.sentParts(ctx, v, it, in)
	return out, true, err
}

// itemOf is the item as the form was drawn from it.
func (p pages) itemOf(ctx context.Context, code, hash string) (form.Item, error) {
	if it, ok := p.Today(ctx).Item(code); ok && (hash == "" || it.Hash() == hash) {
		return it, nil
	}
	return p.Kept.KeptItem(ctx, hash)
}

// sentParts are the pages of the form with what was answered, then the files.
func (p pages) sentParts(ctx context.Context, v *site.Visit, it form.Item, in itemflow.SubmitInput) ([]site.SentPart, error) {
	zh := v.L.Zh()
	var out []site.SentPart
	for _, s := range it.Steps {
		if rows := sentRows(v, s, in.Values); len(rows) > 0 {
			out = append(out, site.SentPart{Title: s.Name.In(zh), Rows: rows})
		}
	}
	files := site.SentPart{Title: v.L.T("web.approval.files")}
	for _, f := range in.Files {
		m, _ := it.Material(f.Material)
		row, err := p.sentFile(ctx, v, f, m.Name.In(zh))
		if err != nil {
			return nil, err
		}
		files.Files = append(files.Files, row)
	}
	for _, id := range in.Promises {
		if m, ok := it.Material(id); ok {
			files.Rows = append(files.Rows, ui.Pair{Key: v.L.T("web.approval.promised"), Text: m.Name.In(zh)})
		}
	}
	if len(files.Files)+len(files.Rows) > 0 {
		out = append(out, files)
	}
	return out, nil
}

// sentFile is a file that lies in no case yet; who may give the word may open it.
func (p pages) sentFile(ctx context.Context, v *site.Visit, f itemflow.File, material string) (ui.File, error) {
	paper, _, err := p.Paper(ctx, f.Upload)
	if errs.KindOf(err) == errs.NotFound {
		return ui.File{Name: material, State: ui.No, Status: v.L.T("kernel.upload_gone")}, nil
	}
	if err != nil {
		return ui.File{}, err
	}
	x := ui.File{Name: paper.Name, Facts: material + "　" + fileFacts(v.L, paper.Bytes, paper.Pages), Hash: paper.SHA256, Href: "/paper/" + paper.ID}
	if x.State, x.Status = scanned(v, paper.SHA256); x.State != ui.Done {
		x.Href = ""
	} else if locked(v, paper.Media, paper.SHA256) {
		x.State, x.Status = ui.You, v.L.T("web.items.locked")
	}
	return x, nil
}

// Back makes a draft of an application that its maker took back, and says where
// to go on; "" for a move that keeps none.
func Back(d Deps) func(r *http.Request, v *site.Visit, w desk.Pending) (string, error) {
	p := pages{Deps: d}
	return func(r *http.Request, v *site.Visit, w desk.Pending) (string, error) {
		if in, ok := thingOf(w); ok {
			return p.thingBack(r, v, in)
		}
		in, it, ok, err := p.filing(r.Context(), w)
		if err != nil || !ok {
			return "", err
		}
		back, err := p.draftOf(r.Context(), in)
		if err != nil {
			return "", err
		}
		for _, s := range it.Steps {
			back.see(s.ID)
		}
		if _, stands, err := load(r.Context(), v, subject(it.Code)); err != nil || stands {
			return "", draftStands(err, it.Name)
		}
		return pageURL(&single{it: it}, stepCheck), back.save(r, v, subject(it.Code))
	}
}

func draftStands(err error, name form.Text) error {
	if err != nil {
		return err
	}
	return errs.New(errs.Conflict, "web.approval.draft_stands", errs.Args{"item": name})
}

// draftOf is the draft from which an application was sent.
func (p pages) draftOf(ctx context.Context, in itemflow.SubmitInput) (draft, error) {
	d := draft{Values: in.Values, Promises: in.Promises, Applicant: in.Applicant, Seen: []string{stepMaterials}}
	for _, f := range in.Files {
		paper, _, err := p.Paper(ctx, f.Upload)
		if errs.KindOf(err) == errs.NotFound {
			continue
		}
		if err != nil {
			return d, err
		}
		d.Files = append(d.Files, filedOf(paper, f.Material))
	}
	return d, nil
}

// thingBack makes the draft of a thing: what all items share stands in each, and
// is put together again when the draft is opened.
func (p pages) thingBack(r *http.Request, v *site.Visit, in itemflow.ThingInput) (string, error) {
	d := thingDraft{Shared: form.Values{}, Own: map[string]form.Values{}, Files: map[string][]filed{}, Promises: map[string][]string{}, Seen: []string{stepMaterials}}
	var list []form.Item
	for _, t := range in.Parts {
		one, err := p.draftOf(r.Context(), t.Input)
		if err != nil {
			return "", err
		}
		d.Parts = append(d.Parts, t.Code)
		d.Own[t.Code], d.Files[t.Code], d.Promises[t.Code] = one.Values, one.Files, one.Promises
		if it, ok := p.Today(r.Context()).Item(t.Code); ok {
			list = append(list, it)
		}
	}
	for _, j := range form.Join(list) { // all of it was filled in
		d.Seen = append(d.Seen, j.Key())
	}
	_, _, stands, err := v.Env.Cases.Draft(r.Context(), v.Actor.User, v.Actor.Party, thingSubject(in.Bundle))
	if err != nil || stands {
		return "", draftStands(err, in.Name)
	}
	raw, err := json.Marshal(d)
	if err != nil {
		return "", errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	return "/thing/" + in.Bundle + "/apply", v.Env.Desk.Do(r.Context(), v.Actor, v.Key(), kernel.SaveDraft{User: v.Actor.User, Party: v.Actor.Party, Subject: thingSubject(in.Bundle), Data: raw})
}
