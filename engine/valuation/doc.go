// Package valuation scores a patent (专利评价) by the indicator tree of GB/T
// 42748-2023 and computes the comparison indicators around it.
//
// It decides: the score of each of the 27 third-level indicators that the
// facts in hand allow, with the evidence under it; how an expert panel (专家组)
// overrides or completes them; the weighted sum for one of six scenes (场景);
// the grade, the confidence (可信度) and the vetoes; whether a patent is one of
// the five kinds of high-value invention patent (高价值发明专利); and the OECD
// comparison indicators.
//
//	facts → signals → 27 leaves → 14 → 3 → score, grade, confidence
//	            panel ↗      weights of the scene, or by AHP ↗
//
// It does not decide a price: an automatic score is no appraisal (资产评估法
// 24, 27, 28). The money methods stand in the folder appraise. It fetches no
// fact, knows no cohort but the one handed in and covers no designs, because
// the standard covers inventions and utility models only.
//
// Missing is not zero: a fact that nobody stated is left out, its siblings
// share its weight, and the confidence falls.
//
// The tree is data (data/tree.yaml). What could be verified of the standard:
// the counts 3/14/27, that extension indicators exist, the scenes. The names
// of the third level are a reconstruction, the weights and the curves from
// measure to score are our own decision; the data say so line by line.
package valuation
