package importer

import (
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/registry"
)

// nothingNew stands for words that tell no more than filing and grant do.
const nothingNew registry.EventKind = ""

// legalWords are the words of a legal status or of a notice of the office, as
// compared by headKey. A word that could mean two things (失效, 无效) is not here:
// its row is refused. Source: our own choice, from the notices of the patent
// gazette and the heads of search sites; it is no list of the office.
var legalWords = map[registry.EventKind]string{
	nothingNew: "有效 有权 专利权有效 专利权维持 维持有效 授权有效 inforce " +
		"审中 在审 审查中 实审 实质审查 实质审查的生效 公开 公布 受理 pending published",
	registry.Granted:         "授权 授权公告 专利权授予 发明专利权授予 实用新型专利权授予 外观设计专利权授予 granted",
	registry.Refused:         "驳回 申请驳回 发明专利申请公布后的驳回 refused rejected",
	registry.Withdrawn:       "撤回 主动撤回 视为撤回 视撤 发明专利申请公布后的撤回 发明专利申请公布后的视为撤回 withdrawn",
	registry.Lapsed:          "终止 权利终止 专利权终止 专利权的终止 未缴年费 未缴年费终止 未缴年费专利权终止 主动放弃 专利权的主动放弃 避重放弃 避免重复授权放弃专利权 期限届满 专利权有效期届满 lapsed expired",
	registry.Restored:        "恢复 权利恢复 权利的恢复 专利权的恢复 restored",
	registry.Invalidated:     "全部无效 宣告全部无效 专利权全部无效 专利权宣告全部无效 invalidated",
	registry.PartInvalidated: "部分无效 宣告部分无效 专利权部分无效 专利权宣告部分无效 partlyinvalidated",
	registry.ChallengeFiled:  "无效宣告请求受理",
	registry.ChallengeEnded:  "无效宣告请求结案",
	registry.OwnersChanged:   "转移 转让 权利转移 专利权转移 专利权的转移 专利申请权的转移 专利申请权专利权的转移 transferred",
	registry.Pledged:         "质押 质押登记 专利权质押 专利权质押登记 专利权质押合同登记的生效 pledged",
	registry.PledgeEnded:     "质押注销 质押解除 质押登记注销 专利权质押登记注销 专利权质押合同登记的注销 pledgeended",
	registry.Preserved:       "保全 财产保全 专利权的保全 preserved",
	registry.PreservationEnd: "保全解除 解除保全 专利权保全的解除 preservationended",
	registry.Suspended:       "中止 程序中止 suspended",
	registry.SuspensionEnded: "中止结束 中止解除 suspensionended",
	registry.Licensed: "许可 实施许可 许可备案 实施许可备案 专利实施许可合同备案的生效 " +
		"独占许可 排他许可 普通许可 交叉许可 licensed",
	registry.LicenceEnded:   "许可注销 许可终止 许可备案注销 专利实施许可合同备案的注销 licenceended",
	registry.OpenLicensed:   "开放许可 开放许可声明 openlicence",
	registry.OpenLicenceEnd: "开放许可撤回 开放许可声明撤回 openlicenceended",
}

// byWord is legalWords turned round; it is filled once and only read.
var byWord = func() map[string]registry.EventKind {
	m := map[string]registry.EventKind{}
	for kind, words := range legalWords {
		for _, w := range strings.Fields(words) {
			m[w] = kind
		}
	}
	return m
}()

// legal takes the legal status of the row as an event on its day: a lapse, a
// pledge, a licence, a transfer. What has no day is refused, since the state of
// a right is told by day; only the end of a right may take the day of the export.
func (in *entry) legal(rec *registry.Record) {
	if !in.has(LegalStatus) {
		for _, f := range []Field{LegalRef, LegalParty, LegalUntil} {
			if in.has(f) {
				in.note(f, errs.New(errs.Invalid, "importer.status.missing", errs.Args{"value": in.get(f)}))
				return
			}
		}
		return
	}
	kind, known := byWord[headKey(in.get(LegalStatus))]
	if !known {
		in.refuse(LegalStatus, errs.New(errs.Invalid, "importer.status.unknown", errs.Args{"value": in.get(LegalStatus)}))
		return
	}
	if kind == nothingNew || kind == registry.Granted && !rec.Right.Granted.IsZero() {
		return
	}
	if kind == registry.Granted && !in.has(LegalDate) { // taken: another source may tell the day
		in.note(LegalStatus, errs.New(errs.Invalid, "importer.status.no_date", errs.Args{"value": in.get(LegalStatus)}))
		return
	}
	day, ok := in.legalDay(kind, rec.Right.Filing)
	if !ok {
		return
	}
	e := registry.Event{Right: rec.Right.Number, Kind: kind, ValidFrom: day, Source: in.source(), Ref: in.get(LegalRef)}
	if in.legalDetail(&e, rec.Right.Applicants) {
		rec.Events = append(rec.Events, registry.NewEvent(e))
	}
}

// legalDay is the day on which the event came into force.
func (in *entry) legalDay(kind registry.EventKind, filed calendar.Date) (calendar.Date, bool) {
	if in.has(LegalDate) {
		day, before := in.date(LegalDate), len(in.reasons)
		if !day.IsZero() && day.Before(filed) {
			in.refuse(LegalDate, errs.New(errs.Invalid, "importer.date.order", errs.Args{"later": in.get(LegalDate), "earlier": filed.String()}))
		}
		return day, !day.IsZero() && len(in.reasons) == before
	}
	switch kind {
	case registry.Refused, registry.Withdrawn, registry.Lapsed, registry.Invalidated:
		if !in.observed.IsZero() {
			return in.observed, true
		}
	}
	in.refuse(LegalStatus, errs.New(errs.Invalid, "importer.status.no_date", errs.Args{"value": in.get(LegalStatus)}))
	return calendar.Date{}, false
}

// legalDetail fills what the event's kind asks for.
func (in *entry) legalDetail(e *registry.Event, applicants []registry.Owner) bool {
	switch e.Kind {
	case registry.Granted:
		if e.Detail.Owners = in.owners; len(in.owners) == 0 {
			e.Detail.Owners = applicants
		}
		return true
	case registry.OwnersChanged:
		if e.Detail.Owners = named(splitList(in.get(LegalParty), false)); len(e.Detail.Owners) == 0 {
			in.refuse(LegalParty, errs.New(errs.Invalid, "importer.status.no_party", errs.Args{"value": in.get(LegalStatus)}))
			return false
		}
		return true
	case registry.Licensed:
		o := registry.Offer{Deal: registry.LicenceDeal}
		readDeal(&o, in.get(LegalStatus)+" "+in.get(TradeDetail), false)
		e.Detail.Licence = o.Licence
	}
	if in.has(LegalParty) {
		e.Detail.Party = &registry.Owner{Name: in.get(LegalParty)}
	}
	e.Detail.Until = in.date(LegalUntil)
	e.Detail.Text = in.get(LegalStatus)
	if !e.Detail.Until.IsZero() && e.Detail.Until.Before(e.ValidFrom) {
		in.refuse(LegalUntil, errs.New(errs.Invalid, "importer.status.until", errs.Args{"until": in.get(LegalUntil), "from": e.ValidFrom.String()}))
		return false
	}
	return true
}
