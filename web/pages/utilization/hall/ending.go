package hall

import (
	"context"
	"slices"
	"strconv"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/ledger"
	"quanlian/registry"
	"quanlian/web/pages/caseview"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// endNotAsked are fields of a wish to end the deal, or of the consent to it, that
// have nothing to say: accounts where no money is the seller's or one is known.
func endNotAsked(v *site.Visit, c kernel.Case, d hall.DealData, move string) []string {
	roles, _ := kernel.RolesOf(v.Actor, c)
	seller := slices.Contains(roles, hall.Seller)
	a := d.EndOpen()
	switch {
	case move == "ask_end" && c.State == hall.DealRunning: // nothing lies in custody
		return []string{"to_buyer", "account", "bank"}
	case !seller || d.Money.Account != "" || move == "agree_end" && a != nil && a.ToBuyer == a.Held:
		return []string{"account", "bank"}
	}
	return nil
}

// decideButtons are the two words that the centre may say on a wish to end a deal;
// of one that is on record it only says that it goes on.
func (p pages) decideButtons(ctx context.Context, v *site.Visit, c kernel.Case, move string) []caseview.Button {
	if move != "decide_end" {
		return nil
	}
	d, err := dealSeen(v, c)
	if err != nil {
		return nil
	}
	out := []caseview.Button{{Text: v.L.T("web.hall.decide_keep"), Main: true}}
	if d.Record != nil && d.Record.No != "" {
		return out
	}
	key := "web.hall.decide_grant"
	if pos, err := p.position(ctx, v, c, d); err == nil && pos.Custody() == 0 {
		key = "web.hall.decide_grant_empty"
	}
	return append(out, caseview.Button{Text: v.L.T(key), Field: "grant", Value: "1", Warn: true})
}

type endsView struct {
	L        *lang.Localizer
	Table    ui.Table
	Unrecord string
}

// endsOf lists the wishes to end the deal, the newest first.
func endsOf(v *site.Visit, d hall.DealData) endsView {
	l := v.L
	x := endsView{L: l, Table: ui.Table{Stack: true, Cols: []ui.Col{{Text: l.T("web.hall.offer_by")}, {Text: l.T("web.hall.dispute_why")}, {Text: l.T("web.hall.end_money")}, {Text: l.T("web.hall.end_answer")}}}}
	for _, a := range slices.Backward(d.Ends) {
		x.Table.Rows = append(x.Table.Rows, ui.Row{Cells: []ui.Cell{{Text: l.T("web.role." + string(a.By)), Sub: l.Moment(a.At, v.Env.Now())}, {Text: a.Reason},
			{Text: endShares(l, a)}, {Text: endAnswer(l, a)}}})
	}
	last := d.Ends[len(d.Ends)-1]
	if last.Answer == hall.EndAgreed && d.Record != nil && d.Record.No != "" {
		x.Unrecord = l.T("web.hall.end_unrecord", "record", d.Record.No)
	}
	return x
}

// endShares says how the money in custody was to be shared, if there was any.
func endShares(l *lang.Localizer, a hall.EndAsk) string {
	if a.Held == 0 {
		return l.T("web.hall.end_shares_none")
	}
	return l.T("web.hall.end_shares", "buyer", a.ToBuyer.String(), "seller", (a.Held - a.ToBuyer).String())
}

func endAnswer(l *lang.Localizer, a hall.EndAsk) string {
	word := string(a.Answer)
	switch {
	case word == "" && a.Overdue:
		word = "overdue"
	case word == "":
		word = "open"
	}
	return l.T("web.hall.end_answer."+word, "day", a.Until.String(), "said", a.Said)
}

// barredSays is what a deal that the register bars has to say: why, where the
// money is, and which ways out there are.
func barredSays(l *lang.Localizer, c kernel.Case, d hall.DealData, pos ledger.Position) []string {
	b := d.BarredBy(c.State, pos)
	if b == nil {
		return nil
	}
	var out []string
	for _, x := range b.Check.Findings {
		if x.Severity == registry.Block {
			out = append(out, l.T("web.hall.barred_title")+l.T("web.hall.barred_colon")+l.Fill(x.Code, x.Args))
		}
	}
	held := b.Held.Custody()
	switch {
	case held > 0:
		out = append(out, l.Fill("web.hall.barred_held", errs.Args{"amount": held.String()}))
	case c.State == hall.DealRunning:
		return append(out, l.T("web.hall.barred_running"))
	case b.Record:
		return append(out, l.T("web.hall.barred_deposit"), l.T("web.hall.barred_unpaid"))
	default:
		out = append(out, l.T("web.hall.barred_deposit"))
	}
	switch {
	case b.Record && slices.ContainsFunc(d.Disputes, func(x hall.Dispute) bool { return x.Ended.IsZero() }):
		return append(out, l.T("web.hall.barred_head"))
	case b.Title:
		return append(out, l.T("web.hall.barred_title_passed"))
	case b.Record:
		return append(out, l.T("web.hall.barred_licence"))
	}
	return append(out, l.T("web.hall.barred_before"))
}

// deliveredView are the technical documents, batch by batch.
type deliveredView struct {
	L       *lang.Localizer
	Batches []deliveredBatch
}

type deliveredBatch struct {
	Title  string
	Files  []ui.File
	Digest string
}

// deliveredOf lists what was handed over as files; nothing for who may not know.
func deliveredOf(ctx context.Context, v *site.Visit, d hall.DealData) deliveredView {
	l := v.L
	x, said := deliveredView{L: l}, scansOf(ctx, v, d)
	for i, b := range d.Delivered {
		if len(b.Files) == 0 {
			continue
		}
		y := deliveredBatch{Title: l.T("web.hall.delivered_batch", "n", i+1, "what", b.What), Digest: l.T("web.hall.delivered_digest", "digest", b.Digest)}
		for _, f := range b.Files {
			row := ui.File{Name: f.Name, Facts: size(f.Bytes), Hash: f.SHA256, Href: "/paper/" + f.Paper, State: ui.You, Status: l.T("web.hall.delivered_open")}
			switch {
			case b.Refused != "":
				row.State, row.Status = ui.No, l.T("web.hall.delivered_refused", "why", b.Refused)
			case !b.Accepted.IsZero():
				row.State, row.Status = ui.Done, l.T("web.hall.delivered_accepted", "day", calendar.DateOf(b.Accepted).String())
			}
			switch said[f.SHA256] { // nobody opens it
			case kernel.ScanWaiting:
				row.State, row.Status, row.Href = ui.Hold, l.T("web.items.scan_waiting"), ""
			case kernel.ScanBad:
				row.State, row.Status, row.Href = ui.No, l.T("web.hall.delivered_bad"), ""
			}
			y.Files = append(y.Files, row)
		}
		x.Batches = append(x.Batches, y)
	}
	return x
}

// scansOf is what the virus scanner said of the files that were delivered.
func scansOf(ctx context.Context, v *site.Visit, d hall.DealData) map[string]kernel.ScanState {
	var hashes []string
	for _, b := range d.Delivered {
		for _, f := range b.Files {
			hashes = append(hashes, f.SHA256)
		}
	}
	if v.Env.Scans == nil || len(hashes) == 0 {
		return nil
	}
	said, err := v.Env.Scans(ctx, hashes)
	if err != nil { // the files themselves stay shut until it is known
		return nil
	}
	return said
}

// size is a file's size as people say it.
func size(n int64) string {
	const kb, mb = 1 << 10, 1 << 20 // Unit: bytes. Source: binary, as file managers show it.
	switch {
	case n >= mb:
		return strconv.FormatFloat(float64(n)/mb, 'f', 1, 64) + " MB"
	case n >= kb:
		return strconv.FormatInt((n+kb-1)/kb, 10) + " KB"
	}
	return strconv.FormatInt(n, 10) + " B"
}
