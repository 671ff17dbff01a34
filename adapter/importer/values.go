package importer

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/registry"
)

var (
	serialDay  = regexp.MustCompile(`^\d{5}(\.\d+)?$`)
	clockTail  = regexp.MustCompile(`[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$`)
	agencyTail = regexp.MustCompile(`^(.*?)[\s(（]*(\d{5})[)）]?$`)
	amountText = regexp.MustCompile(`^(?:￥|¥|RMB|CNY|人民币)?([0-9][0-9,]*(?:\.[0-9]+)?(?:[eE]-?\d{1,2})?)(亿元|亿|万元|万|元|圆)?(?:整)?$`)
)

// Days that Excel's day numbers may mean.
// Unit: days since 1899-12-30. Source: definition of the 1900 date system; 1985-04-01 (first Chinese patent) to 2099.
const (
	firstSerial = 31138
	lastSerial  = 73050
	shift1904   = 1462 // Unit: days. Source: definition of the 1904 date system
)

// date reads a date, also as Excel's day number or with a clock behind it.
func (in *entry) date(f Field) calendar.Date {
	s := in.get(f)
	if s == "" {
		return calendar.Date{}
	}
	s = clockTail.ReplaceAllString(s, "")
	if d, ok := in.numbered(s); ok {
		return d
	}
	d, err := calendar.ParseDate(s)
	if err != nil {
		in.refuse(f, fault(err, "importer.date.unreadable", errs.Args{"value": in.get(f)}))
		return calendar.Date{}
	}
	return d
}

// numbered reads a day that Excel keeps as a number.
func (in *entry) numbered(s string) (calendar.Date, bool) {
	if !serialDay.MatchString(s) {
		return calendar.Date{}, false
	}
	n, _ := strconv.Atoi(s[:5]) // digits by the pattern
	if in.date1904 {
		n += shift1904
	}
	if n < firstSerial || n > lastSerial {
		return calendar.Date{}, false
	}
	return calendar.On(1899, 12, 30).AddDays(n), true
}

// spelled are the cells of a refused row with Excel's day numbers as dates: who
// corrects it reads them, and another workbook may count from another day.
func (in *entry) spelled(cells []string) []string {
	out := slices.Clone(cells)
	for _, f := range []Field{AppDate, PubDate, GrantDate, PriorityDate, TradeDate, LegalDate, LegalUntil} {
		if c, ok := in.cells[f]; ok {
			if d, ok := in.numbered(c.text); ok {
				out[c.col] = d.String()
			}
		}
	}
	return out
}

// splitList splits names as offices and people join them. A pause mark (、) or
// comma splits only where persons are meant and no semicolon is used.
func splitList(s string, persons bool) []string {
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == ';' || r == '；' || r == '\n' || r == '|' })
	if len(parts) == 1 {
		parts = strings.FieldsFunc(s, func(r rune) bool {
			return r == '、' || persons && (r == '，' || r == ',' && !strings.ContainsAny(s, "abcdefghijklmnopqrstuvwxyz"))
		})
	}
	var out []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// orSplit takes the list when there is one, else splits the text.
func orSplit(list []string, s string, persons bool) []string {
	if len(list) > 0 {
		return list
	}
	return splitList(s, persons)
}

// named makes owners of names.
func named(list []string) []registry.Owner {
	var out []registry.Owner
	for _, n := range list {
		out = append(out, registry.Owner{Name: n})
	}
	return out
}

// agency splits 深圳市某事务所 44224, given once or several times.
func agency(s string) (name, code string) {
	list := splitList(s, false)
	if len(list) == 0 {
		return "", ""
	}
	if m := agencyTail.FindStringSubmatch(list[0]); m != nil && m[1] != "" {
		return strings.TrimSpace(m[1]), m[2]
	}
	return list[0], ""
}

