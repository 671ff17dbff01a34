package calendar

import (
	"database/sql/driver"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"quanlian/base/errs"
)

var (
	compactRE = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`)
	partsRE   = regexp.MustCompile(`^(\d{4})([-./年])(\d{1,2})([-./月])(\d{1,2})(日|号)?$`)
)

// ParseDate reads a date as offices and people write it: 2017-01-16,
// 2017.01.16, 2017/1/16, 2017年1月16日, 20170116; full-width digits and spaces
// are tolerated. A day that does not exist is an error, never moved.
func ParseDate(s string) (Date, error) {
	t := narrow(s)
	m := compactRE.FindStringSubmatch(t)
	if m == nil {
		p := partsRE.FindStringSubmatch(t)
		if p == nil || !sameSeparators(p[2], p[4], p[6]) {
			return Date{}, errs.At("", "base.calendar.not_a_date", errs.Args{"value": s})
		}
		m = []string{t, p[1], p[3], p[5]}
	}
	y, _ := strconv.Atoi(m[1]) // digits by the pattern
	mo, _ := strconv.Atoi(m[2])
	day, _ := strconv.Atoi(m[3])
	d := On(y, time.Month(mo), day)
	if !d.Valid() {
		return Date{}, errs.At("", "base.calendar.no_such_day", errs.Args{"value": s})
	}
	return d, nil
}

// sameSeparators refuses mixtures such as 2017.01-16 and 2017年1-16.
func sameSeparators(first, second, last string) bool {
	if first == "年" {
		return second == "月" && last != ""
	}
	return first == second && last == ""
}

// narrow turns full-width signs into half-width ones and drops all spaces.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), r == '\ufeff', r == '\u200b':
			return -1
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '。', r == '．':
			return '.'
		case r == '—', r == '–', r == '−', r == '‐':
			return '-'
		}
		return r
	}, s)
}

// Value stores YYYY-MM-DD, and NULL for no date.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	if !d.Valid() {
		return nil, errs.New(errs.Internal, "base.calendar.not_a_date", errs.Args{"value": d.String()})
	}
	return d.String(), nil
}

// Scan reads a DATE column: text, or the midnight that a driver makes of it.
// The day is taken as the driver wrote it, never moved by a time zone.
func (d *Date) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = Date{}
		return nil
	case time.Time:
		y, m, day := v.Date()
		*d = Date{y, m, day}
		return nil
	case []byte:
		return d.scanText(string(v))
	case string:
		return d.scanText(v)
	}
	return errs.New(errs.Internal, "base.calendar.not_a_date", errs.Args{"value": "column of another type"})
}

// scanText reads a date, or a date with a midnight behind it.
func (d *Date) scanText(s string) error {
	if len(s) > 10 && (strings.HasPrefix(s[10:], "T00:00:00") || strings.HasPrefix(s[10:], " 00:00:00")) {
		s = s[:10]
	}
	return d.UnmarshalText([]byte(s))
}
