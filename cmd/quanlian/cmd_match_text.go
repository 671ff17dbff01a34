package main

import (
	"fmt"
	"strings"

	"quanlian/catalogue/lang"
	"quanlian/catalogue/words"
	"quanlian/engine/matching"
)

// matchInWords is a match with its reasons as sentences beside their codes.
type matchInWords struct {
	matching.Match
	Why     []string `json:"why"`
	Against []string `json:"against"`
}

// resultInWords is the document that `match --json` prints.
type resultInWords struct {
	*matching.Result
	Matches []matchInWords `json:"matches"`
}

func inWords(r *matching.Result, l *lang.Localizer) resultInWords {
	out := resultInWords{Result: r, Matches: []matchInWords{}}
	for _, m := range r.Matches {
		out.Matches = append(out.Matches, matchInWords{m, sentences(m.Reasons, l), sentences(m.Lacks, l)})
	}
	return out
}

func sentences(ms []matching.Message, l *lang.Localizer) []string {
	out := make([]string, len(ms))
	for i, m := range ms {
		out[i] = words.Reason(l, m.Code, m.Args)
	}
	return out
}

// matchText is the answer for a person.
func matchText(r *matching.Result, l *lang.Localizer) string {
	if len(r.Matches) == 0 {
		return strings.TrimSpace(l.T("engine.matching.no_match") + "\n" + excludedText(r, l))
	}
	var b strings.Builder
	fmt.Fprintln(&b, l.T("engine.matching.text.head", "compared", lang.Count(r.Compared), "n", len(r.Matches)))
	if len(r.Suggested) > 0 {
		var codes []string
		for _, s := range r.Suggested {
			if s.Chosen {
				codes = append(codes, fmt.Sprintf("%s (%.2f)", s.Code, s.Right))
			}
		}
		fmt.Fprintln(&b, l.T("engine.matching.text.suggested", "codes", codes))
	}
	if text := excludedText(r, l); text != "" {
		fmt.Fprintln(&b, text)
	}
	for _, m := range r.Matches {
		writeMatch(&b, m, l)
	}
	fmt.Fprint(&b, "\n", basisText(r.Formula, l))
	return b.String()
}

func excludedText(r *matching.Result, l *lang.Localizer) string {
	n, kinds := 0, []string{}
	for _, x := range r.Excluded {
		n += len(x.Nos)
		kinds = append(kinds, fmt.Sprintf("%s %d", l.T(x.Code), len(x.Nos)))
	}
	if n == 0 {
		return ""
	}
	return l.T("engine.matching.text.excluded", "n", n, "what", kinds)
}

func writeMatch(b *strings.Builder, m matching.Match, l *lang.Localizer) {
	fmt.Fprintf(b, "\n%d. %3d  %s  %s\n", m.Rank, m.Score, m.Patent.No, m.Patent.Title)
	var parts []string
	for _, p := range m.Parts {
		value := "—"
		if p.Known {
			value = fmt.Sprintf("%.0f", 100*p.Value)
		}
		parts = append(parts, l.T("engine.matching.part."+string(p.Part))+" "+value)
	}
	fmt.Fprintf(b, "   %s\n", strings.Join(parts, "  "))
	if q := m.Quote; q != nil {
		fmt.Fprintf(b, "   “%s”  %s\n", quoted(q), l.T("engine.matching.place."+string(q.Place), "n", q.Sentence))
	}
	writeList(b, l, "engine.matching.text.why", sentences(m.Reasons, l))
	writeList(b, l, "engine.matching.text.lacks", sentences(m.Lacks, l))
}

// quoted is the quotation with its marks in brackets.
func quoted(q *matching.Quote) string {
	rs := []rune(q.Text)
	var b strings.Builder
	if q.CutFront {
		b.WriteString("……")
	}
	at := 0
	for _, m := range q.Marks {
		fmt.Fprintf(&b, "%s[%s]", string(rs[at:m.Start]), string(rs[m.Start:m.End]))
		at = m.End
	}
	b.WriteString(string(rs[at:]))
	if q.CutBack {
		b.WriteString("……")
	}
	return b.String()
}

func writeList(b *strings.Builder, l *lang.Localizer, head string, items []string) {
	if len(items) == 0 {
		return
	}
	between := "；"
	if !l.Zh() {
		between = "; "
	}
	fmt.Fprintf(b, "   %s%s\n", l.T(head), strings.Join(items, between))
}

func basisText(w matching.Weights, l *lang.Localizer) string {
	var parts []string
	between := ""
	if !l.Zh() {
		between = " "
	}
	for _, s := range w.Shares {
		parts = append(parts, fmt.Sprintf("%s%s%.0f%%", l.T("engine.matching.part."+string(s.Part)), between, 100*s.Share))
	}
	return l.T("engine.matching.text.basis", "formula", parts, "version", w.Version, "from", w.From)
}
