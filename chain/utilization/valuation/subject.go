package valuation

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"quanlian/base/calendar"
	engine "quanlian/engine/valuation"
	"quanlian/registry"
)

// SourceRegister is the source of what the register knows (专利登记簿).
const SourceRegister = "专利登记簿"

// Subject states what the register knows of a right as facts of the
// evaluation; what it does not know stays unknown and lowers the confidence.
func Subject(v registry.View, s registry.State, fee registry.FeeStatus) engine.Subject {
	x := engine.Subject{PatentNo: v.Right.Number, Title: v.Right.Title, Kind: engine.Kind(v.Right.Kind), Source: SourceRegister, AsOf: dayOf(s.ValidAt)}
	know := func(d calendar.Date) engine.Fact[engine.Day] {
		if d.IsZero() {
			return engine.Fact[engine.Day]{}
		}
		return engine.Know(dayOf(d))
	}
	x.FilingDate, x.GrantDate, x.TermEnd = know(v.Right.Filing), know(v.Right.Granted), know(s.TermEnd)
	if st, ok := statusOf[s.Status]; ok {
		x.Status = engine.Know(st)
	}
	x.Preserved, x.Suspended = engine.Know(len(s.Preservations) > 0), engine.Know(len(s.Suspensions) > 0)
	switch fee.Standing {
	case registry.FeeUpToDay, registry.FeeNone:
		x.AnnualFee = engine.Know("paid")
	case registry.FeeInGrace, registry.FeeOverdue:
		x.AnnualFee = engine.Know("arrears")
	}
	if len(v.Right.IPC) > 0 {
		x.IPC = engine.Know(v.Right.IPC)
	}
	if len(s.Owners) > 0 && !slices.ContainsFunc(s.Owners, func(o registry.Owner) bool { return o.USCC == "" }) {
		x.OwnerDomestic = engine.KnowFrom(true, "统一社会信用代码", x.AsOf)
	}
	x = withDocuments(x, v.Right)
	return withFacts(withEvents(x, v), v.Right.Facts)
}

func dayOf(d calendar.Date) engine.Day { return engine.Day(d.String()) }

// statusOf names a status of the register as the evaluation does.
var statusOf = map[registry.Status]engine.Status{
	registry.StatusGranted: engine.InForce, registry.StatusPending: engine.Pending, registry.StatusLapsed: engine.Lapsed, registry.StatusExpired: engine.Expired,
	registry.StatusInvalidated: engine.Invalidated, registry.StatusWithdrawn: engine.Withdrawn, registry.StatusRefused: engine.Rejected,
}

// withDocuments reads claims, family and citations.
func withDocuments(x engine.Subject, r registry.Right) engine.Subject {
	if n := len(r.Claims); n > 0 {
		x.ClaimsTotal, x.ClaimsIndependent = engine.Know(n), engine.Know(r.IndependentClaims())
		x.ClaimType = engine.KnowFrom(claimType(r.Claims), "由权利要求书的主题名称自动识别", x.AsOf)
		if f := features(r.Claims[0].Text); f > 0 {
			x.FeaturesClaim1 = engine.KnowFrom(f, "由权利要求1的分句自动计数", x.AsOf)
		}
	}
	if len(r.Family) > 0 {
		x.Family = engine.Know(family(r.Family))
	}
	if slices.ContainsFunc(r.Citations, func(c registry.Citation) bool { return c.Category != "" }) {
		x.SearchReport = engine.Know(searchReport(r.Citations))
	}
	return x
}

// claimType tells product from method by what the independent claims are called:
// the words before the characterising part (细则24).
func claimType(claims []registry.Claim) string {
	method, product := false, false
	for _, c := range claims {
		if c.Dependent {
			continue
		}
		if strings.Contains(preamble(c.Text), "方法") || strings.Contains(preamble(c.Text), "工艺") {
			method = true
		} else {
			product = true
		}
	}
	switch {
	case method && product:
		return "both"
	case method:
		return "method"
	}
	return "product"
}

var characterised = regexp.MustCompile(`其特征在于|特征在于|其特征是|characteri[sz]ed in that|wherein|comprising`)

