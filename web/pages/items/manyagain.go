package items

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/kernel/rows"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// againURL begins a sheet anew with what the one of the number shared.
func againURL(code, no string) string { return "/item/" + code + "/many?from=" + url.QueryEscape(no) }

// manyAgain fills the draft with the answers, statements and attachments of a sheet
// that was sent before, so that its mended rows ask for the sheet alone. A draft that
// stands is left as it is.
func (p pages) manyAgain(w http.ResponseWriter, r *http.Request, v *site.Visit, it form.Item, no string) error {
	d, ok, err := load(r.Context(), v, manySubject(it.Code))
	if err != nil {
		return err
	}
	if ok && touchedMany(v, it, d) {
		return v.Go(w, r, manyURL(it), v.L.T("web.many.draft_stands"))
	}
	c, err := v.Env.Cases.Case(r.Context(), v.Actor, no, kernel.ViewSecret)
	if err != nil {
		return err
	}
	b, err := itemflow.BatchDataOf(c)
	if err != nil || itemflow.NameOf(c.Flow) != itemflow.BatchFlow || b.Code != it.Code || b.By.Party != v.Actor.Party {
		return errs.New(errs.Invalid, "web.items.other_item", nil)
	}
	next := draft{Values: form.Values{}, Promises: b.Promises, saved: d.saved}
	for path, x := range b.Shared {
		if _, known := it.Field(path); known {
			next.Values[path] = x
		}
	}
	prefill(it, next.Values, v)
	writes := next.bring(v, it, b, c)
	raw, err := json.Marshal(next)
	if err != nil {
		return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	writes = append(writes, kernel.SaveDraft{User: v.Actor.User, Party: v.Actor.Party, Subject: manySubject(it.Code), Data: raw, Was: d.saved})
	if err := v.Env.Desk.Do(r.Context(), v.Actor, v.Key(), writes...); err != nil {
		return err
	}
	return v.Go(w, r, manyURL(it), v.L.T("web.many.brought", "no", c.No, "n", len(next.Files)))
}

// touchedMany reports whether somebody put something into the draft.
func touchedMany(v *site.Visit, it form.Item, d draft) bool {
	fresh := form.Values{}
	prefill(it, fresh, v)
	return len(d.Files) > 0 || !maps.Equal(d.Values, fresh)
}

// bring puts the attachments of a sheet into the draft: uploads of one's own under
// the same hashes, for the sheet before keeps its own.
func (d *draft) bring(v *site.Visit, it form.Item, b itemflow.BatchData, c kernel.Case) (writes []kernel.Write) {
	for _, f := range slices.Concat(b.Files, b.Packed) {
		material := f.Material
		if material == "" {
			material = filePack
		} else if !slices.ContainsFunc(it.Materials, func(m form.Material) bool { return m.ID == material && isMaterial(m) }) {
			continue
		}
		if !c.Closed.IsZero() { // nothing has kept its uploads since
			if _, err := v.Env.Files.Get(f.SHA256); err != nil {
				continue
			}
		}
		put := kernel.PutDocument{ID: v.Env.NewID(), Kind: "kernel.itemflow.paper.material", Name: f.Name, SHA256: f.SHA256, Bytes: f.Bytes, Media: f.Media, Pages: f.Pages, Level: kernel.ViewDetail, By: v.Actor.User}
		writes = append(writes, put)
		d.Files = append(d.Files, filed{Upload: put.ID, Material: material, Name: f.Name, SHA256: f.SHA256, Bytes: f.Bytes, Media: f.Media, Pages: f.Pages})
	}
	return writes
}

// unmended is the newest sheet among the last ones whose rows have to be mended.
func unmended(v *site.Visit, it form.Item, c kernel.Case, b itemflow.BatchData) (ui.Link, bool) {
	n := b.Count(rows.Bad, rows.Failed)
	if n == 0 || b.By.Party != v.Actor.Party {
		return ui.Link{}, false
	}
	return ui.Link{Text: v.L.T("web.many.bring", "name", b.Name, "n", n), Href: againURL(it.Code, c.No)}, true
}
