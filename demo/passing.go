package demo

import (
	"time"

	"quanlian/base/calendar"
	"quanlian/base/money"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/registry"
)

// passing are deals that stand where the others only pass: the agreement on
// secrecy waits for its signatures, the contract for its record, the payment for its
// sheets. They take little time, so that the story after them keeps its days.
func (p *play) passing(listings map[int]kernel.CaseID) {
	p.hurry = true
	p.unsigned(listings[19])
	p.unrecorded(listings[14])
	p.untaxed(listings[2])
	p.hurry = false
}

func (p *play) unsigned(listing kernel.CaseID) {
	id := p.open("u-shen", hall.Deal, "inquire", hall.InquireInput{Listing: listing, Note: "我们的高速主轴想换陶瓷轴承，先看圆度和粗糙度的实测数据。"})
	p.act("u-lu", id, "welcome", nil)
}

func (p *play) unrecorded(listing kernel.CaseID) {
	x := p.lump(registry.Ordinary, 22*money.Wan, "教学与中试", 5, "缓冲块图纸、材料牌号、声压测试方法", "样锁关门声压级降低六分贝")
	p.ordinary(listing, "u-gu", "实验室在做车门静音研究，想先取得实施许可，再与零部件厂联合开发。", x)
}

func (p *play) untaxed(listing kernel.CaseID) {
	x := p.lump(registry.Ordinary, 10*money.Wan, "传感器封装基板", 6, "分区压头图纸、加压曲线", "三批基板翘曲小于三十微米")
	id := p.ordinary(listing, "u-shen", "封装用的大尺寸基板边缘分层，想用分区加压。", x)
	p.act("u-lu", id, "file", nil)
	p.wait(time.Minute)
	p.act("u-lu", id, "recognise", hall.RecognitionInput{No: "2026990102000533", Kind: "许可", Total: x.Price, Technology: x.Price, Income: x.Price, Date: calendar.DateOf(p.Now())})
	p.act("u-lu", id, "deliver", hall.DeliverInput{What: "分区压头图纸、加压曲线"})
	p.act("u-shen", id, "accept_delivery", nil)
	p.act("u-lu", id, "invoice", hall.InvoiceInput{No: "26992000000000533010", Kind: "ordinary", Amount: x.Price, Date: calendar.DateOf(p.Now())})
	p.act("u-lu", id, "ask_release", hall.AccountInput{Account: "6222990001000529", Bank: "云澜湾银行"})
	p.act("u-shen", id, "release", nil)
	p.wait(time.Minute)
}

// ordinary is an ordinary licence of 鹤汀启衡 up to the money in custody.
func (p *play) ordinary(listing kernel.CaseID, buyer kernel.UserID, note string, x hall.Terms) kernel.CaseID {
	id := p.open(buyer, hall.Deal, "inquire", hall.InquireInput{Listing: listing, Note: note})
	p.act("u-lu", id, "welcome", nil)
	p.act("u-lu", id, "sign_nda", nil)
	p.act(buyer, id, "sign_nda", nil)
	p.act(buyer, id, "offer", hall.OfferInput{Terms: x})
	p.act("u-lu", id, "accept", nil)
	p.signBy(id, "u-lu", buyer)
	account := map[kernel.UserID]string{"u-shen": "6222990001000318", "u-gu": "6222990001000417"}[buyer]
	p.act(buyer, id, "deposit", hall.AccountInput{Account: account, Bank: "云澜湾银行"})
	p.wait(time.Minute)
	return id
}
