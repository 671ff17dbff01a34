// Package valuation is the evaluation of patents as procedures (专利评价): the
// automatic evaluation of a right from the register, the panel of experts
// (专家评价) as a case, and worksheets of the money methods kept on file (测算).
//
//	申请 → 邀请专家 → 回避声明 → 独立打分 → （分歧项第二轮） → 审核 → 出具报告
//
// It decides which facts of the register the evaluation rests on, who may sit
// on a panel and who must stay away, that each expert scores blind of the
// others and says why, which indicators go into a second round, who has to
// explain an outlying score, and when a report is issued. The arithmetic is
// engine/valuation; the listing's grade is written by the hall.
//
// Every expert has a case of their own (席位): blindness is held by who may see
// which rows, not by a page that leaves something out.
//
// It is no appraisal: an automatic score, a panel's score and a worksheet are
// none (资产评估法 24, 27, 28).
//
// Who acts: owner, the hall's clerk and head, experts.
package valuation
