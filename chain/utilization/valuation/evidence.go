package valuation

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"quanlian/catalogue/lang"
	engine "quanlian/engine/valuation"
)

// NoticeText is what a result tells its reader, a status in words.
func NoticeText(l *lang.Localizer, n engine.Notice) string {
	args := map[string]any{}
	for k, v := range n.Args {
		args[k] = v
		if word := "utilization.valuation.status." + v; k == "status" && l.Has(word) {
			args[k] = l.T(word)
		}
	}
	return l.Fill(n.Code, args)
}

// wordy are the signals whose values hold words of closed lists.
var wordy = map[string]bool{"claim_type": true, "fto": true, "base_patent": true, "lifecycle_stage": true, "remaining_life": true, "trades": true, "finance": true}

var codeWord = regexp.MustCompile(`[a-z_]{2,}`)

// EvidenceText is what a signal found, in words and with its unit.
func EvidenceText(l *lang.Localizer, e engine.Evidence) string {
	if e.Signal == "disputes" {
		var upheld, lost int
		if n, _ := fmt.Sscanf(e.Value, "+%d −%d", &upheld, &lost); n == 2 {
			return l.T("utilization.valuation.word.disputes", "upheld", upheld, "lost", lost)
		}
	}
	if wordy[e.Signal] {
		return codeWord.ReplaceAllStringFunc(e.Value, func(word string) string {
			if k := "utilization.valuation.word." + word; l.Has(k) {
				return l.T(k)
			}
			return word
		})
	}
	if v, err := strconv.ParseFloat(e.Value, 64); err == nil && (e.Unit == "share" || e.Unit == "per_year") {
		text := strings.TrimSuffix(strings.TrimRight(strconv.FormatFloat(100*v, 'f', 2, 64), "0"), ".")
		return l.T("utilization.valuation.word."+e.Unit, "n", text)
	}
	if k := "web.unit." + e.Unit; l.Has(k) {
		number, list, _ := strings.Cut(e.Value, " (")
		if one := "web.unit_one." + e.Unit; number == "1" && l.Has(one) {
			k = one
		}
		text := l.T("utilization.valuation.word.unit", "value", number, "unit", l.T(k))
		if list != "" {
			text += " (" + list
		}
		return text
	}
	return e.Value
}
