package hall

import (
	"context"
	"slices"
	"time"

	"github.com/a-h/templ"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/registry"
	"quanlian/web/pages/caseview"
	"quanlian/web/pages/patent"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Matters are what the hall adds to the pages of its cases.
func Matters(d Deps) caseview.Matters {
	p := pages{d}
	return caseview.Matters{
		hall.Deal: {Open: fromList("web.publicity.title", "/publicity"), Idle: p.dealIdle, Says: p.dealSays, Parts: dealParts, Steps: dealSteps, Panels: p.dealPage, Aside: p.dealAside, Prefill: p.prefill, Of: p.dealChoices, Long: long, Rows: 2, Many: []string{"needs"}, More: map[string]string{"terms.tranches": "web.hall.more_payments"}, Waits: hall.Waits, Hint: p.moveHint, Buttons: p.decideButtons, Drop: notAsked, Level: func(v *site.Visit, c kernel.Case, _ kernel.Level) kernel.Level { return hall.LevelOf(v.Actor, c) }, Lead: dealLead,
			Files: dealFiles,
			Hide:  []string{"hash", "digest"}, Shown: []string{hall.DeliveredKind}},
		hall.Listing:    {Idle: idle, Says: p.listingSays, Titled: true, From: fromList("web.nav.hall", "/hall"), Gone: p.gone, Panels: p.listingPanels, Aside: p.listingAside, Choices: hall.Choices, Long: long, Prefill: p.prefillListing, Skip: []string{"add_consent", "check_consent"}},
		hall.Invitation: {Idle: idle, Panels: p.invitationPanels, Long: long, Level: func(v *site.Visit, c kernel.Case, _ kernel.Level) kernel.Level { return hall.LevelOf(v.Actor, c) }},
		hall.Request:    {Idle: idle, Panels: p.requestPanels, Says: p.requestSays, Long: append(slices.Clone(long), "code")},
		hall.Look:       patent.LookMatter(d.Rights),
		hall.Need:       {Idle: idle, Titled: true, From: fromList("web.nav.needs", "/hall/needs"), Panels: p.needPanels, Aside: p.needAside, Of: p.needChoices, Prefill: prefillNeed, Many: []string{"ipc"}, Long: long},
	}
}

// scan is the paper of a record, as it came.
var scan = caseview.Uploads{Path: "scan", Kind: hall.ScanKind, Kinds: site.Scans(), Most: site.MaxScan}

// dealFiles are the uploads that moves of a deal take.
var dealFiles = map[string]caseview.Uploads{
	"file_value":   {Path: "proof", Kind: hall.FilingKind, Kinds: kernel.FileKinds(), Most: mostOfFile},
	"back_consent": {Path: "consent", Kind: "utilization.hall.paper.consent_pledge", Kinds: site.Scans(), Most: site.MaxScan},
	"deliver":      {Path: "files", Kind: hall.DeliveredKind, Kinds: kernel.FileKinds(), Most: mostOfFile},
	"recognise":    scan, "enter_record": scan, "correct_record": scan,
}

// fromList is the open list in which a case stands.
func fromList(key, href string) func(l *lang.Localizer) ui.Link {
	return func(l *lang.Localizer) ui.Link { return ui.Link{Text: l.T(key), Href: href} }
}

// Unit: bytes. Source: our choice: drawings of a machine in one archive.
const mostOfFile = 50 << 20

func dealLead(l *lang.Localizer, c kernel.Case) []string {
	d, err := hall.DealOf(c)
	if err != nil {
		return nil
	}
	if d.Pairing.Pending() && d.Pairing.Need.Confidential { // whose the need is shows when both have accepted
		return []string{l.T("web.role.seller") + " " + d.Seller.Name, d.Right}
	}
	return []string{l.T("web.role.seller") + " " + d.Seller.Name, l.T("web.role.buyer") + " " + d.Buyer.Name, d.Right}
}

// dealSteps draws the eight steps with the fact that each left behind.
func dealSteps(l *lang.Localizer, c kernel.Case, _ calendar.Date) (int, []ui.Step) {
	d, err := hall.DealOf(c)
	if err != nil {
		return 0, nil
	}
	now := stepOf(c.State, d)
	var out []ui.Step
	for _, s := range hall.Steps() {
		out = append(out, ui.Step{Text: l.T("web.hall.step." + s), Fact: stepFact(l, s, d)})
	}
	return now, out
}

// stepOf is the number of the step that the deal stands on; past the last one
// when it is settled.
func stepOf(s kernel.State, d hall.DealData) int {
	at := map[kernel.State]int{hall.DealProposed: 2, hall.DealInquiry: 2, hall.DealNDA: 3, hall.DealTalks: 3, hall.DealPublicity: 3, hall.DealDraft: 4, hall.DealSigning: 4, hall.DealDeposit: 5, hall.DealDepositing: 5,
		hall.DealRecording: 6, hall.DealOffice: 6, hall.DealDelivery: 7, hall.DealReleasing: 7, hall.DealRunning: 7, hall.DealTaxing: 8, hall.DealSettled: 9, hall.DealRefunding: 5}
	switch {
	case (s == hall.DealDelivery || s == hall.DealReleasing) && d.Terms != nil && (d.Record == nil || d.Record.No == ""): // a payment before the record
		return at[hall.DealRecording]
	case s == hall.DealEnded:
		return 0
	case d.Record != nil && d.Record.No != "" && at[s] == at[hall.DealDeposit] && s != hall.DealRefunding: // a later period of a royalty
		return at[hall.DealRunning]
	}
	return at[s]
}

func stepFact(l *lang.Localizer, step string, d hall.DealData) string {
	switch step {
	case hall.StepEvaluate:
		return evaluateFact(l, d.Evaluation)
	case hall.StepMatch:
		return l.MonthDay(d.Opened)
	case hall.StepBroker:
		if n := len(d.Offers); n > 0 {
			return l.T("web.hall.rounds", "n", n)
		}
	case hall.StepContract:
		if d.Contract != nil && d.Contract.Signatures.Both() {
			return l.MonthDay(d.Contract.Drafted)
		}
	case hall.StepRecord:
		if d.Record != nil && d.Record.No != "" {
			return monthDay(l, d.Record.Date)
		}
	case hall.StepRelease:
		if n := d.PaidOut(); n > 0 {
			return l.T("web.hall.paid_n", "n", n)
		}
		if n := d.SentBack(); n > 0 {
			return l.T("web.hall.back_n", "n", n)
		}
	case hall.StepTax:
		if d.Tax != nil {
			return l.MonthDay(d.Tax.At)
		}
	}
	return ""
}

func monthDay(l *lang.Localizer, d calendar.Date) string {
	return l.MonthDay(time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, calendar.China))
}

