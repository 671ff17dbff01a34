package demo

import (
	"time"

	"quanlian/base/calendar"
	"quanlian/kernel"
)

// Mandates are the powers of attorney of the demo: the agency acts for the company
// in all matters, and signs and pays nothing; paper is the SHA-256 of [PowerText],
// signed.
func Mandates(from time.Time, paper string) []kernel.Write {
	return []kernel.Write{kernel.GrantMandate{Mandate: kernel.Mandate{
		ID: "m-qiheng-zhiyuan", Principal: "p-qiheng", Agent: "p-zhiyuan", Scope: []string{"*"},
		Rights: []kernel.Right{kernel.RightView, kernel.RightDraft, kernel.RightSubmit}, From: from, To: from.AddDate(2, 0, 0), DocSHA256: paper,
	}}}
}

// PowerText is what the power of attorney says, a paragraph each.
func PowerText(from time.Time) []string {
	day := func(t time.Time) string { return calendar.DateOf(t).String() }
	principal, agent := partyOf("p-qiheng"), partyOf("p-zhiyuan")
	return []string{
		"委托人：" + principal.Name + "（统一社会信用代码" + principal.Code + "）",
		"受托人：" + agent.Name + "（统一社会信用代码" + agent.Code + "）",
		"委托事项：在云澜市知识产权综合服务平台代为办理委托人的全部事项。",
		"权限：查看办件、起草、提交。不包括签署合同、支付费用。",
		"期限：" + day(from) + "至" + day(from.AddDate(2, 0, -1)) + "。委托人可以随时撤销。",
		"委托人（签章）：" + principal.Name + "　　日期：" + day(from),
	}
}
