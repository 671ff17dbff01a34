package demo

import (
	"quanlian/chain/utilization/valuation"
	engine "quanlian/engine/valuation"
	"quanlian/kernel"
)

// panelists are the invented experts: user, party, code in the register.
var panelists = []struct {
	user  kernel.UserID
	party kernel.PartyID
	name  string
	code  string
}{
	{"u-expert1", "p-expert1", "程砚秋（传感技术）", "YLZJ-0001"}, {"u-expert2", "p-expert2", "罗听澜（专利代理）", "YLZJ-0002"}, {"u-expert3", "p-expert3", "莫知白（产业投资）", "YLZJ-0003"}, {"u-expert4", "p-expert4", "阮星河（精密制造）", "YLZJ-0004"},
}

// experts are their parties and log-ins; the first is offered on the log-in page.
func experts(hash string) []kernel.Write {
	var w []kernel.Write
	for i, e := range panelists {
		w = append(w, kernel.PutParty{Party: kernel.Party{ID: e.party, Kind: "expert", Name: e.name, Code: e.code}})
		if i > 0 {
			w = append(w, kernel.PutUser{ID: e.user, Login: string(e.user[2:]), Name: e.name, Hash: hash}, kernel.PutMember{User: e.user, Party: e.party, Duty: kernel.DutyHandler, Rights: kernel.AllRights()})
		}
	}
	return w
}

// reasons are what the experts write, by turns.
var reasons = []string{"对照三篇最接近的现有技术，区别特征明确", "样机数据充分，温漂指标优于同类产品", "下游装配厂有明确需求，替代方案成本高", "保护范围与产品对应，绕开的代价较大", "产业化尚需配套封装工艺，给中上分"}

// panels plays a finished panel and one that waits for its experts.
func (p *play) panels() {
	done := p.ask("u-gu", patentNumber(1, patents[1]), "finance", "拟以该专利质押融资", valuation.WeighBoth, 4)
	for i := range panelists {
		p.answers(done, i)
	}
	p.act("u-song", done, "close_round", nil)
	p.again(done)
	p.act("u-ye", done, "issue", nil)
	open := p.ask("u-shen", patentNumber(9, patents[9]), "transfer", "拟整体转让，登记簿数据不足以评级", valuation.WeighFirst, 3)
	p.answers(open, 1)
}

// ask requests a panel and invites its experts.
func (p *play) ask(owner kernel.UserID, right, scene, purpose, weigh string, n int) kernel.CaseID {
	id := p.open(owner, valuation.Panel, "request", valuation.RequestInput{Right: right, Scene: scene, Purpose: purpose, Publish: true, Weigh: weigh})
	for _, e := range panelists[:n] {
		p.act("u-song", id, "invite", valuation.InviteInput{Code: e.code})
	}
	return id
}

// seat is the i-th seat of a panel.
func (p *play) seat(panel kernel.CaseID, i int) (kernel.CaseID, valuation.SeatData) {
	if p.err != nil {
		return "", valuation.SeatData{}
	}
	c, err := p.Case(p.ctx, panel)
	if err != nil {
		p.err = err
		return "", valuation.SeatData{}
	}
	d, err := valuation.PanelOf(c)
	if err != nil || len(d.Seats) <= i {
		p.err = err
		return "", valuation.SeatData{}
	}
	s, err := p.Case(p.ctx, d.Seats[i].Case)
	if err != nil {
		p.err = err
		return "", valuation.SeatData{}
	}
	data, err := valuation.SeatOf(s)
	if err != nil {
		p.err = err
	}
	return s.ID, data
}

// answers lets the i-th expert declare and score; on one indicator they differ.
func (p *play) answers(panel kernel.CaseID, i int) {
	seat, d := p.seat(panel, i)
	p.act(panelists[i].user, seat, "accept", valuation.DeclareInput{Clear: true})
	p.compares(panelists[i].user, seat, d.Weigh, i)
	var in valuation.ScoreInput
	for k, id := range d.Asked {
		points := float64(66 + (k*5+i*3)%22)
		if id == "8" {
			points = []float64{42, 88, 84, 80}[i]
		}
		in.Scores = append(in.Scores, valuation.Points{ID: id, Score: points, Reason: reasons[(k+i)%len(reasons)]})
	}
	p.act(panelists[i].user, seat, "score", in)
}

// compares lets an expert compare each set: by weights of their own, rounded to
// the scale, so that they agree among themselves.
func (p *play) compares(user kernel.UserID, seat kernel.CaseID, weigh string, i int) {
	sets, err := valuation.Branches(weigh)
	if err != nil {
		p.err = err
	}
	for _, b := range sets {
		in := valuation.WeighInput{Set: b.Parent, Values: make([]int, engine.PairCount(len(b.Items)))}
		for k := range in.Values {
			first, second := (engine.Pairs{Items: b.Items}).Pair(k)
			x, y := 2+(first*3+1)%4+(first+i)%2, 2+(second*3+1)%4+(second+i)%2
			if in.Values[k] = (x + y/2) / y; y > x {
				in.Values[k] = -((y + x/2) / x)
			}
		}
		p.act(user, seat, "weigh", in)
	}
}

// again plays the second round on what was far apart.
func (p *play) again(panel kernel.CaseID) {
	for i := range panelists {
		seat, d := p.seat(panel, i)
		if d.Round != 2 {
			return
		}
		var in valuation.ScoreInput
		for k := range d.Asked {
			in.Scores = append(in.Scores, valuation.Points{ID: d.Asked[k], Score: []float64{70, 82, 80, 78}[i], Reason: "看过各方理由后重新打分：该问题在本市装配企业中普遍存在"})
		}
		p.act(panelists[i].user, seat, "score", in)
	}
	p.act("u-song", panel, "close_round", nil)
}
