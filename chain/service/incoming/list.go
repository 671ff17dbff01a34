package incoming

import (
	"encoding/xml"
	"io"
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
)

// Row is one line of a list of results.
type Row struct {
	Line   int
	Found  Found
	Reason string // of a refusal
	// Fault says why the row cannot be read.
	Fault *errs.Error
}

// Field gives the name of a column by its head, "" for one that is not known.
func Field(head string) string {
	head = strings.ToLower(strings.Join(strings.Fields(head), ""))
	for name, heads := range map[string][]string{
		"case": {"办件号", "我方编号", "流水号", "case", "caseno."}, "no": {"对方编号", "theirnumber", "受理号", "登记号", "注册号", "申请号", "备案号", "编号", "证书号", "受理编号", "登记编号", "备案编号", "number"},
		"day": {"日期", "受理日期", "登记日期", "备案日期", "决定日期", "day", "date"}, "what": {"结果", "办理结果", "来文说的是", "结论", "result"}, "reason": {"原因", "理由", "备注", "reason"},
	} {
		for _, h := range heads {
			if head == h {
				return name
			}
		}
	}
	return ""
}

// listWords say in a column of results what in the middle of a notice would be
// too little to go by; those that refuse first.
var listWords = []word{
	{Refuse, "不合格"}, {Refuse, "不通过"}, {Refuse, "未通过"}, {Refuse, "不同意"}, {Refuse, "refused"},
	{Grant, "合格"}, {Grant, "通过"}, {Grant, "同意"}, {Grant, "granted"}, {Receipt, "taken in"},
}

// RowOf reads the cells of a row by their names.
func RowOf(line int, cells map[string]string, today calendar.Date) Row {
	r := Row{Line: line, Reason: strings.TrimSpace(cells["reason"])}
	r.Found.Case = strings.ToUpper(strings.TrimSpace(cells["case"]))
	if no := strings.TrimSpace(cells["no"]); no != "" {
		r.Found.take("", no)
	}
	if r.Found.Case == "" && r.Found.No == "" {
		r.Fault = errs.New(errs.Invalid, "service.incoming.row_no_number", nil)
		return r
	}
	day, err := calendar.ParseDate(strings.TrimSpace(cells["day"]))
	switch {
	case err != nil:
		r.Fault = errs.New(errs.Invalid, "service.incoming.row_day", errs.Args{"value": cells["day"]})
		return r
	case day.After(today):
		r.Fault = errs.New(errs.Invalid, "service.incoming.day_ahead", errs.Args{"day": day})
		return r
	}
	r.Found.Day = day
	for _, w := range slices.Concat(words, listWords) {
		if strings.Contains(strings.ToLower(cells["what"]), w.text) {
			r.Found.What, r.Found.Words = w.what, w.text
			break
		}
	}
	if r.Found.What == "" {
		r.Fault = errs.New(errs.Invalid, "service.incoming.row_outcome", errs.Args{"value": cells["what"]})
	}
	return r
}

// Unit: rows. Source: our own bound [D]: a list of a day; more come in two files.
const mostRows = 2000

// ReadXML reads <results><result><case/><number/><day/><result/><reason/></result>…;
// names of elements as heads of a sheet. A row is counted, wherever its lines end.
func ReadXML(body io.Reader, today calendar.Date) ([]Row, error) {
	dec := xml.NewDecoder(body)
	var out []Row
	var cells map[string]string
	depth, field := 0, ""
	for {
		tok, err := dec.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, errs.Wrap(errs.Invalid, "service.incoming.bad_xml", err)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if depth++; depth == 2 {
				cells = map[string]string{}
			} else if depth == 3 {
				field = Field(t.Name.Local)
			}
		case xml.CharData:
			if depth == 3 && field != "" {
				cells[field] += string(t)
			}
		case xml.EndElement:
			if depth == 2 {
				if out = append(out, RowOf(len(out)+1, cells, today)); len(out) > mostRows {
					return nil, errs.New(errs.Invalid, "service.incoming.too_many", errs.Args{"most": mostRows})
				}
			}
			depth--
		}
	}
	return out, nil
}

// Bound refuses a list that is too long.
func Bound(rows []Row) error {
	if len(rows) > mostRows {
		return errs.New(errs.Invalid, "service.incoming.too_many", errs.Args{"most": mostRows})
	}
	return nil
}
