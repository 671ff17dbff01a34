package demo

import (
	"time"

	"quanlian/base/calendar"
	"quanlian/base/money"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/ledger"
	"quanlian/registry"
)

// licensed are the patents that are offered for another licence than an ordinary
// one, by their places in the list.
var licensed = map[int]struct {
	kind    registry.LicenceKind
	price   money.Fen
	field   string
	summary string
}{
	10: {registry.Cross, 12 * money.Wan, "气体传感器封装", "封装线已小批量生产；愿与有陶瓷基板技术的企业互相许可，差额另议。"},
	18: {registry.Sole, 45 * money.Wan, "供水、供气行业", "识别模块已在两款手持终端上运行；行业内只许可一家，本公司自己保留使用。"},
	21: {registry.Exclusive, 188 * money.Wan, "涂布设备制造", "已在一条中试线运行半年，附极差记录；在设备制造领域独占许可给一家，含整机调试。"},
}

// licences are deals on those licences, each as far as no other of its kind: an
// exclusive one that is delivered, a sole one that waits for its deposit, an offer
// of a cross licence.
func (p *play) licences(listings map[int]kernel.CaseID) {
	p.exclusive(listings[21])
	p.sole(listings[18])
	p.cross(listings[10])
}

// inTalks opens a deal and signs the agreement on secrecy; 澄芯 is the seller.
func (p *play) inTalks(buyer kernel.UserID, listing kernel.CaseID, note string) kernel.CaseID {
	id := p.open(buyer, hall.Deal, "inquire", hall.InquireInput{Listing: listing, Note: note})
	p.act("u-shen", id, "welcome", nil)
	p.act("u-shen", id, "sign_nda", nil)
	p.act(buyer, id, "sign_nda", nil)
	return id
}

// licence are terms of a licence for a lump sum from today on.
func (p *play) licence(i int, years int, materials, acceptance string) hall.Terms {
	x := licensed[i]
	return p.lump(x.kind, x.price, x.field, years, materials, acceptance)
}

func (p *play) lump(kind registry.LicenceKind, price money.Fen, field string, years int, materials, acceptance string) hall.Terms {
	from := calendar.DateOf(p.Now())
	return hall.Terms{
		Deal: registry.LicenceDeal, Licence: kind, PriceKind: ledger.LumpSum, Price: price, Territory: "中国", Field: field, From: from, To: from.AddYears(years).AddDays(-1),
		Tranches:  []hall.Part{{Name: "许可费", Amount: price, Needs: []ledger.Condition{ledger.LicenceRecorded, ledger.DocsAccepted, ledger.InvoiceIssued}}},
		Materials: materials, Acceptance: acceptance, Improve: "归作出改进的一方，另一方可以免费使用", Disputes: "协商不成的，提交云澜仲裁委员会仲裁",
	}
}

func (p *play) exclusive(listing kernel.CaseID) {
	id := p.inTalks("u-lu", listing, "我们在做锂电涂布机，想在设备上独占使用这项闭环控制。")
	p.act("u-lu", id, "offer", hall.OfferInput{Terms: p.licence(21, 6, "控制程序、辊面偏心补偿参数、调试手册", "样机连续涂布八小时，面密度极差小于千分之八"), Note: "只要设备制造领域，电池厂自用不受影响"})
	p.act("u-shen", id, "accept", nil)
	p.signBy(id, "u-shen", "u-lu")
	p.act("u-lu", id, "deposit", hall.AccountInput{Account: "6222990001000529", Bank: "云澜湾银行"})
	p.wait(time.Minute)
	p.act("u-shen", id, "file", nil)
	p.wait(time.Minute)
	p.act("u-shen", id, "deliver", hall.DeliverInput{What: "控制程序、补偿参数、调试手册"})
}

func (p *play) sole(listing kernel.CaseID) {
	id := p.inTalks("u-jiang", listing, "巡检员戴手套操作终端不便，想用语音唤醒。")
	p.act("u-jiang", id, "offer", hall.OfferInput{Terms: p.licence(18, 5, "识别模型、移植说明、噪声测试集", "泵房内每天误唤醒少于一次"), Note: "同行业不再许可第三家"})
	p.act("u-shen", id, "accept", nil)
	p.signBy(id, "u-shen", "u-jiang")
}

func (p *play) cross(listing kernel.CaseID) {
	id := p.inTalks("u-lu", listing, "我们的陶瓷基板可以配贵方的晶圆级封装，建议互相许可。")
	x := p.licence(10, 6, "封装工艺卡；基板加压曲线", "各做一批样件，翘曲与漏率合格")
	x.Back = []hall.BackLicence{{Right: patentNumber(2, patents[2]), Field: "传感器封装基板"}}
	p.act("u-lu", id, "offer", hall.OfferInput{Terms: x, Note: "双方许可费相抵，我方补差额12万元"})
}