func (p pages) dealPanels(ctx context.Context, v *site.Visit, c kernel.Case, level kernel.Level) ([]templ.Component, error) {
	d, err := dealSeen(v, c)
	if err != nil {
		return nil, err
	}
	var out []templ.Component
	if d.Pairing != nil && (kernel.TakesPart(v.Actor, c) || level >= kernel.ViewDetail) {
		pair := pairingPanel(pairingOf(v, c, d))
		if d.Contract != nil && d.Contract.Signatures.Both() { // how the two met is history
			pair = caseview.Later(pair)
		}
		out = append(out, pair)
	}
	if level < kernel.ViewDetail && d.Publicity != nil && d.Terms != nil {
		out = append(out, factsPanel(v.L.T("web.hall.open_price"), append(p.openPrice(ctx, v, d), openDays(v, c.No, d)...)))
	}
	if level < kernel.ViewSecret {
		if f := askedFacts(v.L, c.State, d); level >= kernel.ViewDetail {
			out = append(out, factsPanel(v.L.T("web.hall.asked"), f))
		}
		return out, nil
	}
	wanted, err := p.consentWanted(ctx, v, c, d)
	if err != nil {
		return nil, err
	}
	if wanted != nil {
		out = append(out, caseview.First(wanted))
	}
	if d.Publicity != nil && len(d.Publicity.Objections) > 0 {
		out = append(out, objectionsPanel(v.L, objections(v, d)))
	}
	if len(d.Disputes) > 0 {
		out = append(out, disputesPanel(v.L, disputes(v, d)))
	}
	if len(d.Ends) > 0 {
		out = append(out, endsPanel(endsOf(v, d)))
	}
	rest, err := p.stands(ctx, v, c, d)
	return append(out, rest...), err
}

