package lang

import (
	"fmt"
	"time"

	"quanlian/base/calendar"
)

// here is an instant by the clocks of the country: whatever zone a machine or a
// store has, a day and an hour are those of China.
func here(t time.Time) time.Time { return t.In(calendar.China) }

var (
	weekdaysZh = [7]string{"星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"}
	monthsEn   = [13]string{"", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}
)

// Date is the form for prose: 2026年11月20日 or 20 November 2026.
func (l *Localizer) Date(t time.Time) string {
	t = here(t)
	if l.Zh() {
		return fmt.Sprintf("%d年%d月%d日", t.Year(), t.Month(), t.Day())
	}
	return fmt.Sprintf("%d %s %d", t.Day(), monthsEn[t.Month()], t.Year())
}

// Weekday is 星期五 or Friday.
func (l *Localizer) Weekday(t time.Time) string {
	t = here(t)
	if l.Zh() {
		return weekdaysZh[t.Weekday()]
	}
	return t.Weekday().String()
}

// DateWeekday is the form where somebody must act on that day:
// 2026年11月20日 星期五 or Friday 20 November 2026.
func (l *Localizer) DateWeekday(t time.Time) string {
	if l.Zh() {
		return l.Date(t) + " " + l.Weekday(t)
	}
	return l.Weekday(t) + " " + l.Date(t)
}

// MonthDay is the form for lists of one year: 11月20日 or 20 Nov.
func (l *Localizer) MonthDay(t time.Time) string {
	t = here(t)
	if l.Zh() {
		return fmt.Sprintf("%d月%d日", t.Month(), t.Day())
	}
	return fmt.Sprintf("%d %s", t.Day(), monthsEn[t.Month()][:3])
}

// Day is the form for tables: 11-20 in the year of now, else 2025-11-20.
func (l *Localizer) Day(t, now time.Time) string {
	t, now = here(t), here(now)
	if t.Year() == now.Year() {
		return t.Format("01-02")
	}
	return t.Format(time.DateOnly)
}

// ISO is 2026-11-20, for tables over several years and for fields.
func (l *Localizer) ISO(t time.Time) string { return here(t).Format(time.DateOnly) }

// Clock is 9:05.
func (l *Localizer) Clock(t time.Time) string {
	t = here(t)
	return fmt.Sprintf("%d:%02d", t.Hour(), t.Minute())
}

// Moment is the form of histories: 今天8:51, 11-17 16:40, 2025-11-17 16:40.
func (l *Localizer) Moment(t, now time.Time) string {
	t, now = here(t), here(now)
	if t.Year() == now.Year() && t.YearDay() == now.YearDay() {
		if l.Zh() {
			return "今天" + l.Clock(t)
		}
		return "today " + l.Clock(t)
	}
	return l.Day(t, now) + " " + l.Clock(t)
}

// Second is the form of proofs: the whole instant, with its zone.
func (l *Localizer) Second(t time.Time) string {
	text := here(t).Format(time.DateTime)
	if l.Zh() {
		return text + "（北京时间）"
	}
	return text + " (UTC+8)"
}

// Month is 2026年11月 or November 2026.
func (l *Localizer) Month(t time.Time) string {
	t = here(t)
	if l.Zh() {
		return fmt.Sprintf("%d年%d月", t.Year(), t.Month())
	}
	return fmt.Sprintf("%s %d", monthsEn[t.Month()], t.Year())
}
