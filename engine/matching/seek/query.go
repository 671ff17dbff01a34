package seek

import (
	_ "embed"
	"strings"
	"sync"

	"quanlian/engine/matching/concept"
	"quanlian/engine/matching/text"
)

//go:embed everyday.txt
var everyday string

// Everyday is the list of everyday synonyms that comes with the program.
var Everyday = sync.OnceValue(func() *concept.List {
	l := concept.New()
	_ = l.Read(strings.NewReader(everyday)) // a string never fails to be read
	return l
})

// stopWords say nothing about what is wanted: grammar and politeness. Longer
// ones are taken out first. Typed by hand for this project [D].
var stopWords = func() map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(`
我 我的 我们 我们的 你 您 请 请问 的 了 吗 呢 吧 啊 呀 是 有 在 和 与 及 或 就 都 也 还 又 很 太 要 想 想要 需要 希望 打算 准备 可以 能 能不能 可不可以 会 应该
怎么 怎样 如何 怎么办 咋办 咋 什么 哪里 哪儿 哪个 哪些 谁 多少 几 为什么 一个 一种 一件 一下 这个 那个 这 那 给 把 对 向 到 去 来 从 用 上 下 里 个 件 份 们 自己 公司 企业 单位 我司 本公司 我家 家 东西 事 事情 业务 服务 事项 办 办理 手续 做 搞 弄 想办 帮我 帮忙 现在 今天 已经 刚 刚刚 正在 之后 以后 然后 但是 因为 所以 如果 别 人 人家 别人 他们 有人 他 她 它
a an the of in on at by to for with from as is are was were be been being it its this that these those which who what whom whose we our us i my me mine you your need want wanted would like please can could may might should must shall will has have having had do does did not no how where when why if then there their they them and or some any somebody someone something get got make made am im into onto about up out so just also very too much many new
`) {
		out[w] = true
	}
	return out
}()

// longestStop is how many characters the longest Chinese stop word has.
// Unit: characters. Source: the list above.
const longestStop = 4

// Weights of the terms of a question. Unit: plain numbers; a pair of Chinese
// characters or an English word counts 1. Source: chosen by us [D] on the
// sentences of seek_test.go.
const (
	singleWeight = 0.22
	acrossWeight = 0.45 // a pair over the border of two words
	sameWeight   = 0.7  // a term that means the same
)

// question is a sentence as the finder asks it.
type question struct {
	own    map[text.Key]float64 // its own terms with their weights
	groups []group
}

// group is a term of the question with what means the same. It counts once,
// however many of its words an item has.
type group struct {
	source []text.Key
	others [][]text.Key
}

// read takes a sentence apart.
func (f *Finder) read(q string) question {
	out := question{own: map[text.Key]float64{}}
	folded := text.Fold(q)
	var words []string // stemmed English ones in a row
	for _, run := range text.Runs(folded) {
		piece := folded[run.Start:run.End]
		if run.Han {
			f.han(piece, out.own)
			out.hanGroups(f, piece)
			continue
		}
		words = append(words, string(text.Stem(piece)))
		if !stopWords[string(piece)] {
			out.own[text.Word(piece)] = 1
		}
	}
	for _, found := range f.concepts.English(words) {
		var source []text.Key
		for _, w := range words[found.From:found.To] {
			source = append(source, text.Word([]rune(w)))
		}
		out.add(source, found.Chinese, found.English)
	}
	return out
}

// han adds the terms of a stretch of Chinese, with stop words cut out of it.
func (f *Finder) han(run []rune, own map[text.Key]float64) {
	for _, part := range f.withoutStops(run) {
		border := map[int]bool{}
		at := 0
		for _, w := range f.cut(string(part)) {
			at += len([]rune(w))
			border[at] = true
		}
		for i, r := range part {
			own[text.Single(r)] = max(own[text.Single(r)], singleWeight)
			if i+1 < len(part) {
				w := 1.0
				if border[i+1] {
					w = acrossWeight
				}
				k := text.Pair(r, part[i+1])
				own[k] = max(own[k], w)
			}
		}
	}
}

// withoutStops cuts a stretch at its stop words, the longest first, but never
// inside a word: of 公司上市 上市 is left, not 市.
func (f *Finder) withoutStops(run []rune) [][]rune {
	border := f.borders(run)
	stop := func(from, to int) bool { return border[from] && border[to] && stopWords[string(run[from:to])] }
	var out [][]rune
	start := 0
	for i := 0; i < len(run); {
		n := min(longestStop, len(run)-i)
		for ; n > 0 && !stop(i, i+n); n-- {
		}
		if n == 0 {
			i++
			continue
		}
		if i > start {
			out = append(out, run[start:i])
		}
		i += n
		start = i
	}
	if start < len(run) {
		out = append(out, run[start:])
	}
	return out
}

// borders tells between which characters of a stretch a word ends; without a
// dictionary anywhere.
func (f *Finder) borders(run []rune) []bool {
	out := make([]bool, len(run)+1)
	words := f.cut(string(run))
	at := 0
	for _, w := range words {
		out[at] = true
		at = min(at+len([]rune(w)), len(run))
	}
	out[at] = true
	if at < len(run) {
		for i := range out {
			out[i] = true
		}
	}
	return out
}

// longestTerm is how many characters of a stretch are tried as one concept.
// Unit: characters. Source: the longest term of everyday.txt.
const longestTerm = 6

// hanGroups finds the longest concepts of a stretch from the left, and the
// shorter ones inside them.
func (q *question) hanGroups(f *Finder, run []rune) {
	for i := range run {
		for n := min(longestTerm, len(run)-i); n > 0; n-- {
			term := string(run[i : i+n])
			if zh, en := f.concepts.Same(term); len(zh)+len(en) > 0 {
				q.add(keysOf(term), zh, en)
			}
		}
	}
}

func (q *question) add(source []text.Key, lists ...[]string) {
	g := group{source: source}
	for _, words := range lists {
		for _, w := range words {
			if keys := keysOf(w); len(keys) > 0 {
				g.others = append(g.others, keys)
			}
		}
	}
	q.groups = append(q.groups, g)
}

// keysOf are the terms that a word consists of: pairs, or its one character.
func keysOf(w string) []text.Key {
	var keys []text.Key
	rs := []rune(w)
	for _, t := range text.Terms(rs) {
		if t.Kind != text.HanSingle || len(rs) == 1 {
			keys = append(keys, t.Key)
		}
	}
	return keys
}