// dealIdle leaves out what has nothing to do, what time does not allow yet, and
// a refund of which no money lies there.
func (p pages) dealIdle(ctx context.Context, v *site.Visit, c kernel.Case, move string) bool {
	if idle(ctx, v, c, move) || p.Rules.TooEarly(v.Actor, c, move, v.Env.Now()) {
		return true
	}
	if move != "refund_again" {
		return false
	}
	d, err := hall.DealOf(c)
	if err != nil {
		return false
	}
	pos, err := p.position(ctx, v, c, d)
	return err == nil && !hall.Refundable(c.State, pos)
}

func dealFacts(v *site.Visit, d hall.DealData) []ui.Pair {
	var f []ui.Pair
	l := v.L
	add := func(key, text string, no bool) {
		if text != "" {
			f = append(f, ui.Pair{Key: l.T("web.hall.fact." + key), Text: text, No: no})
		}
	}
	if d.Disclosed != nil { // the page shows these facts under the agreement only
		f = append(f, ui.Pair{Key: l.T("utilization.hall.listing.field.secret"), Text: d.Disclosed.Secret}, ui.Pair{Key: l.T("utilization.hall.listing.field.contact"), Text: d.Disclosed.Contact})
	}
	if d.Contract != nil {
		add("contract", d.Contract.Hash[:16]+"…", true)
	}
	if d.Publicity != nil {
		add("publicity", d.Publicity.From.String()+" — "+d.Publicity.To.String(), true)
		f = append(f, v.MovedRows(l.T("web.outage.case_panel"), d.Publicity.Moved(v.Env.Calendar))...)
	}
	f = append(f, filingFacts(l, d)...)
	if d.Recognition != nil {
		add("recognition", d.Recognition.No, true)
		f = append(f, fileRows(l.T("web.hall.fact.recognition_scan"), d.Recognition.Files)...)
	}
	if d.Record != nil {
		add("record", d.Record.No, true)
		add("refused", d.Record.Refused, false)
		add("record_document", d.Record.Document, false)
		f = append(f, fileRows(l.T("web.hall.fact.record_scan"), d.Record.Files)...)
	}
	if d.Invoice != nil {
		add("invoice", d.Invoice.No, true)
	}
	for _, x := range d.Delivered {
		if len(x.Files) == 0 { // files have a panel of their own
			add("delivered", x.What, false)
		}
	}
	if d.Ending != "" {
		says, who, why, said := d.Cause()
		add("ending", l.T("web.hall.ending."+says, "who", endedBy(l, says, who), "why", why, "said", said), false)
	}
	return f
}

func (p pages) dealAside(ctx context.Context, v *site.Visit, c kernel.Case, level kernel.Level) ([]templ.Component, error) {
	d, err := dealSeen(v, c)
	if err != nil || level < kernel.ViewDetail {
		return nil, err
	}
	var out []templ.Component
	next, err := p.aheadPanel(ctx, v, c, d)
	if err != nil {
		return nil, err
	}
	if next != nil {
		out = append(out, next)
	}
	if f := p.follows(v, c, d); len(f) > 0 {
		out = append(out, followPanel(v.L, f))
	}
	name := ""
	if d.Broker != nil {
		name = d.Broker.Name
	}
	k, err := p.brokerPanel(ctx, v, c, name, d.Brokerage)
	if err != nil {
		return nil, err
	}
	if k != nil && !d.Pairing.Pending() {
		out = append(out, k)
	}
	if len(d.Checks) == 0 {
		return out, nil
	}
	return append(out, p.checked(ctx, v, d.Right, d.Checks, []registry.Owner{ownerOf(d.Seller)}, []registry.Owner{ownerOf(d.Buyer)})), nil
}

// dealSeen is the deal as the visitor may see it: what is the other side's own
// never comes to a page.
func dealSeen(v *site.Visit, c kernel.Case) (hall.DealData, error) {
	seen, err := hall.Seen(v.Actor, c)
	if err != nil {
		return hall.DealData{}, err
	}
	d, ok := seen.(hall.DealData)
	if !ok {
		return d, errs.New(errs.Internal, "kernel.wrong_answer", nil)
	}
	return d, nil
}
