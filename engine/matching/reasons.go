package matching

import (
	"maps"
	"math"
	"slices"
	"sort"
	"strconv"

	"quanlian/base/errs"
	"quanlian/base/money"
)

// Message is a reason or a weakness: a code of catalogue/lang and its arguments.
type Message struct {
	Code string    `json:"code"`
	Args errs.Args `json:"args,omitempty"`
}

// The codes of reasons and weaknesses.
const (
	ReasonWords     = "engine.matching.reason.words"
	ReasonConcept   = "engine.matching.reason.concept"
	ReasonPart      = "engine.matching.reason.part"
	ReasonPieces    = "engine.matching.reason.pieces"
	ReasonIPC       = "engine.matching.reason.ipc"
	ReasonIndustry  = "engine.matching.reason.industry"
	ReasonMaturity  = "engine.matching.reason.maturity"
	ReasonPrice     = "engine.matching.reason.price"
	ReasonRegion    = "engine.matching.reason.region"
	LackWords       = "engine.matching.lack.words"
	LackIPC         = "engine.matching.lack.ipc"
	LackMaturity    = "engine.matching.lack.maturity"
	LackPrice       = "engine.matching.lack.price"
	LackTimes       = "engine.matching.lack.times"
	LackNoPrice     = "engine.matching.lack.no_price"
	LackRegion      = "engine.matching.lack.region"
	LackDistrict    = "engine.matching.lack.district"
	LackUnlisted    = "engine.matching.lack.unlisted"
	LackRightState  = "engine.matching.lack.right_unknown"
	LackNotGranted  = "engine.matching.lack.not_granted"
	LackOnlyOneWord = "engine.matching.lack.thin"
)

// keyPoints is how many of the need's words are called its points.
// Unit: words. Source: [D], what fits one line of the page.
const keyPoints = 8

// Borders between a reason and a weakness.
// Unit: value of the part, 0..1. Source: [D].
const (
	goodPart = 0.7
	weakPart = 0.4
)

// points are the numbers of the weightiest words: all of a short need, of a long
// one those that some patent speaks of.
func points(words []*Word) []int {
	var out []int
	for i, w := range words {
		if w.InUse || len(words) <= keyPoints {
			out = append(out, i)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return words[out[i]].Weight > words[out[j]].Weight })
	out = out[:min(len(out), keyPoints)]
	sort.Ints(out)
	return out
}

// spoken tells which words a patent speaks of: the form it uses, one that stands
// by itself before one inside a longer word.
func spoken(p *Patent, r reading) map[int]form {
	out := map[int]form{}
	best := map[int]int{}
	for _, s := range []string{p.Title, p.Abstract, p.Claim1} {
		for _, m := range newPage(s, r.seg).marks(r.words) {
			f, rank := r.words[m.word].forms[m.form], m.form
			if m.inside != "" {
				f.text, f.part, rank = m.inside, true, rank+len(r.words[m.word].forms)
			}
			if was, ok := best[m.word]; !ok || rank < was {
				best[m.word], out[m.word] = rank, f
			}
		}
	}
	return out
}

// spokenShare is how much of the weight of the need's points a patent speaks of;
// the head of a word counts for as much as it is trusted.
func spokenShare(said map[int]form, words []*Word) float64 {
	has, all := 0.0, 0.0
	for _, i := range points(words) {
		all += words[i].Weight
		switch f, ok := said[i]; {
		case ok && f.part:
			has += headTrust * words[i].Weight
		case ok:
			has += words[i].Weight
		}
	}
	if all == 0 {
		return 0
	}
	return has / all
}

