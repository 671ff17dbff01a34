package demo

import (
	"encoding/json"
	"slices"
	"time"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

// Desks are the units whose clerk and head have a log-in of their own: all that
// items are handed in at, but the trading centre and the IP office, which have
// people of theirs. Who tries an item finds somebody to handle it.
func Desks() []kernel.UnitID {
	return []kernel.UnitID{
		"patent-window", "preexam-section", "finance-desk", "data-registry", "rights-aid", "ip-protection",
		"trademark-window", "copyright-station", "protection-centre", "ip-utilization", "enforcement-brigade", "mediation-committee", "overseas-branch",
		"customs-desk", "info-centre", "training-base", "comprehensive-window", "agri-window",
		"district-dongbu", "district-heting", "district-wangchao", "district-qingyan",
	}
}

// desks are the posts of one person in all of them.
func desks(r kernel.Role) []kernel.Post {
	var out []kernel.Post
	for _, u := range Desks() {
		out = append(out, kernel.Post{Unit: u, Role: r})
	}
	return out
}

// application is one case of a declared item, and how far it has come.
type application struct {
	code string
	by   kernel.UserID
	say  form.Values // what the sampler would not know; "" is left out
	play func(p *play, c kernel.CaseID, it form.Item)
}

// applications are filed in this order, so that every state of the flows stands
// on some desk.
var applications = []application{
	{code: "ZL14", by: "u-shen", say: form.Values{"rights.numbers": numberOf(9), "licensee.role": "licensor", "licensee.name": "云澜水务集团有限公司", "licensee.code": "91990004MA0QL0007G", "licence.kind": "ordinary", "licence.territory": "全国", "licence.pay": "lump", "licence.fee": "480000.00"}, play: forwarded},
	{code: "ZL15", by: "u-lu", say: form.Values{"pledgee.code": "91990001MA0QL0005Y", "debt.debtor": "", "debt.amount": "3000000.00"}, play: corrected},
	{code: "BH01", by: "u-gu", say: form.Values{"opponent.name": "鹤汀某仪器有限公司", "act.product": "柔性触觉垫 CG-16", "act.court": "no"}, play: deciding},
	{code: "SJ03", by: "u-shen", say: form.Values{"data.source": "own", "data.authority_ends": "", "data.records": "486000", "data.begins": "2025-03-01", "data.ends": "2026-08-31", "deposit.on": "2026-10-18"}, play: publicNow},
	{code: "ZL02", by: "u-shen", play: acceptedOnly},
	{code: "JR01", by: "u-lu", play: nil},
	{code: "BH10", by: "u-gu", play: rated},
	{code: "ZL06", by: "u-gu", play: nil},
	{code: "BH10", by: "u-shen", play: badlyRated},
}

// apply files one application: what is asked comes from the declaration, what a
// reader looks at is said here.
func (p *play) apply(n int, x application) {
	if p.err != nil {
		return
	}
	a := p.actor(x.by)
	it, ok := p.Item(x.code)
	if !ok || p.err != nil {
		return // a city without the item has no case of it
	}
	party := partyOf(a.Party)
	facts := form.Facts{Party: party, Today: calendar.DateOf(p.Now()), District: party.District}
	values := p.filled(it, facts, n, x.say)
	in := itemflow.SubmitInput{Values: values}
	for _, m := range itemflow.Needed(it, values, facts, true) {
		id, err := p.Upload(p.ctx, a, m.Name.Zh, party.Name)
		if err != nil {
			p.err = err
			return
		}
		in.Files = append(in.Files, itemflow.File{Upload: id, Material: m.ID})
	}
	r, err := p.Desk.Open(p.ctx, a, desk.OpenCommand{Flow: it.Flowing(), Move: "submit", Key: p.key(), Input: p.raw(in), Item: it.Code, ItemHash: it.Hash(), Unit: it.Unit})
	c := p.approved(string(x.by)+" files "+x.code, r, err).Case
	if x.play != nil && p.err == nil {
		x.play(p, c, it)
	}
}

// filled is the filled form: what the declaration asks, and what is said.
func (p *play) filled(it form.Item, facts form.Facts, n int, say form.Values) form.Values {
	values := p.told(it, facts, n)
	lasting(it, values, facts.Today)
	tell(it, values, say)
	return values
}

// told is the form as the sampler fills it, in words that a reader believes.
func (p *play) told(it form.Item, facts form.Facts, n int) form.Values {
	values := p.Fill(it, facts, n)
	for path, v := range values {
		if f, ok := it.Field(path); ok && !byKind(it, path) {
			values[path] = believable(it, f, v, facts.Party, n)
		}
	}
	if story, ok := stories[it.Code]; ok {
		tell(it, values, story(facts.Party, facts.Today, n))
	}
	return values
}

// tell puts what is said in the place of what was filled in; "" leaves it out.
func tell(it form.Item, values, say form.Values) {
	for k, v := range say {
		if _, ok := it.Field(k); ok {
			values[k] = v
		}
		if v == "" {
			delete(values, k)
		}
	}
}

// byKind reports whether the number in the field has to fit another answer: what
// was filled in fits, a patent of one's own may not.
func byKind(it form.Item, path string) bool {
	return slices.ContainsFunc(it.Rules, func(r form.Rule) bool { return r.Name == "number_kind" && r.Args[0] == path })
}

func partyOf(id kernel.PartyID) kernel.Party {
	for _, p := range Parties() {
		if p.ID == id {
			return p
		}
	}
	return kernel.Party{}
}

// applied files all applications, oldest first.
func (p *play) applied() {
	for i, x := range applications {
		p.apply(i, x)
	}
}

func checks(it form.Item, but int) []string {
	var out []string
	for i, k := range it.Checklist {
		if i < len(it.Checklist)-but {
			out = append(out, k.ID)
		}
	}
	return out
}

func acceptedOnly(p *play, c kernel.CaseID, it form.Item) {
	p.act("u-he", c, "accept", itemflow.ChecksInput{Checks: checks(it, 2)})
}

func forwarded(p *play, c kernel.CaseID, it form.Item) {
	p.act("u-he", c, "accept", itemflow.ChecksInput{Checks: checks(it, 0)})
	p.act("u-he", c, "forward", itemflow.ForwardInput{No: "2026990011204", Day: calendar.DateOf(p.Now())})
}

// corrected had something missing, and it came.
func corrected(p *play, c kernel.CaseID, it form.Item) {
	p.act("u-he", c, "notify_once", itemflow.NotifyInput{Reason: "合同第3页没有写明担保范围，请补充协议；授权委托书缺落款日期。", Missing: nil})
	p.wait(30 * time.Hour)
	p.act("u-lu", c, kernel.MoveCorrect, itemflow.CorrectInput{Note: "已与银行签补充协议，写明担保范围；委托书已补日期。"})
}

func deciding(p *play, c kernel.CaseID, it form.Item) {
	p.act("u-he", c, "accept", itemflow.ChecksInput{Checks: checks(it, 0)})
	p.act("u-he", c, "ask_opinion", itemflow.AskInput{Unit: "rights-aid", Question: "请核对双方此前是否有调解记录。"})
	p.answerOpinion(c, "双方没有调解记录。")
	p.act("u-he", c, "examine", itemflow.ExamineInput{Opinion: "pass", Reason: "请求人主体适格，权利有效，事实与理由清楚。"})
}

func publicNow(p *play, c kernel.CaseID, it form.Item) {
	p.act("u-he", c, "accept", itemflow.ChecksInput{Checks: checks(it, 0)})
	p.act("u-he", c, "examine", itemflow.ExamineInput{Opinion: "pass", Reason: "来源清楚，加工规则具有智力创造。"})
}

func decidedGood(p *play, c kernel.CaseID, it form.Item) {
	p.act("u-he", c, "accept", itemflow.ChecksInput{Checks: checks(it, 0)})
	p.act("u-qiao", c, "decide", itemflow.DecideInput{Outcome: "grant"})
	p.wait(time.Minute)
}

func rated(p *play, c kernel.CaseID, it form.Item) {
	decidedGood(p, c, it)
	p.deliverIfNeeded(c)
	p.act("u-gu", c, "rate", itemflow.RateInput{Grade: "very_satisfied", Text: "一天就派了律师，讲得很清楚。", Named: true})
}

func badlyRated(p *play, c kernel.CaseID, it form.Item) {
	decidedGood(p, c, it)
	p.deliverIfNeeded(c)
	p.act("u-shen", c, "rate", itemflow.RateInput{Grade: "dissatisfied", Text: "电话打了三次才有人接。", Named: true})
}

// deliverIfNeeded serves by hand what the platform did not serve itself.
func (p *play) deliverIfNeeded(id kernel.CaseID) {
	if p.err != nil {
		return
	}
	c, err := p.Case(p.ctx, id)
	if err != nil {
		p.err = err
		return
	}
	if c.State == itemflow.Decided {
		p.act("u-he", id, "deliver", itemflow.DeliverInput{Way: itemflow.ByHand, Day: calendar.DateOf(p.Now()), Receiver: "经办人本人"})
	}
}

// answerOpinion answers the opinion that was asked in a case.
func (p *play) answerOpinion(id kernel.CaseID, text string) {
	if p.err != nil {
		return
	}
	c, err := p.Case(p.ctx, id)
	if err != nil {
		p.err = err
		return
	}
	var d itemflow.Data
	if p.err = json.Unmarshal(c.Data, &d); p.err == nil && len(d.Asked) > 0 {
		p.act("u-he", d.Asked[0].Case, "give_opinion", itemflow.OpinionInput{Answer: text})
	}
}
