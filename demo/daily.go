package demo

import (
	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

// colleagues share the desks with the clerk who is offered on the log-in page;
// the second is on leave.
var colleagues = []User{
	{ID: "u-cheng", Login: "desk2", Name: "程若川", Posts: posts("patent-window", "preexam-section", "finance-desk")},
	{ID: "u-shumei", Login: "desk3", Name: "林书湄", Posts: posts("patent-window", "data-registry", "rights-aid", "ip-protection")},
}

func posts(units ...kernel.UnitID) []kernel.Post {
	var out []kernel.Post
	for _, u := range units {
		out = append(out, kernel.Post{Unit: u, Role: kernel.RoleClerk})
	}
	return out
}

// deskmates are the writes that make them.
func deskmates(hash string) []kernel.Write {
	var w []kernel.Write
	for _, u := range colleagues {
		w = append(w, kernel.PutUser{ID: u.ID, Login: u.Login, Name: u.Name, Hash: hash})
		for _, p := range u.Posts {
			w = append(w, kernel.PutPost{User: u.ID, Post: p})
		}
	}
	return w
}

// daily are applications of an ordinary week: who filed, who took it ("" leaves
// it in the pool), and whether it was accepted.
var daily = []struct {
	code   string
	by, to kernel.UserID
	accept bool
}{
	{"ZL12", "u-shen", "u-shumei", true}, {"ZL13", "u-gu", "u-he", true}, {"ZL19", "u-shen", "u-cheng", true}, {"ZL02", "u-shen", "u-he", true},
	{"ZL12", "u-gu", "u-shumei", true}, {"ZL13", "u-shen", "u-he", true}, {"ZL19", "u-gu", "u-shumei", true}, {"ZL02", "u-shen", "u-cheng", true},
	{"ZL12", "u-shen", "u-he", false}, {"ZL13", "u-gu", "u-cheng", false}, {"ZL19", "u-shen", "", false}, {"ZL02", "u-shen", "", false},
	{"ZL12", "u-gu", "u-shumei", false}, {"ZL13", "u-shen", "", false}, {"ZL12", "u-shen", "", false}, {"ZL02", "u-shen", "", false},
	{"BH10", "u-gu", "", false}, {"ZL19", "u-gu", "", false}, {"ZL12", "u-gu", "", false}, {"ZL13", "u-gu", "", false}, {"ZL02", "u-shen", "u-he", true},
}

// week files them, some hours apart.
func (p *play) week() {
	for i, d := range daily {
		p.apply(i, application{code: d.code, by: d.by, say: p.sale(), play: func(p *play, c kernel.CaseID, _ form.Item) {
			if d.to == "" {
				return
			}
			p.act("u-qiao", c, kernel.MoveReassign, kernel.ReassignInput{User: d.to, Reason: "按专长分派"})
			if d.accept {
				p.act(d.to, c, "accept", itemflow.ChecksInput{})
			}
		}})
		p.office(30)
	}
}

// sale is an assignment that both sides have signed.
func (p *play) sale() form.Values {
	to := partyOf("p-qiheng")
	return form.Values{"transfer.object": "patent", "transfer.cause": "sale", "transfer.to": to.Name, "transfer.code": to.Code, "transfer.foreign": "",
		"transfer.signed": calendar.DateOf(p.Now()).AddDays(-5).String(), "transfer.price": "860000.00"}
}

// leave puts the second colleague on leave from yesterday on, with the first in
// the stead.
func (p *play) leave() {
	a := p.actor("u-qiao")
	if p.err != nil {
		return
	}
	now := p.Now()
	p.err = p.Desk.Do(p.ctx, a, p.key(), kernel.NameDeputy{Deputy: kernel.Deputy{ID: "leave-shumei", Absent: "u-shumei", Deputy: "u-cheng", Post: kernel.Post{Unit: "patent-window", Role: kernel.RoleClerk},
		From: now, To: now.AddDate(0, 0, 9), Reason: "年休假"}})
}
