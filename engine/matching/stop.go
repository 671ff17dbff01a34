package matching

import "strings"

// stopWords carry nothing of what a need is about: grammar, politeness, and the
// formulas that stand in every patent. Typed by hand for this project [D].
var stopWords = wordSet(stopText)

const stopText = `
的 了 和 与 及 或 在 是 有 要 想 给 做 用 把 被 让 使 能 会 可 可以 能够 需要 希望 想要 打算 寻找 寻求 求购 购买 最好 自己 我们 我 公司 企业 本公司 我司
一种 一个 一些 一项 这种 这个 那种 该 其 其中 所述 本 本发明 发明 实用新型 专利 技术 方案 提供 公开 涉及 属于 领域 技术领域 包括 包含 具有 设有 设置 由 对 对于 关于 通过 采用 利用 使用 应用 用于 基于 根据 以及 并 并且 而 且 但 也 都 还 又 就 从 到 至 向 于 以 为 为了 因为 所以 如果 则 时 后 前 中 上 下 内 外 里 间 等 等等 各 每 多 少 大 小 高 低 好 新 更 最 很 较 非常 进行 实现 解决 问题 目的 方法 装置 系统 设备 结构 及其 一类 相关 有关 适合 适用 适用于 主要 目前 现有 现有技术 如何 怎么 什么 哪些 谁 请 请问 您 你 不 没有 无 非 零 左右 小于 大于 高于 低于 不小于 不大于 不高于 不低于 少于 多于 超过 不超过 达到 以上 以下 之间 之内 范围 要求 性能 效果 优点 缺点 特点 特征 步骤 过程 式 型 性 化 类 种 个 项 件 只 台 套 名 款 第一 第二 第三 一 二 三 四 五 六 七 八 九 十 两 几 百 千 万 准 都准 转让 许可 合作 成果 项目 产品 研发 开发 研究
不受 受到 不会 不能 不是 不用 不需 不必 同时 现在 时间 小时 分钟 秒钟 便宜
a an the and or of in on at by to for with from as is are was were be been being it its this that these those which who what we our us i need want looking look seek seeking find please can could may might should would must shall will has have having had do does did not no than then there their they such other more most one two first second invention invent utility model patent technology relat disclos provid method device devic apparatus system compris includ having thereof therein wherein said using us use used based bas least plurality embodiment present kind type thing good better best new make made into over under between through about against also only any all each both via per so if when where how
`

func wordSet(s string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(s) {
		out[w] = true
	}
	return out
}

// What numbers in characters are written with, and what may stand beside them.
const (
	amountDigits = "零〇一二三四五六七八九十百千万亿两几数"
	amountUnits  = "第度个种次米克倍年月日时分秒层级下多余之"
)

// isAmount tells whether a word is a Chinese number with or without a unit: 五十,
// 十度, 零下, 百分之二. Figures in Chinese characters tell patents apart badly.
func isAmount(w string) bool {
	number := false
	for _, r := range w {
		switch {
		case strings.ContainsRune(amountDigits, r):
			number = true
		case !strings.ContainsRune(amountUnits, r):
			return false
		}
	}
	return number
}

// endings of Chinese words that a patent may write without: 压阻式 is 压阻.
const looseEndings = "式型性化类"

// tellingSingles are single characters that say what a need is about: elements,
// materials, creatures, machines. Other single characters are mostly what a
// segmenter leaves over. Typed by hand for this project [D].
const tellingSingles = "锂钠钾钙镁铜铝铁锌镍钴锰钛钨钼铬钒锡铅银金铂钯锆铌钽镓锗铟铋铀硅硼碳氢氧氮氨磷硫氟氯溴碘" +
	"钢塑胶膜砂煤油茶酒糖盐醋米麦稻棉麻丝竹木纸布革漆蜡药酶菌肽酯醇醛酮酸碱胺烯炔苯" +
	"泵阀锅炉灯锁船车桥轮轴刀针钉锤锯梯窗鞋帽袜床椅伞笔尺鱼虾蟹鸡鸭鹅猪牛羊马蜂蚕鸟"
