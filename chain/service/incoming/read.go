package incoming

import (
	"regexp"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/ident"
)

// Kinds of what came back.
const (
	Receipt = "receipt" // it was taken in: number and day
	Grant   = "grant"
	Refuse  = "refuse"
)

// Found is what a notice says.
type Found struct {
	Case string        `json:"case,omitempty"` // our number
	No   string        `json:"no,omitempty"`   // the other office's, in its normal form where there is one
	Kind ident.Kind    `json:"kind,omitempty"` // of the number, where base/ident knows it
	Day  calendar.Date `json:"day,omitzero"`
	// What is receipt, grant or refuse; "" when the text does not say.
	What string `json:"what,omitempty"`
	// Words are the words of the text that say so.
	Words string `json:"words,omitempty"`
	// Doubts are what the clerk has to look at, as sentences.
	Doubts []*errs.Error `json:"-"`
}

var (
	caseRE = regexp.MustCompile(`[A-Z]{2,4}20\d{2}-[A-Z]{2,4}\d{0,3}-\d{5}`)
	// A number stands behind its name.
	labelRE = regexp.MustCompile(`(申请号|专利号|注册号|登记号|备案号|受理编号|受理号|证书号|证书编号|登记编号|备案编号|公告号|文号|编号)(?:为|是)?[\s:：]*((?:ZL\s*)?[0-9A-Za-z〔〕\[\]()（）第\-.]{5,40}号?)`)
	dayRE   = regexp.MustCompile(`(受理日期|受理日|登记日期|登记日|备案日期|备案日|发文日期|发文日|核准日期|决定日期|日期)?[\s:：为]*(20\d{2}\s*[年\-/.]\s*\d{1,2}\s*[月\-/.]\s*\d{1,2}\s*日?)`)
)

type word struct{ what, text string }

// words say what was done, those that refuse first: “不予备案” holds “备案”.
var words = []word{
	{Refuse, "不予"}, {Refuse, "驳回"}, {Refuse, "视为撤回"}, {Refuse, "视为未提出"}, {Refuse, "未予"},
	{Grant, "准予"}, {Grant, "予以备案"}, {Grant, "予以登记"}, {Grant, "核准"}, {Grant, "授予"}, {Grant, "备案证明"}, {Grant, "登记证书"}, {Grant, "注册证"}, {Grant, "手续合格"},
	{Receipt, "予以受理"}, {Receipt, "受理通知书"}, {Receipt, "已受理"}, {Receipt, "受理"},
}

// Read recognises the text of a notice, as of today.
func Read(text string, today calendar.Date) Found {
	var f Found
	text = strings.TrimSpace(text)
	f.Case = caseRE.FindString(strings.ToUpper(text))
	f.readNumber(text)
	f.readDay(text, today)
	for _, w := range words {
		if strings.Contains(text, w.text) {
			f.What, f.Words = w.what, w.text
			break
		}
	}
	if f.What == "" {
		f.doubt("service.incoming.no_outcome", nil)
	}
	return f
}

func (f *Found) doubt(code string, args errs.Args) {
	f.Doubts = append(f.Doubts, errs.New(errs.Invalid, code, args))
}

// readNumber takes the number behind its name, or a text that is nothing but a
// number.
func (f *Found) readNumber(text string) {
	for _, m := range labelRE.FindAllStringSubmatch(text, -1) {
		if caseRE.MatchString(strings.ToUpper(m[2])) { // that is ours
			continue
		}
		f.take(m[1], m[2])
		return
	}
	if f.Case == "" && !strings.ContainsAny(text, "\n，。") && len(text) <= 40 && strings.ContainsAny(text, "0123456789") {
		f.take("", text)
		return
	}
	f.doubt("service.incoming.no_number", nil)
}

// take checks a number. What is called a number of a patent must be one.
func (f *Found) take(label, no string) {
	no = strings.TrimSpace(no)
	n, err := ident.Parse(ident.KindPatent, no)
	switch {
	case err == nil:
		f.No, f.Kind = n.Normal, ident.KindPatent
	case label == "申请号" || label == "专利号":
		f.No = no
		f.Doubts = append(f.Doubts, errs.As(err))
	default:
		f.No = no
	}
}

// readDay prefers a day that is named; otherwise the last one of the text, which
// is where an office dates its notice.
func (f *Found) readDay(text string, today calendar.Date) {
	for _, m := range dayRE.FindAllStringSubmatch(text, -1) {
		d, err := calendar.ParseDate(strings.Join(strings.Fields(m[2]), ""))
		if err != nil {
			continue
		}
		f.Day = d
		if m[1] != "" {
			break
		}
	}
	switch {
	case f.Day.IsZero():
		f.doubt("service.incoming.no_day", nil)
	case f.Day.After(today):
		f.doubt("service.incoming.day_ahead", errs.Args{"day": f.Day})
	}
}
