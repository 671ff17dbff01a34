package registry

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/money"
	"quanlian/kernel"
)

// EventKind is what happened to a right (登记簿事项).
type EventKind string

// The kinds of event. Those that end something name by Ref what they end.
const (
	Filed           EventKind = "filed"            // 申请
	Published       EventKind = "published"        // 公布
	Granted         EventKind = "granted"          // 授权公告
	Refused         EventKind = "refused"          // 驳回
	Withdrawn       EventKind = "withdrawn"        // 撤回、视为撤回
	OwnersChanged   EventKind = "owners_changed"   // 权利转移, in force on registration (专利法10)
	Lapsed          EventKind = "lapsed"           // 终止: fee unpaid or abandoned
	Restored        EventKind = "restored"         // 恢复
	Invalidated     EventKind = "invalidated"      // 宣告全部无效
	PartInvalidated EventKind = "part_invalidated" // 宣告部分无效
	TermExtended    EventKind = "term_extended"    // 专利权期限补偿, Detail.Days
	ChallengeFiled  EventKind = "challenge_filed"  // 无效宣告请求受理
	ChallengeEnded  EventKind = "challenge_ended"  // 无效宣告请求结案
	Pledged         EventKind = "pledged"          // 质押登记
	PledgeEnded     EventKind = "pledge_ended"     // 质押注销
	Preserved       EventKind = "preserved"        // 财产保全
	PreservationEnd EventKind = "preservation_end" // 保全解除
	Suspended       EventKind = "suspended"        // 中止
	SuspensionEnded EventKind = "suspension_ended" // 中止结束
	Licensed        EventKind = "licensed"         // 实施许可备案
	LicenceEnded    EventKind = "licence_ended"    // 许可终止
	OpenLicensed    EventKind = "open_licensed"    // 开放许可声明公告
	OpenLicenceEnd  EventKind = "open_licence_end" // 开放许可撤回公告
	FeePaid         EventKind = "fee_paid"         // 年费缴纳, Detail.Year
	Evaluated       EventKind = "evaluated"        // 专利权评价报告
	Voided          EventKind = "voided"           // the event named by Corrects never happened
)

// LicenceKind is the kind of a licence (许可种类).
type LicenceKind string

// The kinds of licence (domain: 独占, 排他, 普通, 交叉, 分许可).
const (
	Exclusive LicenceKind = "exclusive" // 独占
	Sole      LicenceKind = "sole"      // 排他
	Ordinary  LicenceKind = "ordinary"  // 普通
	Cross     LicenceKind = "cross"     // 交叉
	Sub       LicenceKind = "sub"       // 分许可
)

// Event is one thing that happened to a right: in force from a day (ValidFrom),
// known to us since an instant (RecordedAt). Events are appended and never
// changed; Corrects names the event that this one takes the place of.
type Event struct {
	ID         string        `json:"id"` // [EventID]: the same fact has the same id whoever reports it
	Right      string        `json:"right"`
	Kind       EventKind     `json:"kind"`
	ValidFrom  calendar.Date `json:"valid_from,omitzero"`
	Seq        int           `json:"seq,omitempty"` // order within the day, where the source tells it
	RecordedAt time.Time     `json:"recorded_at,omitzero"`
	Source     string        `json:"source,omitempty"` // delivery, document or case it comes from
	By         kernel.UserID `json:"by,omitempty"`     // who of the staff entered it; theirs to see
	Ref        string        `json:"ref,omitempty"`    // registration number of a pledge, licence, preservation …
	Corrects   string        `json:"corrects,omitempty"`
	Detail     Detail        `json:"detail,omitzero"`
}

// Detail is what an event adds. Only the fields of its kind are filled.
type Detail struct {
	Kind    Kind          `json:"kind,omitempty"`   // filed
	Owners  []Owner       `json:"owners,omitempty"` // published, granted, owners_changed: all owners from then on
	Party   *Owner        `json:"party,omitempty"`  // pledgee, licensee, challenger
	Licence LicenceKind   `json:"licence,omitempty"`
	Scope   string        `json:"scope,omitempty"`  // territory or field a licence is limited to
	From    calendar.Date `json:"from,omitzero"`    // first day of a licence by its contract, where known; the event's own day is its record
	Until   calendar.Date `json:"until,omitzero"`   // last day of a pledge, licence, preservation, suspension
	Year    int           `json:"year,omitempty"`   // fee_paid: patent year, 1 = the year of filing
	Days    int           `json:"days,omitempty"`   // term_extended. Unit: calendar days
	Amount  money.Fen     `json:"amount,omitempty"` // secured debt, fee paid
	Text    string        `json:"text,omitempty"`   // publication number, court and file number, remark
}

// EventID is the address of the fact itself: it leaves out who reported it and
// when, so that a fact delivered twice is one event.
func EventID(e Event) string {
	e.ID, e.RecordedAt, e.Source, e.By = "", time.Time{}, "", ""
	e.Detail.Owners = unlinked(e.Detail.Owners)
	b, err := json.Marshal(e)
	if err != nil { // a date that does not exist; never stored
		b = []byte(string(e.Kind) + e.Right + e.Ref + err.Error())
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:16])
}

// NewEvent fills the id.
func NewEvent(e Event) Event {
	e.ID = EventID(e)
	return e
}

// unlinked copies owners without the party ids that linkage adds later.
func unlinked(in []Owner) []Owner {
	out := slices.Clone(in)
	for i := range out {
		out[i].Party = ""
	}
	return out
}