// splitClaims divides one cell of claims at their printed numbers.
func splitClaims(s string) []registry.Claim {
	var out []registry.Claim
	var buf strings.Builder
	flush := func() {
		if t := strings.TrimSpace(buf.String()); t != "" {
			out = append(out, newClaim(len(out)+1, t))
		}
		buf.Reset()
	}
	for _, line := range strings.Split(s, "\n") {
		if m := claimNo.FindStringSubmatch(strings.TrimSpace(line)); m != nil && m[1] == strconv.Itoa(len(out)+1) && buf.Len() > 0 || m != nil && m[1] == strconv.Itoa(len(out)+2) {
			flush()
		}
		buf.WriteString(strings.TrimSpace(line) + "\n")
	}
	flush()
	return out
}

// listedPriorities joins the columns of numbers and dates.
func (in *entry) listedPriorities() []registry.Priority {
	numbers, dates := splitList(in.get(PriorityNo), false), splitList(in.get(PriorityDate), false)
	var out []registry.Priority
	for i, n := range numbers {
		p := registry.Priority{Number: n}
		if i < len(dates) {
			p.Date = looseDate(dates[i])
		}
		out = append(out, p)
	}
	return out
}

// unitOf gives the factor of an amount's unit; ok is false when there is none.
// Unit: yuan. Source: definition.
func unitOf(s string) (decimal.Decimal, bool) {
	switch {
	case strings.Contains(s, "亿"):
		return decimal.New(1, 8), true
	case strings.Contains(s, "万"):
		return decimal.New(1, 4), true
	case strings.Contains(s, "元"), strings.Contains(s, "圆"):
		return decimal.New(1, 0), true
	}
	return decimal.Zero, false
}

// maxPrice bounds a price: more is a wrong unit.
// Unit: yuan. Source: our own choice (100 bn).
var maxPrice = decimal.New(1, 11)

// price reads the price of whichever column has one.
func (in *entry) price() (money.Fen, bool) {
	for _, f := range []Field{PriceWan, PriceYuan, Price} {
		if !in.has(f) {
			continue
		}
		unit, _ := headUnit(f, in.cells[f].head)
		v, ok, err := Amount(in.get(f), unit)
		if err != nil {
			in.refuse(f, err)
		}
		return v, ok && err == nil
	}
	return 0, false
}

// Amount reads an amount; ok is false when the text says that it is open to
// talks. unit is that of the column, zero when the column has none: a number
// without a unit in cell or head is refused, since 12 could be yuan or 万元.
func Amount(cell string, unit decimal.Decimal) (v money.Fen, ok bool, fault *errs.Error) {
	text := strings.NewReplacer("，", ",", " ", "", "．", ".").Replace(cell)
	if text == "面议" || text == "协商" || text == "面谈" {
		return 0, false, nil
	}
	m := amountText.FindStringSubmatch(text)
	if m == nil {
		return 0, false, errs.New(errs.Invalid, "importer.price.unreadable", errs.Args{"value": cell})
	}
	if own, has := unitOf(m[2]); has {
		unit = own
	}
	if unit.IsZero() {
		return 0, false, errs.New(errs.Invalid, "importer.price.no_unit", errs.Args{"value": cell})
	}
	d, err := decimal.NewFromString(strings.ReplaceAll(m[1], ",", ""))
	if err != nil || d.Mul(unit).GreaterThan(maxPrice) {
		return 0, false, errs.New(errs.Invalid, "importer.price.unreadable", errs.Args{"value": cell})
	}
	return money.FromDecimal(d.Mul(unit)), true, nil
}

// headUnit is the unit that the column itself says.
func headUnit(f Field, head string) (decimal.Decimal, bool) {
	switch f {
	case PriceWan:
		return decimal.New(1, 4), true
	case PriceYuan:
		return decimal.New(1, 0), true
	}
	return unitOf(head)
}

// dayField is the one cell that Day reads.
const dayField Field = "day"

// Day reads a date as office programs leave it, also as Excel's day number.
func Day(text string) (calendar.Date, error) {
	in := entry{cells: map[Field]cell{dayField: {text: strings.TrimSpace(cleanText(text))}}}
	d := in.date(dayField)
	if len(in.reasons) > 0 {
		return d, in.reasons[0].Err
	}
	return d, nil
}
