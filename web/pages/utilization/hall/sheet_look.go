package hall

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/rows"
	"quanlian/registry"
	"quanlian/web/site"
)

// sheetLooks are the rows of a sheet that were refused because the register was
// looked up too long ago: asked for together, and checked again once looked up.
type sheetLooks struct {
	L              *lang.Localizer
	Base           string
	Token, Key     string
	Ask            []string // rights for which a look-up can be asked for
	Waits, Fresh   int      // asked for; looked up since the sheet was checked
	MayAsk, MayTry bool
}

// staleRows are the rights of the rows that want a look-up.
func staleRows(d hall.BulkData) []string {
	var out []string
	for _, r := range d.Rows {
		if slices.Contains([]rows.State{rows.Awaits, rows.Bad, rows.Failed}, r.State) && r.Right != "" && slices.ContainsFunc(r.Faults, func(f rows.Fault) bool { return f.Code == hall.StaleCode }) {
			out = append(out, r.Right)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// looksOf sorts the stale rows by what has become of them meanwhile.
func (p pages) looksOf(ctx context.Context, v *site.Visit, c kernel.Case, d hall.BulkData) (sheetLooks, error) {
	x := sheetLooks{L: v.L, Base: "/hall/sheet/" + c.No, Token: v.Token(), Key: v.Key()}
	mine := v.Actor.Party == d.By.Party
	x.MayAsk = mine && v.Actor.Has(kernel.RightDraft)
	x.MayTry = mine && v.Actor.Has(kernel.RightSubmit) && c.State == rows.Checked
	stale := staleRows(d)
	if len(stale) == 0 || !mine {
		return x, nil
	}
	seen, err := p.Rights.RightsSeen(ctx, stale)
	if err != nil {
		return x, err
	}
	waits, err := looksAsked(ctx, v)
	if err != nil {
		return x, err
	}
	for _, number := range stale {
		switch {
		case !p.Rules.Stale(registry.View{ObservedAt: seen[number]}, v.Env.Now()):
			x.Fresh++
		case waits[registry.About(number)]:
			x.Waits++
		default:
			x.Ask = append(x.Ask, number)
		}
	}
	return x, nil
}

// Unit: cases. Source: our choice, the most that one question to the store gives.
const looksAtOnce = 500

// looksAsked are what the visitor's open requests are about.
func looksAsked(ctx context.Context, v *site.Visit) (map[string]bool, error) {
	out := map[string]bool{}
	q := kernel.CaseQuery{Flow: hall.Look, States: []kernel.State{hall.LookAsked}, Uncounted: true, Limit: looksAtOnce}
	for ; ; q.Offset += looksAtOnce {
		list, _, err := v.Env.Cases.Cases(ctx, v.Actor, kernel.ViewDetail, q)
		for _, c := range list {
			out[c.About] = true
		}
		if err != nil || len(list) < looksAtOnce {
			return out, err
		}
	}
}

func (p pages) sheetLooks(ctx context.Context, v *site.Visit, c kernel.Case, d hall.BulkData) (templ.Component, error) {
	x, err := p.looksOf(ctx, v, c, d)
	if err != nil || len(x.Ask)+x.Waits+x.Fresh == 0 {
		return nil, err
	}
	return sheetLookPart(x), nil
}

// lookSheet asks for a look-up of every right that needs one. Each is a request of
// its own; pressed again, only those that were not asked for are.
func (p pages) lookSheet(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	c, err := v.Env.Cases.Case(r.Context(), v.Actor, r.PathValue("no"), kernel.ViewSecret)
	if err != nil {
		return err
	}
	d, err := hall.BulkOf(c)
	if err != nil {
		return err
	}
	x, err := p.looksOf(r.Context(), v, c, d)
	if err != nil {
		return err
	}
	n := 0
	for _, number := range x.Ask {
		raw, err := json.Marshal(hall.AskLookInput{Right: number})
		if err != nil {
			return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
		}
		key := strings.Join([]string{r.PostFormValue(site.KeyField), number}, "/")
		_, err = v.Env.Desk.Open(r.Context(), v.Actor, desk.OpenCommand{Flow: hall.Look, Move: "ask", Key: key, Input: raw})
		switch {
		case err == nil:
			n++
		case !errs.Is(err, "utilization.hall.look_fresh") && !errs.Is(err, "utilization.hall.look_asked"):
			return err
		}
	}
	return v.Go(w, r, "/hall/sheet/"+url.PathEscape(c.No), v.L.T("web.sheet.look_sent", "n", n))
}

func (p pages) backToSheet(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return v.Go(w, r, "/hall/sheet/"+url.PathEscape(r.PathValue("no")), "")
}
