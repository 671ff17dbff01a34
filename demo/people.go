package demo

import (
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
)

// Password of every log-in of the demo. It protects nothing: the demo holds
// nothing but inventions.
const Password = "yunlan-demo"

// User is one log-in of the demo.
type User struct {
	ID          kernel.UserID
	Login, Name string
	Role        string // language key of what the person is
	Party       kernel.PartyID
	Duty        kernel.Duty
	Posts       []kernel.Post
}

// Units of the city.
const (
	Trading kernel.UnitID = "trading-centre"
	City    kernel.UnitID = "city-hall"
	// IPOffice keeps the catalogue of items.
	IPOffice kernel.UnitID = "ip-office"
)

// Units lists the offices of the city.
func Units() []kernel.Unit {
	return []kernel.Unit{
		{ID: Trading, Zh: "知识产权交易中心", En: "IP Trading Centre"},
		{ID: IPOffice, Zh: "市知识产权局", En: "City IP Office"},
		{ID: City, Zh: "市知识产权局综合处", En: "General Office of the IP Administration"},
	}
}

// Bank keeps the custody accounts of the city.
const Bank kernel.PartyID = "p-bank"

// Users lists the log-ins, in the order in which the log-in page shows them.
func Users() []User {
	return []User{
		{"u-shen", "buyer", "沈知遥", "web.login.role.buyer", "p-chengxin", kernel.DutyHandler, nil},
		{"u-gu", "seller", "顾念一", "web.login.role.seller", "p-university", kernel.DutyHandler, nil},
		{"u-lu", "company", "陆鸣珂", "web.login.role.company", "p-qiheng", kernel.DutyHandler, nil},
		{"u-jiang", "water", "江映川", "web.login.role.water", "p-water", kernel.DutyHandler, nil},
		{"u-pei", "reviewer", "裴若川", "web.login.role.reviewer", "p-qiheng", kernel.DutyReviewer, nil},
		{"u-han", "boss", "韩景行", "web.login.role.boss", "p-qiheng", kernel.DutyHead, nil},
		{"u-fang", "broker", "方一舟", "web.login.role.broker", "p-huizhi", kernel.DutyHandler, nil},
		{"u-yun", "broker2", "云疏影", "web.login.role.broker2", "p-yunqiao", kernel.DutyHandler, nil},
		{"u-qinst", "agent", "秦疏桐", "web.login.role.agent", "p-zhiyuan", kernel.DutyHandler, nil},
		{"u-du", "agent2", "杜若", "web.login.role.agent2", "p-zhiyuan", kernel.DutyReviewer, nil},
		{"u-nie", "agent3", "聂明河", "web.login.role.agent3", "p-zhiyuan", kernel.DutyHead, nil},
		{"u-song", "clerk", "宋时雨", "web.login.role.clerk", "", "", []kernel.Post{{Unit: Trading, Role: kernel.RoleClerk}}},
		{"u-ye", "head", "叶怀谷", "web.login.role.head", "", "", []kernel.Post{{Unit: Trading, Role: kernel.RoleHead}}},
		{"u-expert1", "expert", "程砚秋", "web.login.role.expert", "p-expert1", kernel.DutyHandler, nil},
		{"u-jin", "finance", "金禾", "web.login.role.finance", "", "", []kernel.Post{{Unit: Trading, Role: "finance"}}},
		{"u-tao", "bank", "陶然", "web.login.role.bank", Bank, kernel.DutyHandler, nil},
		{"u-wen", "editor", "文知秋", "web.login.role.editor", "", "", []kernel.Post{{Unit: IPOffice, Role: kernel.RoleClerk}}},
		{"u-qin", "chief", "秦有恒", "web.login.role.chief", "", "", []kernel.Post{{Unit: IPOffice, Role: kernel.RoleHead}}},
		{"u-he", "desk", "贺敏", "web.login.role.desk", "", "", desks(kernel.RoleClerk)},
		{"u-qiao", "deskhead", "乔南星", "web.login.role.deskhead", "", "", desks(kernel.RoleHead)},
		{"u-lin", "window", "林疏影", "web.login.role.window", "", "", []kernel.Post{{Unit: patentWindow, Role: kernel.RoleHead}}},
		{"u-zhou", "director", "周砚秋", "web.login.role.director", "", "", append(desks(kernel.RoleSupervisor), kernel.Post{Unit: Trading, Role: kernel.RoleSupervisor})},
		{"u-admin", "admin", "季明", "web.login.role.admin", "", "", []kernel.Post{{Unit: City, Role: "admin"}}},
	}
}

// Parties lists the organisations of the demo. Their codes are made with region
// codes that no real place has.
func Parties() []kernel.Party {
	return []kernel.Party{
		{ID: "p-chengxin", Kind: "enterprise", Name: "云澜澄芯传感科技有限公司", Code: "91990001MA0QL0001J", District: "东埠"},
		{ID: "p-qiheng", Kind: "enterprise", Name: "鹤汀启衡精密机械有限公司", Code: "91990002MA0QL00024", District: "鹤汀", Approval: []kernel.Duty{kernel.DutyReviewer, kernel.DutyHead}},
		{ID: "p-university", Kind: "university", Name: "云澜大学", Code: "12990001MB0QL00030", District: "望潮"},
		{ID: "p-huizhi", Kind: "agency", Name: "云澜汇智技术转移有限公司", Code: "91990001MA0QL0004U", District: "东埠"},
		{ID: "p-yunqiao", Kind: "agency", Name: "云桥技术经纪（云澜）有限公司", Code: "91990002MA0QL0006G", District: "鹤汀"},
		{ID: "p-zhiyuan", Kind: "agency", Name: "云澜知远专利代理事务所", Code: "31990001MD0QL0006E", District: "东埠", Approval: []kernel.Duty{kernel.DutyReviewer, kernel.DutyHead}},
		{ID: Bank, Kind: "bank", Name: "云澜湾银行", Code: "91990001MA0QL0005Y", District: "东埠"},
		{ID: "p-water", Kind: hall.KindStateOwned, Name: "云澜水务集团有限公司", Code: "91990004MA0QL0007G", District: "青堰"},
	}
}

// PeopleWrites are the writes that make people and parties. hash is the
// encoded hash of [Password].
func PeopleWrites(hash string) []kernel.Write {
	var w []kernel.Write
	for _, u := range Units() {
		w = append(w, kernel.PutUnit{Unit: u})
	}
	for _, p := range Parties() {
		w = append(w, kernel.PutParty{Party: p})
	}
	w = append(w, experts(hash)...)
	w = append(w, hallPeople(hash)...)
	w = append(w, deskmates(hash)...)
	for _, u := range Users() {
		w = append(w, kernel.PutUser{ID: u.ID, Login: u.Login, Name: u.Name, Hash: hash})
		if u.Party != "" {
			w = append(w, kernel.PutMember{User: u.ID, Party: u.Party, Duty: u.Duty, Rights: kernel.AllRights()})
		}
		for _, p := range u.Posts {
			w = append(w, kernel.PutPost{User: u.ID, Post: p})
		}
	}
	return w
}