// contentReasons names the points that the patent speaks of, those it calls by
// another term, and those it does not speak of.
func contentReasons(said map[int]form, words []*Word) (reasons, lacks []Message) {
	var has, lacking []string
	var concepts []Message
	list := points(words)
	if !slices.ContainsFunc(list, func(i int) bool { _, ok := said[i]; return ok }) {
		list = slices.Sorted(maps.Keys(said)) // of the lighter words; they are the reason all the same
		list = append(list[:min(len(list), keyPoints)], points(words)...)
	}
	for _, i := range list {
		w := words[i]
		f, ok := said[i]
		switch {
		case !ok:
			lacking = append(lacking, w.Text)
		case f.text == w.forms[0].text:
			has = append(has, w.Text)
		case f.part:
			concepts = append(concepts, Message{ReasonPart, errs.Args{"need": w.Text, "patent": f.text}})
		default:
			concepts = append(concepts, Message{ReasonConcept, errs.Args{"need": w.Text, "patent": f.text}})
		}
	}
	if len(has) > 0 {
		reasons = append(reasons, Message{ReasonWords, errs.Args{"n": len(has), "words": has}})
	}
	reasons = append(reasons, concepts...)
	if len(lacking) > 0 {
		lacks = append(lacks, Message{LackWords, errs.Args{"n": len(lacking), "words": lacking}})
	}
	if len(has)+len(concepts) == 1 && len(lacking) > 1 {
		lacks = append(lacks, Message{LackOnlyOneWord, nil})
	}
	return reasons, lacks
}

// factReasons says what the other parts speak for and against.
func factReasons(n *Need, p *Patent, parts map[Part]PartScore, code string) (reasons, lacks []Message) {
	good := func(part Part, when bool, code string, args errs.Args) {
		if s := parts[part]; when && s.Known && s.Value >= goodPart {
			reasons = append(reasons, Message{code, args})
		}
	}
	lack := func(when bool, code string, args errs.Args) {
		if when {
			lacks = append(lacks, Message{code, args})
		}
	}
	weak := func(part Part) bool { return parts[part].Known && parts[part].Value <= weakPart }
	ripe := parts[Maturity].Known && p.Maturity >= n.Maturity
	dear := parts[Price].Known && p.Price.Low > n.Budget.High
	good(IPC, true, ReasonIPC, errs.Args{"code": code})
	good(Industry, true, ReasonIndustry, errs.Args{"code": n.Industry})
	good(Maturity, ripe, ReasonMaturity, errs.Args{"level": p.Maturity, "wanted": n.Maturity})
	good(Price, !dear, ReasonPrice, nil)
	good(Region, true, ReasonRegion, nil)
	lack(weak(IPC), LackIPC, nil)
	lack(parts[Maturity].Known && !ripe, LackMaturity, errs.Args{"level": p.Maturity, "wanted": n.Maturity})
	if dear {
		lack(true, dearness(p.Price.Low, n.Budget.High), errs.Args{"percent": over(p.Price.Low, n.Budget.High), "times": times(p.Price.Low, n.Budget.High)})
	}
	lack(n.Budget != nil && p.Price == nil, LackNoPrice, nil)
	lack(weak(Region), far(n.Region, p.Region), nil)
	lack(!p.Listed, LackUnlisted, nil)
	lack(p.Right == RightUnknown, LackRightState, nil)
	lack(p.Right == RightPending, LackNotGranted, nil)
	return reasons, lacks
}

// far says of two regions what is known: of names only that they differ, of codes
// that the provinces do.
func far(need, patent string) string {
	if need == "" || patent == "" || !isCode(need) || !isCode(patent) {
		return LackDistrict
	}
	return LackRegion
}

// dearness is how a price far above a budget is told: in per cent, from twice the
// budget on in times.
func dearness(price, budget money.Fen) string {
	if price >= 2*budget {
		return LackTimes
	}
	return LackPrice
}

// times is how many times a budget a price is, to one decimal place, without a
// zero behind the point.
func times(price, budget money.Fen) string {
	return strconv.FormatFloat(math.Round(10*float64(price)/float64(budget))/10, 'f', -1, 64)
}

// over is by how many per cent a price lies above a budget, rounded up.
func over(price, budget money.Fen) int {
	return int(math.Ceil(100 * float64(price-budget) / float64(budget)))
}
