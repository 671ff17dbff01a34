package itemflow

import (
	"encoding/json"
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/kernel/form"
)

// paperData is what the templates of the standard papers fill in.
func (r Rules) paperData(c kernel.Case, d Data, it form.Item, now time.Time, text string) (json.RawMessage, error) {
	said, rests := granted(d, it, calendar.DateOf(now)), Cited(d.Decision.Rests(it))
	return json.Marshal(map[string]any{
		"no": c.No, "item": it.Name.Zh, "item_en": it.Name.En, "code": it.Code, "applicant": d.Applicant.Name, "applicant_code": d.Applicant.Code,
		"filed": calendar.DateOf(d.Filed).Chinese(), "filed_en": calendar.DateOf(d.Filed).String(),
		"day": calendar.DateOf(now).Chinese(), "day_en": calendar.DateOf(now).String(), "text": text, "result": it.Result.Name.Zh, "result_en": it.Result.Name.En,
		"materials": materialRows(d, it), "track": d.Track, "seal": sealWords(d), "seal_notice": noticeWords(d), "remedies": remedyRows(it, d, calendar.DateOf(now)), "missing": missingRows(d, it), "by": noticeDay(d, true), "by_en": noticeDay(d, false),
		"owed": owedRows(d, it), "former": formerRows(d), "outside": outsideRows(d, it), "office": r.office(c, now),
		"granted": said.Zh, "granted_en": said.En, "kind": grantedBy(d, it), "decides": d.decides(it), "rests": rests.Zh, "rests_en": rests.En,
	})
}

// office is the name under which the office of the case writes; "" where the city
// says none.
func (r Rules) office(c kernel.Case, now time.Time) string {
	if s := r.sealRule(c, now); s != nil {
		return s.Holder
	}
	return ""
}

// outsideRows say which office gave the result, under which number, on which day,
// and what came with it.
func outsideRows(d Data, it form.Item) []map[string]any {
	if !d.PassedOn() {
		return nil
	}
	o := d.Outside
	row := map[string]any{"issuer": o.Issuer, "issuer_en": issuerIn(it, o), "no": o.No, "day": o.Day.Chinese(), "day_en": o.Day.String(), o.Result: "1", "files": strings.Join(o.Names(), "、"), "files_en": strings.Join(o.Names(), ", ")}
	if len(o.Files) == 0 {
		row["none"] = "1"
	}
	return []map[string]any{row}
}

// owedRows name what was accepted without and comes later, each with its day.
func owedRows(d Data, it form.Item) []map[string]string {
	var out []map[string]string
	for _, g := range d.OpenGaps() {
		if m, ok := it.Material(g.Material); ok {
			out = append(out, map[string]string{"name": m.Name.Zh, "name_en": m.Name.En, "by": g.By.Chinese(), "by_en": g.By.String()})
		}
	}
	return out
}

// missingRows name the materials that the one notice asks for.
func missingRows(d Data, it form.Item) []map[string]string {
	if d.Notified == nil {
		return nil
	}
	var out []map[string]string
	for _, id := range d.Notified.Missing {
		if m, ok := it.Material(id); ok {
			out = append(out, map[string]string{"name": m.Name.Zh, "name_en": m.Name.En})
		}
	}
	return out
}

// noticeDay is the day by which the one notice is answered.
func noticeDay(d Data, zh bool) string {
	switch {
	case d.Notified == nil:
		return ""
	case zh:
		return d.Notified.By.Chinese()
	}
	return d.Notified.By.String()
}

// remedyRows let a decision say what may be done against it, and within which time.
func remedyRows(it form.Item, d Data, day calendar.Date) []map[string]string {
	if !Remedied(it, d) && !(it.Kind == form.Government && d.Decision != nil && d.decides(it)) {
		return nil
	}
	var out []map[string]string
	for _, x := range calendar.RemediesOn(day, restsOn(it, d)) {
		out = append(out, map[string]string{x.Name: "1", "period": x.Period.Chinese(), "period_en": x.Period.English()})
	}
	return out
}

// sealWords are what a decision says of its seal; nil where the city says nothing.
func sealWords(d Data) map[string]any { return d.seal().words() }

// noticeWords are the same of the one notice.
func noticeWords(d Data) map[string]any {
	if d.Notified == nil {
		return nil
	}
	return d.Notified.Seal.words()
}

// words are what a paper says of its seal; nil where the city says nothing.
func (s *Seal) words() map[string]any {
	if s == nil {
		return nil
	}
	out := map[string]any{"says": s.Says.Zh, "says_en": s.Says.En}
	if s.Wanted() {
		out["holder"], out["code"] = s.Holder, s.Code
	}
	return out
}

type materialRow struct {
	Name  string `json:"name"`
	Files string `json:"files"`
}

func materialRows(d Data, it form.Item) []materialRow {
	var out []materialRow
	for _, m := range it.Materials {
		var row materialRow
		for _, f := range d.Current() {
			if f.Material == m.ID {
				if row.Files != "" {
					row.Files += "、"
				}
				row.Files += f.Name
			}
		}
		if row.Files != "" {
			row.Name = m.Name.Zh
			out = append(out, row)
		}
	}
	return out
}