// preamble is the claim up to its characterising part, or up to its first comma.
func preamble(text string) string {
	if at := characterised.FindStringIndex(text); at != nil {
		text = text[:at[0]]
	}
	if i := strings.IndexAny(text, "，,："); i > 0 {
		text = text[:i]
	}
	return text
}

var clauses = regexp.MustCompile(`[；;，,。]`)

// Unit: characters. Source: our own choice; shorter pieces are links, no features.
const shortestClause = 4

// features counts the clauses of a claim, its name left out: an approximation
// that says so wherever it is shown.
func features(text string) int {
	n := 0
	for i, c := range clauses.Split(text, -1) {
		if c = strings.TrimSpace(characterised.ReplaceAllString(c, "")); i > 0 && len([]rune(c)) >= shortestClause {
			n++
		}
	}
	return n
}

var granted = regexp.MustCompile(`^[A-Z]{2}[0-9]+(B|C|E|U|Y)[0-9]?$`)

// family reads the members by their publication numbers: the kind code tells a
// granted one from one that was only published. The Chinese right is left out.
func family(numbers []string) []engine.FamilyMember {
	var out []engine.FamilyMember
	for _, n := range numbers {
		n = strings.ToUpper(strings.ReplaceAll(n, " ", ""))
		if len(n) < 3 || strings.HasPrefix(n, "CN") {
			continue
		}
		m := engine.FamilyMember{Office: n[:2], Status: "pending"}
		if granted.MatchString(n) {
			m.Status = "granted"
		}
		out = append(out, m)
	}
	return out
}

func searchReport(list []registry.Citation) engine.SearchReport {
	var r engine.SearchReport
	for _, c := range list {
		switch c.Category {
		case "X":
			r.X++
		case "Y":
			r.Y++
		}
	}
	return r
}

// withEvents counts the transfers, licences and pledges on record.
func withEvents(x engine.Subject, v registry.View) engine.Subject {
	trades, finance := []engine.Event{}, []engine.Event{} // none on record is known: it must outlive being kept as JSON
	for _, e := range v.Events {
		day := dayOf(e.ValidFrom)
		switch e.Kind {
		case registry.OwnersChanged:
			trades = append(trades, engine.Event{Kind: "transfer", Date: day})
		case registry.Licensed:
			trades = append(trades, engine.Event{Kind: "licence", Date: day})
		case registry.OpenLicensed:
			trades = append(trades, engine.Event{Kind: "open_licence", Date: day})
		case registry.Pledged:
			finance = append(finance, engine.Event{Kind: "pledge", Date: day, AmountYuan: e.Detail.Amount.Decimal()})
		}
	}
	x.Trades, x.Finance = engine.Know(trades), engine.Know(finance)
	return x
}

// delivered are the facts that a delivery may state; what the register itself
// records (status, dates, owners, burdens) it alone states.
var delivered = []string{
	"search_report", "family", "fto", "base_patent", "cited_ipc", "citing_ipc", "originality_percentile", "generality_percentile", "forward_citations_5y", "forward_percentile",
	"backward_citations", "npl_citations", "neighbours_after_filing", "maturity_level", "field_cagr_5y", "lifecycle_stage", "economic_life_months", "active_assignees", "field_hhi",
	"owner_field_share", "product_revenue_yuan", "market_share", "industry_catalogues", "disputes", "strategic_industries", "awards", "official_high_value",
}

// withFacts adds what deliveries state, each with its source and day. A fact of
// a later day than the evaluation, or one that cannot be read, is left out.
func withFacts(x engine.Subject, facts []registry.Fact) engine.Subject {
	for _, f := range facts {
		if !slices.Contains(delivered, f.Name) || dayOf(f.AsOf) > x.AsOf {
			continue
		}
		doc, err := json.Marshal(map[string]any{f.Name: map[string]any{"value": f.Value, "source": f.Source, "as_of": f.AsOf.String()}})
		if err != nil {
			continue
		}
		y := x
		if json.Unmarshal(doc, &y) == nil {
			x = y
		}
	}
	return x
}
